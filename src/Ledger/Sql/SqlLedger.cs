namespace ECommerce.Ledger;

/// <summary>What the two databases share: the reads, the outbox, the audit, and what happens to a batch that breaks a constraint.</summary>
public abstract partial class SqlLedger : ILedger, IOutbox
{
    private readonly TimeProvider _clock;

    private protected SqlLedger(TimeProvider clock) => (_clock, _rate, _start) = (clock, new(clock), new(clock));

    private protected abstract Dialect Sql { get; }

    /// <inheritdoc/>
    public abstract Task Open();

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Verdict>> Commit(IReadOnlyList<LedgerEvent> batch)
    {
        try
        {
            return await CommitWhole(batch).ConfigureAwait(false);
        }
        catch (ConstraintException broken) when (batch.Count == 1)
        {
            return [Verdict.Impossible($"{batch[0].GetType().Name} {batch[0].Id} breaks a constraint of the ledger.", broken)];
        }
        catch (ConstraintException)
        {
            return await CommitHalves(batch).ConfigureAwait(false);
        }
    }

    // The database is the last guard. What the guards let through and it does not is a bug, and must not fail its neighbours.
    private async Task<IReadOnlyList<Verdict>> CommitHalves(IReadOnlyList<LedgerEvent> batch)
    {
        var first = await Commit([.. batch.Take(batch.Count / 2)]).ConfigureAwait(false);
        try
        {
            return [.. first, .. await Commit([.. batch.Skip(batch.Count / 2)]).ConfigureAwait(false)];
        }
        catch (LedgerUnavailableException lost)
        {
            throw new LedgerUncertainException("The database went away between two parts of a batch.", lost);
        }
    }

    // One transaction: load under lock, apply the guards, write.
    private protected abstract Task<IReadOnlyList<Verdict>> CommitWhole(IReadOnlyList<LedgerEvent> batch);

    // All in one snapshot.
    private protected abstract Task Query(TimeSpan timeout, IReadOnlyList<Statement> statements);

    private Task Query(params IReadOnlyList<Statement> statements) => Query(LedgerBounds.Timeout, statements);

    // All in one transaction. Returns how many rows changed. What need not be durable when it returns does not wait for the
    // disk, and makes no payment wait for it: a crash of the machine may undo it, whole.
    private protected abstract Task<long> Change(bool durable, IReadOnlyList<Statement> statements);

    private Task<long> Change(params IReadOnlyList<Statement> statements) => Change(durable: true, statements);
}

// A constraint of the database refused a batch, and would again.
internal sealed class ConstraintException(Exception inner) : Exception("A constraint of the ledger refused a batch.", inner);
