namespace ECommerce.Ledger;

// Keeps callers from waiting for a database that hangs. A call that takes long is no proof: a busy disk, or somebody's lock, takes long as
// well. So after a while the database is asked something small beside the call. While it answers, the call is waited for. When it does
// not, the circuit opens: the call is given up, and every other one is refused at once, until the database answers again.
internal sealed class Circuit(Func<Task> ask, Action opened, TimeProvider? time = null) : IDisposable
{
    // Together less than the two seconds in which a caller is to be answered.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.8);
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.25);

    private const string Hangs = "The database does not answer.";

    // Not the clock of the shop: what is waited for is real.
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly CancellationTokenSource _disposed = new();
    private readonly Lock _lock = new();
    private Task<bool>? _asking;

    // Why it is open; null while it is closed.
    private volatile string? _reason;

    // Runs a call, or throws what "givenUp" makes of the reason. A call that is given up is told so, and what it had begun may end later.
    public async Task<T> Run<T>(Func<Attempt, Task<T>> call, Func<string, Exception> givenUp)
    {
        ThrowIfOpen();
        var attempt = new Attempt();
        var running = call(attempt);
        while (!await IsCompleted(running, Patience).ConfigureAwait(false))
        {
            if (!await IsAnswered().ConfigureAwait(false) && !running.IsCompleted)
            {
                attempt.GiveUp();
                running.Forget();
                throw givenUp(Hangs);
            }
        }

        return await running.ConfigureAwait(false);
    }

    public bool IsOpen => _reason is not null;

    public void ThrowIfOpen()
    {
        if (_reason is { } reason)
        {
            throw new LedgerUnavailableException(reason);
        }
    }

    // For who knows without being told that the database takes nothing.
    public void Open(string reason)
    {
        lock (_lock)
        {
            if (_reason is not null || _disposed.IsCancellationRequested)
            {
                return;
            }

            _reason = reason;
        }

        CloseWhenAnswered(_disposed.Token).Forget();
        opened();
    }

    public void Dispose()
    {
        _disposed.Cancel();
    }

    // One question at a time, whoever asks.
    private Task<bool> IsAnswered()
    {
        lock (_lock)
        {
            return _asking is null or { IsCompleted: true } ? _asking = Ask() : _asking;
        }
    }

    // Whatever the failure is: if it got out of here, the circuit would stay open for ever.
    private async Task<bool> Ask()
    {
        var asked = ask();
        if (await IsCompleted(asked, AnswerTime).ConfigureAwait(false) && asked.IsCompletedSuccessfully)
        {
            return true;
        }

        asked.Forget();
        Open(asked.Exception?.InnerException is UnavailableException failure ? failure.Reason() : Hangs);
        return false;
    }

    // Whether a task has ended, is asked of the task itself: it may end in the moment in which the wait for it is over.
    private async Task<bool> IsCompleted(Task task, TimeSpan within)
    {
        await task.WaitAsync(within, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return task.IsCompleted;
    }

    private async Task CloseWhenAnswered(CancellationToken disposed)
    {
        do
        {
            await Task.Delay(Pause, _time, disposed).ConfigureAwait(false);
        }
        while (!await IsAnswered().ConfigureAwait(false));

        _reason = null;
    }
}

internal static class GivenUp
{
    // Nobody waits for it any more; that it fails is no news then.
    public static void Forget(this Task task) =>
        task.ContinueWith(failed => _ = failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
