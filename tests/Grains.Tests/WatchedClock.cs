using Microsoft.Extensions.Time.Testing;

namespace ECommerce.Grains.Tests;

/// <summary>A clock that the test moves, and that tells when a payment begins to wait for others.</summary>
internal sealed class WatchedClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private volatile TaskCompletionSource _waits = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the next payment waits for another one's hold to end.</summary>
    public Task NextWait() => (_waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && dueTime <= HoldRequests.MaximumWait)
        {
            _waits.TrySetResult();
        }

        return timer;
    }
}
