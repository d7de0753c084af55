using System.Threading.Channels;
using ECommerce.GrainInterfaces;

namespace ECommerce.DataPlatform;

/// <summary>
/// Runs the <see cref="PaymentForwarder"/> as long as the process lives: without a pause while there is a backlog, woken by new rows
/// of this process when idle, and with a growing pause after failures. A failure here never reaches a payment: the backlog only
/// grows, and drains in order later. A process that cannot publish leaves its partitions to other processes for a while.
/// </summary>
public sealed class PaymentStream(
    PaymentForwarder forwarder, IOutbox outbox, TimeProvider time, StreamMetrics metrics, ILogger<PaymentStream> logger) : BackgroundService
{
    /// <summary>
    /// Turns begin at least this far apart, unless more is pending than one takes: a turn costs about the same for one row as for
    /// fifty. The first payment after a pause does not wait for it.
    /// </summary>
    internal static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    /// <summary>The wait after a turn that found nothing, unless this process adds rows.</summary>
    internal static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);

    /// <summary>The same while other processes publish too: their rows are not announced here, and still leave within 100 ms.</summary>
    internal static readonly TimeSpan IdleAmongOthers = TimeSpan.FromMilliseconds(50);

    /// <summary>The wait before asking for partitions again when other processes own all of them.</summary>
    internal static readonly TimeSpan Standby = TimeSpan.FromMilliseconds(500);

    /// <summary>The pause after the first failure; it doubles with each further one.</summary>
    internal static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest pause after a failure. It is shorter than the leases, so that they are renewed in time.</summary>
    internal static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(1);

    /// <summary>A process that has published nothing for this long, while there are others, leaves its partitions to them.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The shortest time for which it does. The longest is twice that, at random, so that two do not come back together.</summary>
    internal static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    private enum State
    {
        Starting,
        Publishing,
        Standby,
        Failing,
    }

    // Says that rows were added since the last turn began; how many does not matter.
    private readonly Channel<bool> _filled = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private State _state = State.Starting;
    private int _failures;
    private long? _failingSince;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        void OnFilled() => _filled.Writer.TryWrite(true);
        outbox.Filled += OnFilled;
        while (!stoppingToken.IsCancellationRequested)
        {
            var (pause, wait) = await TakeTurn(stoppingToken).ConfigureAwait(false);
            await Pause(pause, stoppingToken).ConfigureAwait(false);
            await WaitUnlessFilled(wait, stoppingToken).ConfigureAwait(false);
        }

        outbox.Filled -= OnFilled;
        await Release().ConfigureAwait(false);
    }

    /// <summary>Takes a turn. Returns how long to pause whatever happens, and then how long to wait for new rows of this process.</summary>
    private async Task<(TimeSpan Pause, TimeSpan Wait)> TakeTurn(CancellationToken stopping)
    {
        try
        {
            var start = time.GetTimestamp();

            // Before the rows are read. After it, the signal of a row that this turn did not see would be lost, and the row would
            // wait for the next look.
            _filled.Reader.TryRead(out _);
            var turn = await forwarder.TakeTurn(stopping).ConfigureAwait(false);
            Enter(turn == Turn.Standby ? State.Standby : State.Publishing);
            (_failures, _failingSince) = (0, null);
            var pace = Pace - time.GetElapsedTime(start);
            return turn switch
            {
                Turn.Busy => (TimeSpan.Zero, TimeSpan.Zero),
                Turn.Progress => (pace, TimeSpan.Zero),
                Turn.Idle => (pace, Idle),
                Turn.IdleAmongOthers => (pace, IdleAmongOthers),
                Turn.Standby => (Standby, TimeSpan.Zero),
            };
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return (TimeSpan.Zero, TimeSpan.Zero);
        }
        catch (Exception e)
        {
            // The edge: whatever failed, nothing is lost, and the next turn tries all of it again.
            _failures++;
            metrics.Failed();
            Enter(State.Failing, e);
            var pause = MayBeOnlyHere(e) && await GiveWay().ConfigureAwait(false)
                ? Rest * (1 + Random.Shared.NextDouble())
                : Backoff(_failures);
            return (pause, TimeSpan.Zero);
        }
    }

    // A ledger that is away is away for all processes, and a process that publishes some rows is still of use. Any other failure that
    // lasts, such as a full disk or a wrong password, may be one of this process only.
    private bool MayBeOnlyHere(Exception failure)
    {
        _failingSince = failure is UnavailableException or PartlyPublishedException ? null : _failingSince ?? time.GetTimestamp();
        return _failingSince is { } since && time.GetElapsedTime(since) >= Patience;
    }

    private async Task<bool> GiveWay()
    {
        _failingSince = null;
        try
        {
            if (!await forwarder.GiveWay().ConfigureAwait(false))
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
        var pause = FirstBackoff * Math.Pow(2, Math.Min(failures - 1, 30));
        return pause < LongestBackoff ? pause : LongestBackoff;
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

    private async Task Release()
    {
        try
        {
            await forwarder.Release().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The edge as well: the leases end by themselves.
            logger.LogInformation(e, "The payment stream could not give its leases back");
        }
    }
}
