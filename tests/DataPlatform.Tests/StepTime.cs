using System.Threading.Channels;
using ECommerce.DataPlatform;
using Microsoft.Extensions.Time.Testing;

namespace ECommerce.DataPlatform.Tests;

/// <summary>Time that a test moves. It reports each pause that begins; the deadline of a publish call is not one.</summary>
internal sealed class StepTime : FakeTimeProvider
{
    private readonly Channel<TimeSpan> _pauses = Channel.CreateUnbounded<TimeSpan>();

    /// <summary>Waits until the next pause begins. Returns its length.</summary>
    public async Task<TimeSpan> NextPause() => await _pauses.Reader.ReadAsync().AsTask().WaitAsync(Some.Patience);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime <= PaymentStream.LongestBackoff || dueTime >= PaymentStream.Rest)
        {
            _pauses.Writer.TryWrite(dueTime);
        }

        return timer;
    }
}
