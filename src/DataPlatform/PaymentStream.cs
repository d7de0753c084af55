namespace ECommerce.DataPlatform;

/// <summary>
/// Runs the <see cref="PaymentReader"/> as long as the process lives: without a wait under load, polling when idle, backing off
/// on failures. A failure here never reaches a payment: the backlog only grows, and drains in order later.
/// </summary>
public sealed class PaymentStream(PaymentReader reader, TimeProvider time, StreamMetrics metrics, ILogger<PaymentStream> logger)
    : BackgroundService
{
    private enum State
    {
        Starting,
        Publishing,
        Standby,
        Failing,
    }

    private State _state = State.Starting;
    private int _failures;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = await Next(stoppingToken).ConfigureAwait(false);
            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await Leave().ConfigureAwait(false);
    }

    private async Task<TimeSpan> Next(CancellationToken stopping)
    {
        try
        {
            var turn = await reader.Take(stopping).ConfigureAwait(false);
            Enter(turn == Turn.Standby ? State.Standby : State.Publishing);
            _failures = 0;
            return turn switch
            {
                Turn.Progress => TimeSpan.Zero,
                Turn.Idle => StreamBounds.Idle,
                Turn.Standby => StreamBounds.Standby,
            };
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return TimeSpan.Zero;
        }
        catch (Exception e)
        {
            // The edge: whatever it was, nothing is lost, and all of it is tried again.
            _failures++;
            metrics.Failed();
            Enter(State.Failing, e);
            return Backoff(_failures);
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
            logger.LogInformation("The payment stream stands by: another process publishes");
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
            // The edge as well: the lease ends by itself.
            logger.LogInformation(e, "The payment stream could not give its lease back");
        }
    }
}
