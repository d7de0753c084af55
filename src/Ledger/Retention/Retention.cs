namespace ECommerce.Ledger;

/// <summary>
/// Removes rows that are past their age, so that the books go on proving themselves: what the audit needs of them is summed up in the same
/// transaction. A step is a short transaction over few rows, and whoever runs it may be killed at any time.
/// </summary>
public sealed class Retention
{
    /// <summary>How long the right to remove rows lasts unless the next step renews it.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    // Orders, events or lines that one step removes.
    private const int Rows = 200;

    private readonly SqlDatabase _database;
    private readonly TimeProvider _clock;
    private readonly OldOrders _orders;
    private readonly OldEvents _events;
    private readonly OldEntries _entries;
    private readonly OldLines _lines;

    internal Retention(SqlDatabase database, TimeProvider clock)
    {
        (_database, _clock) = (database, clock);
        (_orders, _events, _entries, _lines) = (new(database), new(database), new(database), new(database));
    }

    /// <summary>Removes all that is past its age now, unless another process does so at this time.</summary>
    /// <param name="owner">The name of the process.</param>
    /// <param name="pause">Completes when the next step may begin.</param>
    /// <param name="rest">For how long after a run no other begins, in whatever process: this one begins only when that of the last is over.</param>
    /// <exception cref="LedgerUnavailableException">The database is away. The next run goes on.</exception>
    public async Task<RetentionResult> Run(RetentionAges ages, string owner, Func<Task> pause, TimeSpan rest = default)
    {
        string? later = null;
        var now = await Now().ConfigureAwait(false);
        try
        {
            return new(
                await Steps(ages.UnpaidOrders, before => _orders.Remove(before, Rows)).ConfigureAwait(false),
                await Steps(ages.PaymentEvents, before => _events.Remove(before, Rows)).ConfigureAwait(false),
                await Steps(ages.WalletEntries, _entries.FromTheFirst()).ConfigureAwait(false),
                await Steps(ages.LogLines, before => _lines.Remove(before, Rows)).ConfigureAwait(false),
                later);
        }
        finally
        {
            await Release(owner, rest).ConfigureAwait(false);
        }

        async Task<long> Steps(TimeSpan? age, Func<DateTimeOffset, Task<Step>> step)
        {
            var all = 0L;
            try
            {
                while (age is { } old && await IsMine(owner, rest).ConfigureAwait(false))
                {
                    var (removed, goesOn) = await step(now - old).ConfigureAwait(false);
                    all += removed;
                    if (!goesOn)
                    {
                        break;
                    }

                    await pause().ConfigureAwait(false);
                }
            }
            catch (LedgerUnavailableException reason)
            {
                // Such as a row that somebody keeps locked; the other kinds need not wait for that.
                later = reason.Reason();
            }

            return all;
        }
    }

    // By two clocks, of which neither follows the other: what is removed does not come back when one is set right.
    private async Task<DateTimeOffset> Now()
    {
        DateTimeOffset? come = null;
        await _database.Scan(Statement.Query(_database.Sql.TimeThatHasCome, at => come = at.TimeOrNull())).ConfigureAwait(false);
        var now = _clock.GetUtcNow();
        return come is { } time && time < now ? time : now;
    }

    // Takes the lease or renews it; a time that is later than any can be was written before the clock was set back. When the next run is due goes
    // by the clock of whoever asks: a few seconds do not matter for it.
    private async Task<bool> IsMine(string owner, TimeSpan rest)
    {
        var (sql, now) = (_database.Sql, _database.Sql.Now("$2"));
        var isFree = $"(owner IS NULL OR owned_until <= {now} OR owned_until > {now} + {sql.Seconds(2 * Lease)})";
        var isDue = $"(next_at IS NULL OR next_at <= $2 OR next_at > $2 + {sql.Seconds(2 * rest)})";
        return await _database.Change(
            durable: false,
            [
                Statement.Change(
                    $"UPDATE retention SET owner = $1, owned_until = {now} + {sql.Seconds(Lease)} WHERE owner = $1 OR ({isFree} AND {isDue})",
                    owner, _clock.GetUtcNow()),
            ]).ConfigureAwait(false) > 0;
    }

    private Task Release(string owner, TimeSpan rest) => _database.Change(
        durable: false,
        [
            Statement.Change(
                $"UPDATE retention SET owner = NULL, owned_until = NULL, next_at = $2 + {_database.Sql.Seconds(rest)} WHERE owner = $1",
                owner, _clock.GetUtcNow()),
        ]);
}

// How many rows a step has removed, and whether there may be more.
internal readonly record struct Step(long Removed, bool GoesOn);
