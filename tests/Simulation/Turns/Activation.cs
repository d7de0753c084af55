using ECommerce.LocalEngine.Calls;
using ECommerce.LocalEngine.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;

namespace ECommerce.LocalEngine.Turns;

/// <summary>One life of a grain: its instance, its scope of services, its state and its timers.</summary>
internal sealed class Activation(Mailbox mailbox)
{
    private readonly AsyncServiceScope _scope = mailbox.Engine.Services.CreateAsyncScope();
    private readonly HashSet<GrainTimer> _timers = [];
    private Grain? _instance;
    private long _keptSince;
    private TimeSpan _keptFor;

    public GrainId Id => mailbox.Id;

    public Mailbox Mailbox => mailbox;

    public Engine Engine => mailbox.Engine;

    public IGrainFactory GrainFactory => mailbox.Engine;

    public IServiceProvider Services => _scope.ServiceProvider;

    public Grain Instance => _instance!;

    /// <summary>Whether it began a request. One that asks to end while it starts still serves one, or a key could spin for ever.</summary>
    public bool HasServed { get; set; }

    /// <summary>Set when it shall end.</summary>
    public DeactivationReason? Ending { get; private set; }

    /// <summary>Who waits for its end.</summary>
    public List<TaskCompletionSource> Ended { get; } = [];

    public bool IsKept => _keptFor == Timeout.InfiniteTimeSpan || Clock.GetElapsedTime(_keptSince) < _keptFor;

    private TimeProvider Clock => Engine.Options.Clock;

    /// <summary>Makes the instance, reads its state and lets it prepare itself. Throws what any of them throws.</summary>
    public async Task StartAsync()
    {
        var states = new List<IStateFacet>();
        _instance = mailbox.Class.Create(this, states);
        foreach (var state in states)
        {
            await state.ReadStateAsync();
        }

        await WithinBound(_instance.OnActivateAsync);
    }

    /// <summary>Lets the instance say goodbye and drops it. What it throws is logged.</summary>
    public async Task StopAsync(DeactivationReason reason)
    {
        DisposeTimers();
        try
        {
            await WithinBound(cancellation => Instance.OnDeactivateAsync(reason, cancellation));
        }
        catch (Exception failure)
        {
            Log.DeactivationFailed(Engine.Logger, Id, failure);
        }

        await AbandonAsync();
    }

    /// <summary>Drops the instance without a word.</summary>
    public async Task AbandonAsync()
    {
        DisposeTimers();
        try
        {
            if (_instance is IAsyncDisposable asynchronous)
            {
                await asynchronous.DisposeAsync();
            }
            else
            {
                (_instance as IDisposable)?.Dispose();
            }

            await _scope.DisposeAsync();
        }
        catch (Exception failure)
        {
            Log.DeactivationFailed(Engine.Logger, Id, failure);
        }
    }

    public void Deactivate(DeactivationReason reason)
    {
        Ending ??= reason;
        mailbox.Wake();
    }

    public void DelayDeactivation(TimeSpan span) => (_keptSince, _keptFor) = (Clock.GetTimestamp(), span);

    public IGrainTimer StartTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        var timer = new GrainTimer(this, callback, options);
        _timers.Add(timer);
        return timer;
    }

    public void Forget(GrainTimer timer) => _timers.Remove(timer);

    private void DisposeTimers()
    {
        foreach (var timer in _timers.ToArray())
        {
            timer.Dispose();
        }
    }

    private async Task WithinBound(Func<CancellationToken, Task> step)
    {
        var bound = Engine.Options.ActivationBound;
        using var cancellation = new CancellationTokenSource(bound, Clock);
        await step(cancellation.Token).WaitAsync(bound, Clock);
    }
}
