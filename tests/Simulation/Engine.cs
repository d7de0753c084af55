using System.Collections.Concurrent;
using System.Collections.Frozen;
using ECommerce.LocalEngine.Calls;
using ECommerce.LocalEngine.Turns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;

namespace ECommerce.LocalEngine;

/// <summary>
/// Runs grains within this process. Arguments and results pass by reference and are not copied, so they must not change once sent.
/// Two engines over the same services are two hosts: each has its own activation of a grain.
/// </summary>
public sealed class Engine : IGrainFactory, IHostedService, IDisposable
{
    private readonly ConcurrentDictionary<Type, GrainReference> _prototypes = new();
    private readonly GrainCatalog _catalog;
    private readonly FrozenDictionary<GrainClass, GrainDirectory> _directories;
    private readonly ITimer _collection;
    private volatile State _state;

    /// <summary>An engine over services to which <see cref="LocalEngineServices.AddLocalEngine"/> was applied.</summary>
    public Engine(IServiceProvider services)
    {
        Services = services;
        Options = services.GetRequiredService<LocalEngineOptions>();
        Logger = services.GetService<ILoggerFactory>()?.CreateLogger<Engine>()
            ?? Microsoft.Extensions.Logging.Abstractions.NullLogger<Engine>.Instance;
        _catalog = services.GetRequiredService<GrainCatalog>();
        _directories = _catalog.Classes.ToFrozenDictionary(type => type, type => new GrainDirectory(this, type));
        Deadlines = new(Options);
        _collection = Options.Clock.CreateTimer(
            static self => ((Engine)self!).Collect(), this, Options.CollectionInterval, Options.CollectionInterval);
    }

    private enum State
    {
        Open,
        Draining,
        Gone,
    }

    internal IServiceProvider Services { get; }

    internal LocalEngineOptions Options { get; }

    internal ILogger Logger { get; }

    internal Deadlines Deadlines { get; }

    /// <summary>True when no turn may run any more.</summary>
    internal bool IsGone => _state == State.Gone;

    private Mailbox[] Mailboxes =>
        [.. _directories.Values.SelectMany(directory => directory.Mailboxes).OrderBy(mailbox => mailbox.Id.ToString(), StringComparer.Ordinal)];

    /// <inheritdoc/>
    public TGrain GetGrain<TGrain>(string primaryKey, string? grainClassNamePrefix = null) where TGrain : IGrainWithStringKey
    {
        ArgumentException.ThrowIfNullOrEmpty(primaryKey);
        var prototype = grainClassNamePrefix is null
            ? _prototypes.GetOrAdd(typeof(TGrain), static (contract, self) => self.NewPrototype(contract, null), this)
            : NewPrototype(typeof(TGrain), grainClassNamePrefix);
        return (TGrain)(object)prototype.WithKey(primaryKey);
    }

    /// <summary>Grains are there at the first call, so there is nothing to start.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Refuses new calls from outside of grains, lets running and waiting requests complete, then deactivates every grain.
    /// What is not done within the bounds is given up and its callers are told.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_state != State.Open)
        {
            return;
        }

        _state = State.Draining;
        try
        {
            await DrainAsync().WaitAsync(Options.ShutdownDrain, Options.Clock, cancellationToken);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            Log.DrainBoundReached(Logger, Options.ShutdownDrain);
        }

        try
        {
            await RetireAsync().WaitAsync(Options.ShutdownDrain, Options.Clock, cancellationToken);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            Log.DrainBoundReached(Logger, Options.ShutdownDrain);
        }

        Crash();
    }

    /// <summary>Stops at once as a killed process does: no grain is told, and no turn runs any more. Callers get an exception.</summary>
    public void Crash()
    {
        _state = State.Gone;
        _collection.Dispose();
        Deadlines.Dispose();
        Deadlines.FailAll(static () => new SiloUnavailableException("The engine is gone; whether the request had an effect is unknown."));
    }

    /// <summary>As <see cref="Crash"/>; a host calls <see cref="StopAsync"/> before.</summary>
    public void Dispose() => Crash();

    /// <summary>Why a call cannot be taken now, if it cannot.</summary>
    internal Exception? Refusal() => _state switch
    {
        State.Open => null,
        State.Draining => TurnScheduler.Running is null ? new SiloUnavailableException("The engine is stopping.") : null,
        State.Gone => new SiloUnavailableException("The engine is gone."),
    };

    private GrainReference NewPrototype(Type contract, string? classNamePrefix) =>
        GrainReference.Prototype(contract, _catalog.MethodsOf(contract), _directories[_catalog.ClassOf(contract, classNamePrefix)]);

    private void Collect()
    {
        var age = Options.CollectionAge;
        foreach (var mailbox in Mailboxes.Where(mailbox => mailbox.IsIdle(age)))
        {
            mailbox.Wake(new Step(() => mailbox.CollectIfIdle(age)));
        }
    }

    private async Task DrainAsync()
    {
        // A request may call a grain that was quiet before, so it is over only when a whole round found nothing.
        while (Mailboxes.Where(mailbox => !mailbox.IsIdle(TimeSpan.Zero)).ToArray() is { Length: > 0 } busy)
        {
            await Task.WhenAll(busy.Select(mailbox => Ask(mailbox, mailbox.WhenQuiet)));
        }
    }

    private async Task RetireAsync()
    {
        var reason = new DeactivationReason(DeactivationReasonCode.ShuttingDown, "The engine is stopping.");
        while (Mailboxes is { Length: > 0 } mailboxes)
        {
            await Task.WhenAll(mailboxes.Select(mailbox => Ask(mailbox, retired => mailbox.Retire(reason, retired))));
        }
    }

    private static Task Ask(Mailbox mailbox, Action<TaskCompletionSource> question)
    {
        var answer = new TaskCompletionSource();
        mailbox.Wake(new Step(() => question(answer)));
        return answer.Task;
    }
}
