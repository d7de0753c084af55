using ECommerce.LocalEngine.Turns;
using Orleans.Runtime;

namespace Orleans;

/// <summary>
/// The base of every grain class. An instance lives as one activation: its code runs one turn at a time, and its members need no lock.
/// </summary>
public abstract class Grain : IAddressable
{
    private readonly Activation? _activation = TurnScheduler.Running?.Activating;

    /// <summary>Gives references to other grains.</summary>
    protected IGrainFactory GrainFactory => Activation.GrainFactory;

    /// <summary>The services of this activation's own scope.</summary>
    protected IServiceProvider ServiceProvider => Activation.Services;

    internal Activation Activation =>
        _activation ?? throw new InvalidOperationException("A grain made outside of the engine has no identity and no runtime.");

    /// <summary>Runs before the first request, after persistent state was read. What it throws fails the requests that wait.</summary>
    /// <param name="cancellationToken">Cancelled when the activation's bound is reached.</param>
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs after the last request. It does not run when the process is killed, so correctness cannot depend on it.</summary>
    /// <param name="reason">Why the activation ends.</param>
    /// <param name="cancellationToken">Cancelled when the deactivation's bound is reached.</param>
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends this activation when the running requests have completed; later requests go to a new one.</summary>
    protected void DeactivateOnIdle() =>
        Activation.Deactivate(new(DeactivationReasonCode.ApplicationRequested, "The grain asked to be deactivated."));

    /// <summary>Keeps this activation from being collected as idle for at least that long from now.</summary>
    /// <param name="timeSpan">Zero or less takes an earlier wish back; <see cref="Timeout.InfiniteTimeSpan"/> means for ever.</param>
    protected void DelayDeactivation(TimeSpan timeSpan) => Activation.DelayDeactivation(timeSpan);
}
