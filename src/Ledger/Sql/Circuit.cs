namespace ECommerce.Ledger;

// Keeps callers from waiting for a database that hangs. A call that takes long is no proof: a busy disk, or somebody's lock, takes long as
// well. So after a while the database is asked something small beside the call, and which sessions it has. While it answers and has the
// session of the call, the call is waited for. When it has not, the other end of that connection is gone: this call is given up, and the
// connections are made anew. When it does not answer, the circuit opens: the call is given up, and every other one is refused at once,
// until the database answers again.
//
// ask: completes when the database answers; with the sessions that it has, or null where there is nothing to be told of them.
// renew: makes the connections anew.
internal sealed class Circuit(Func<Task<IReadOnlySet<int>?>> ask, Action renew, TimeProvider? time = null) : IDisposable
{
    // Together less than the two seconds in which a caller is to be answered.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.8);
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.25);

    private const string Hangs = "The database does not answer.";
    private const string Lost = "The other end of the connection to the database is gone.";

    // Not the clock of the shop: what is waited for is real.
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly CancellationTokenSource _disposed = new();
    private readonly Lock _lock = new();
    private Task<Answer?>? _asking;
    private long _renewedAt = long.MinValue;

    // Why it is open; null while it is closed.
    private volatile string? _reason;

    // Runs a call, or throws what "givenUp" makes of the reason. A call that is given up is told so, and what it had begun may end later.
    public async Task<T> Run<T>(Func<Attempt, Task<T>> call, Func<string, Exception> givenUp)
    {
        ThrowIfOpen();
        var attempt = new Attempt(_time);
        var running = Begun(call, attempt);
        while (!await IsCompleted(running, Patience).ConfigureAwait(false))
        {
            var answer = await Asked().ConfigureAwait(false);
            if (!running.IsCompleted && (answer is null || IsLost(attempt, answer)))
            {
                attempt.GiveUp();
                running.Forget();
                throw givenUp(answer is null ? Hangs : Lost);
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
        Renew(_time.GetTimestamp());
    }

    public void Dispose()
    {
        _disposed.Cancel();
    }

    private static async Task<T> Begun<T>(Func<Attempt, Task<T>> call, Attempt attempt)
    {
        Attempt.Current = attempt;
        return await call(attempt).ConfigureAwait(false);
    }

    // Of a connection that was opened after the question nothing is known yet. Who waits for a connection waits for those that are stuck.
    private bool IsLost(Attempt attempt, Answer answer)
    {
        if (attempt.Session is not { } session)
        {
            return false;
        }

        if (session.Id is not { } id)
        {
            return session.Since < Volatile.Read(ref _renewedAt);
        }

        if (answer.Sessions is null || session.Since > answer.AskedAt || answer.Sessions.Contains(id))
        {
            return false;
        }

        Renew(session.Since);
        return true;
    }

    // Once for all who find out the same.
    private void Renew(long usedSince)
    {
        lock (_lock)
        {
            if (usedSince < _renewedAt)
            {
                return;
            }

            _renewedAt = _time.GetTimestamp();
        }

        renew();
    }

    // One question at a time, whoever asks. Null: it is not answered.
    private Task<Answer?> Asked()
    {
        lock (_lock)
        {
            return _asking is null or { IsCompleted: true } ? _asking = Ask() : _asking;
        }
    }

    // Whatever the failure is: if it got out of here, the circuit would stay open for ever.
    private async Task<Answer?> Ask()
    {
        var askedAt = _time.GetTimestamp();
        var asked = ask();
        await asked.Within(AnswerTime, _time).ConfigureAwait(false);
        if (asked.IsCompletedSuccessfully)
        {
            return new(askedAt, await asked.ConfigureAwait(false));
        }

        asked.Forget();
        Open(asked.Exception?.InnerException is UnavailableException failure ? failure.Reason() : Hangs);
        return null;
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
        while (await Asked().ConfigureAwait(false) is null);

        _reason = null;
    }

    private sealed record Answer(long AskedAt, IReadOnlySet<int>? Sessions);
}
