using System.Threading.Channels;
using ECommerce.GrainInterfaces;

namespace ECommerce.DataPlatform;

/// <summary>
/// Runs the <see cref="PaymentReader"/> as long as the process lives: without a wait under load, woken by the payments of this
/// process when idle, backing off on failures. A failure here never reaches a payment: the backlog only grows, and drains in
/// order later. Where it is this process alone that cannot publish, others are let.
/// </summary>
public sealed class PaymentStream(
    PaymentReader reader, IOutbox outbox, TimeProvider time, StreamMetrics metrics, ILogger<PaymentStream> logger) : BackgroundService
{
    private enum State
    {
        Starting,
        Publishing,
        Standby,
        Failing,
    }

    // Holds one word at most: that something came since it was last looked at.
    private readonly Channel<bool> _filled = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private State _state = State.Starting;
    private int _failures;
    private long? _failingSince;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        void Note() => _filled.Writer.TryWrite(true);
        outbox.Filled += Note;
        while (!stoppingToken.IsCancellationRequested)
        {
            var (pause, wait) = await Next(stoppingToken).ConfigureAwait(false);
            await Pause(pause, stoppingToken).ConfigureAwait(false);
            await WaitUnlessFilled(wait, stoppingToken).ConfigureAwait(false);
        }

        outbox.Filled -= Note;
        await Leave().ConfigureAwait(false);
    }

    // How long to pause in any case, and how long to wait then unless payments of this process come.
    private async Task<(TimeSpan Pause, TimeSpan Wait)> Next(CancellationToken stopping)
    {
        try
        {
            var start = time.GetTimestamp();
            _filled.Reader.TryRead(out _);
            var turn = await reader.Take(stopping).ConfigureAwait(false);
            Enter(turn == Turn.Standby ? State.Standby : State.Publishing);
            (_failures, _failingSince) = (0, null);
            var pace = StreamBounds.Pace - time.GetElapsedTime(start);
            return turn switch
            {
                Turn.Busy => (TimeSpan.Zero, TimeSpan.Zero),
                Turn.Progress => (pace, TimeSpan.Zero),
                Turn.Idle => (pace, StreamBounds.Idle),
                Turn.IdleAmongOthers => (pace, StreamBounds.IdleAmongOthers),
                Turn.Standby => (StreamBounds.Standby, TimeSpan.Zero),
            };
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return (TimeSpan.Zero, TimeSpan.Zero);
        }
        catch (Exception e)
        {
            // The edge: whatever it was, nothing is lost, and all of it is tried again.
            _failures++;
            metrics.Failed();
            Enter(State.Failing, e);
            var pause = IsOwnTrouble(e) && await GiveWay().ConfigureAwait(false)
                ? StreamBounds.Rest * (1 + Random.Shared.NextDouble())
                : Backoff(_failures);
            return (pause, TimeSpan.Zero);
        }
    }

    // That it publishes nothing, for some time now and whatever the ledger does, may be for reasons that other processes do not have.
    private bool IsOwnTrouble(Exception failure)
    {
        _failingSince = failure is UnavailableException or PartlyPublishedException ? null : _failingSince ?? time.GetTimestamp();
        return _failingSince is { } since && time.GetElapsedTime(since) >= StreamBounds.Patience;
    }

    private async Task<bool> GiveWay()
    {
        _failingSince = null;
        try
        {
            if (!await reader.GiveWay().ConfigureAwait(false))
            {
                return false;
            }
        }
        catch (Exception e)
        {
            logger.LogInformation(e, "The payment stream of this process could not leave its partitions to others");
            return false;
        }

        logger.LogWarning("The payment stream of this process leaves its partitions to others for a while");
        return true;
    }

    private async Task Pause(TimeSpan pause, CancellationToken stopping)
    {
        if (pause > TimeSpan.Zero)
        {
            await Task.Delay(pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WaitUnlessFilled(TimeSpan wait, CancellationToken stopping)
    {
        if (wait > TimeSpan.Zero)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            await Task.WhenAny(_filled.Reader.WaitToReadAsync(over.Token).AsTask(), Task.Delay(wait, time, over.Token)).ConfigureAwait(false);
            await over.CancelAsync().ConfigureAwait(false);
        }
    }

    private static TimeSpan Backoff(int failures)
    {
        var wait = StreamBounds.FirstBackoff * Math.Pow(2, Math.Min(failures - 1, 30));
        return wait < StreamBounds.LongestBackoff ? wait : StreamBounds.LongestBackoff;
    }

    private void Enter(State state, Exception? cause = null)
    {
        if (_state == state)
        {
            return;
        }

        _state = state;
        if (state == State.Failing)
        {
            logger.LogWarning(cause, "The payment stream is interrupted; payments go on and their events wait");
        }
        else if (state == State.Standby)
        {
            logger.LogInformation("The payment stream stands by: other processes publish");
        }
        else
        {
            logger.LogInformation("The payment stream publishes; failed attempts before: {Failures}", _failures);
        }
    }

    private async Task Leave()
    {
        try
        {
            await reader.Release().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The edge as well: the leases end by themselves.
            logger.LogInformation(e, "The payment stream could not give its leases back");
        }
    }
}
