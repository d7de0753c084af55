namespace ECommerce.Ledger;

/// <summary>
/// A database with the tables of a shop. It has two faces: the <see cref="Ledger"/>, and the <see cref="Outbox"/> that the
/// commits of the ledger fill. Both can be used from many threads at once.
/// </summary>
public abstract class SqlDatabase : IAsyncDisposable
{
    private protected SqlDatabase(TimeProvider? clock)
    {
        var outbox = new SqlOutbox(this, clock ?? TimeProvider.System);
        (Ledger, Outbox) = (new SqlLedger(this, outbox), outbox);
        Retention = new(this, clock ?? TimeProvider.System);
        (Circuit, Readiness) = (new(() => Ask(), () => Renew()), new(this));
    }

    /// <summary>What is true.</summary>
    public ILedger Ledger { get; }

    /// <summary>What the data platform has not acknowledged yet.</summary>
    public IOutbox Outbox { get; }

    /// <summary>What removes rows that are past their age.</summary>
    public Retention Retention { get; }

    /// <summary>Runs what another part of the program asks of this database, and gives it up when the database does not answer any more.</summary>
    /// <exception cref="LedgerUnavailableException">The database does not answer; what was given up may yet happen.</exception>
    public virtual Task Guard(Func<Task> work) => Circuit.Run(
        async _ =>
        {
            await work().ConfigureAwait(false);
            return true;
        },
        reason => new LedgerUnavailableException(reason));

    /// <summary>For those who read and write the same database by other means: what is written to a file that is gone would be lost.</summary>
    /// <exception cref="LedgerUnavailableException">The files of an embedded database are not where they were opened.</exception>
    public virtual void RequireFiles()
    {
    }

    /// <summary>Closes the connections. Whatever is used after that fails.</summary>
    public abstract ValueTask DisposeAsync();

    // What follows is all that the ledger and the outbox need of a database.
    internal abstract Dialect Sql { get; }

    // A sku with at least so many lines is often met among the orders of any state.
    internal int ManyLines { get; set; } = 20_000;

    // Refuses calls while the database hangs.
    internal Circuit Circuit { get; }

    // Whether it takes a write.
    internal WriteProbe Readiness { get; }

    // Connects, and applies the migrations that are missing. Does nothing when that was done. The methods below open by themselves.
    internal abstract Task Open();

    // Reads, all in one snapshot. Each statement reads one table by one of its indexes, whatever its arguments are.
    internal abstract Task Query(params IReadOnlyList<Statement> statements);

    // The same for statements that join tables, or read ranges or whole tables. The timeout is for each.
    internal abstract Task Scan(TimeSpan timeout, IReadOnlyList<Statement> statements);

    // The same on a connection that is taken from nobody, for what may take minutes.
    internal virtual Task ScanAlone(TimeSpan timeout, IReadOnlyList<Statement> statements) => Scan(timeout, statements);

    // All in one transaction; returns how many rows changed. A change that is not durable does not wait for the disk, and
    // makes no payment wait for it: a crash of the machine may undo it as a whole.
    internal abstract Task<long> Change(bool durable, IReadOnlyList<Statement> statements);

    // Commits a batch whose events are all accepted, without loading rows first. Null: that cannot be said of this batch, and nothing
    // has happened. Hasty: no lock is waited for but for a moment.
    internal virtual Task<CommittedBatch?> CommitExpected(IReadOnlyList<LedgerEvent> events, bool hasty) => Task.FromResult<CommittedBatch?>(null);

    // One transaction: loads the rows with these keys under lock, calls "apply", and writes what that changed. The books that
    // were written come back. When the transaction is retried, "apply" is called again with fresh books.
    internal abstract Task<Books> Commit(BatchKeys keys, Action<Books> apply, bool hasty);

    // Which of the rows that a batch may change are locked by somebody else now. Throws LockedException when a table is.
    internal virtual Task<IReadOnlySet<(string Table, string Key)>> Locked(BatchKeys keys) =>
        Task.FromResult<IReadOnlySet<(string Table, string Key)>>(new HashSet<(string, string)>());

    // A small write of its own, or LedgerUnavailableException; as long as it takes. Needs an open database, but not that its calls are answered.
    internal abstract Task WriteRow();

    // Completes when the database answers, be it with a refusal; with the sessions that it has, null where there are none to be told apart.
    private protected virtual async Task<IReadOnlySet<int>?> Ask()
    {
        await WriteRow().ConfigureAwait(false);
        return null;
    }

    // Drops connections on which nobody may be left to answer.
    private protected virtual void Renew()
    {
    }

    // For what may have happened when it is given up.
    private protected Task<T> Guarded<T>(Func<Attempt, Task<T>> change) => Circuit.Run(change, reason => new LedgerUncertainException(reason));

    internal Task Scan(params IReadOnlyList<Statement> statements) => Scan(LedgerBounds.Timeout, statements);

    internal Task<long> Change(params IReadOnlyList<Statement> statements) => Change(durable: true, statements);
}

// A row or a table stayed locked by somebody else. Nothing has happened.
internal sealed class LockedException(Exception inner) : Exception("Somebody else keeps a lock.", inner);

// A constraint of the database refused a batch, and would refuse it again.
internal sealed class ConstraintException(Exception inner) : Exception("A constraint of the ledger refused a batch.", inner);
