using System.Threading.Channels;
using ECommerce.DataPlatform;
using Microsoft.Extensions.Time.Testing;

namespace ECommerce.DataPlatform.Tests;

/// <summary>Tells when something waits, and for how long; deadlines of a publish are no pauses.</summary>
internal sealed class StepTime : FakeTimeProvider
{
    private readonly Channel<TimeSpan> _pauses = Channel.CreateUnbounded<TimeSpan>();

    public async Task<TimeSpan> NextPause() => await _pauses.Reader.ReadAsync();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime <= StreamBounds.LongestBackoff || dueTime >= StreamBounds.Rest)
        {
            _pauses.Writer.TryWrite(dueTime);
        }

        return timer;
    }
}
