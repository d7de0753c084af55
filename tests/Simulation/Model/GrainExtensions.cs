using ECommerce.LocalEngine.Calls;
using Orleans.Runtime;

namespace Orleans;

/// <summary>What can be asked of a grain and of a reference to one.</summary>
public static class GrainExtensions
{
    /// <summary>The id of the grain, or of the grain that is referred to.</summary>
    /// <exception cref="ArgumentException">It is neither a grain nor a reference.</exception>
    public static GrainId GetGrainId(this IAddressable grain) => grain switch
    {
        Grain itself => itself.Activation.Id,
        GrainReference reference => reference.Id,
        _ => throw new ArgumentException($"{grain.GetType()} is neither a grain nor a reference to one.", nameof(grain)),
    };

    /// <summary>The key of the grain, or of the grain that is referred to.</summary>
    public static string GetPrimaryKeyString(this IAddressable grain) => grain.GetGrainId().Key;

    /// <summary>Starts a timer whose callback runs as a turn of the grain. It stops with the activation.</summary>
    /// <param name="callback">What to do; what it throws is logged. The token is cancelled when the timer is disposed.</param>
    /// <param name="options">When, and how it relates to requests.</param>
    public static IGrainTimer RegisterGrainTimer(
        this Grain grain, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options) =>
        grain.Activation.StartTimer(callback, options);

    /// <summary>As the other overload, with a state that is handed to the callback.</summary>
    public static IGrainTimer RegisterGrainTimer<TState>(
        this Grain grain, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options) =>
        grain.Activation.StartTimer(cancellation => callback(state, cancellation), options);
}
