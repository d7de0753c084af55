using System.Reflection;
using Orleans.Runtime;
using Orleans.Runtime.Messaging;

namespace ECommerce.WebFrontend;

/// <summary>
/// Repeats calls that met a silo which stops or is gone, where the contract says that it is safe. Not for long: a caller
/// learns within a bound that something is away, and repeats with the same key.
/// </summary>
internal sealed class Repeating(LostSilos lost, TimeProvider clock) : IOutgoingGrainCallFilter
{
    /// <summary>Longer than it takes to find a silo dead.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        var began = clock.GetTimestamp();
        var isLastAttempt = false;
        bool MayRepeat() => !isLastAttempt && context.InterfaceMethod.IsDefined(typeof(RepeatableAttribute));
        while (true)
        {
            try
            {
                await context.Invoke();
                return;
            }
            catch (GatewayTooBusyException exception)
            {
                throw new OverloadedException(exception.Message);
            }
            catch (OrleansException exception) when (
                exception is SiloUnavailableException or OrleansMessageRejectionException or ConnectionFailedException
                && MayRepeat() && clock.GetElapsedTime(began) < Longest)
            {
                await Task.Delay(Pause, clock);
            }
            catch (TimeoutException) when (MayRepeat() && lost.AnySince(began))
            {
                // The silo that had the call is gone. A call that is only slow is not repeated: that would load a full silo even more.
                isLastAttempt = true;
            }
        }
    }
}
