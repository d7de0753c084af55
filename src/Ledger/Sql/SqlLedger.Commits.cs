using System.Diagnostics;

namespace ECommerce.Ledger;

// How batches are committed, and how one is taken apart that cannot be committed as it is.
internal sealed partial class SqlLedger
{
    // The longest that a batch is halved in search of what a locked row keeps from committing.
    private static readonly TimeSpan Search = TimeSpan.FromSeconds(1);

    public Task<IReadOnlyList<Verdict>> Commit(IReadOnlyList<LedgerEvent> batch, bool waits = true) =>
        waits ? CommitPart(batch, hasty: false, CommitUnlocked) : CommitUnlocked(batch);

    private async Task<IReadOnlyList<Verdict>> CommitPart(
        IReadOnlyList<LedgerEvent> batch, bool hasty, Func<IReadOnlyList<LedgerEvent>, Task<IReadOnlyList<Verdict>>> ifLocked)
    {
        try
        {
            return await CommitWhole(batch, hasty).ConfigureAwait(false);
        }
        catch (LockedException)
        {
            return await ifLocked(batch).ConfigureAwait(false);
        }
        catch (ConstraintException broken) when (batch.Count == 1)
        {
            return [Verdict.Faulted($"{batch[0].GetType().Name} {batch[0].Id} breaks a constraint of the ledger: {broken.InnerException!.Message}")];
        }
        catch (ConstraintException)
        {
            // The database refuses an event that the guards let through, which is a bug. Halving the batch finds the event, so that it
            // fails none of the others.
            return await CommitHalves(batch, half => CommitPart(half, hasty, ifLocked)).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<Verdict>> CommitWhole(IReadOnlyList<LedgerEvent> batch, bool hasty)
    {
        if (await database.CommitExpected(batch, hasty).ConfigureAwait(false) is { } expected)
        {
            outbox.Committed(expected.PaymentEvents);
            return expected.Verdicts;
        }

        IReadOnlyList<Verdict> verdicts = [];
        var books = await database.Commit(new BatchKeys(batch), loaded => verdicts = Guards.Apply(batch, loaded), hasty).ConfigureAwait(false);
        outbox.Committed(books.PaymentEvents);
        return verdicts;
    }

    // Commits those events that need no row which is locked now.
    private async Task<IReadOnlyList<Verdict>> CommitUnlocked(IReadOnlyList<LedgerEvent> batch)
    {
        var began = Stopwatch.GetTimestamp();
        IReadOnlySet<(string Table, string Key)> locked;
        try
        {
            locked = await database.Locked(new BatchKeys(batch)).ConfigureAwait(false);
        }
        catch (LockedException)
        {
            // A whole table is locked.
            return AllLocked(batch);
        }

        var isLocked = batch.Select(change => NeedsAny(change, locked)).ToList();
        var free = batch.Where((_, i) => !isLocked[i]).ToList();
        var verdicts = new Queue<Verdict>(
            free.Count == 0 ? [] : await CommitPart(free, hasty: true, part => CommitInParts(part, began)).ConfigureAwait(false));
        return [.. isLocked.Select(waits => waits ? Verdict.Locked : verdicts.Dequeue())];
    }

    private static bool NeedsAny(LedgerEvent change, IReadOnlySet<(string Table, string Key)> rows) =>
        rows.Count > 0 && new BatchKeys([change]).Changed.Any(changed => changed.Keys.Any(key => rows.Contains((changed.Table, key))));

    // Some event waits for a row that nobody sees yet: another transaction inserts it.
    private async Task<IReadOnlyList<Verdict>> CommitInParts(IReadOnlyList<LedgerEvent> batch, long began) =>
        batch.Count == 1 || Stopwatch.GetElapsedTime(began) > Search
            ? AllLocked(batch)
            : await CommitHalves(batch, half => CommitPart(half, hasty: true, part => CommitInParts(part, began))).ConfigureAwait(false);

    private static async Task<IReadOnlyList<Verdict>> CommitHalves(
        IReadOnlyList<LedgerEvent> batch, Func<IReadOnlyList<LedgerEvent>, Task<IReadOnlyList<Verdict>>> commit)
    {
        var first = await commit([.. batch.Take(batch.Count / 2)]).ConfigureAwait(false);
        try
        {
            return [.. first, .. await commit([.. batch.Skip(batch.Count / 2)]).ConfigureAwait(false)];
        }
        catch (LedgerUnavailableException lost)
        {
            throw new LedgerUncertainException("The database went away between two parts of a batch.", lost);
        }
    }

    private static IReadOnlyList<Verdict> AllLocked(IReadOnlyList<LedgerEvent> batch) => [.. batch.Select(_ => Verdict.Locked)];
}
