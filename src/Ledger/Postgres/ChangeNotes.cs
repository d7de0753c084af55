using System.Diagnostics;

namespace ECommerce.Ledger;

// Clears up the notes of changed products, see the table product_changes. Beside the commits, which must not wait for it: while
// somebody else keeps a snapshot open, it meets the same dead rows each time.
internal sealed class ChangeNotes
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    // Longer than anybody goes on from a cursor, however slow the scan is.
    private static readonly TimeSpan Kept = 2 * ICatalogueGrain.CursorAge;

    private long _clearedAt = Stopwatch.GetTimestamp();

    // Does not wait. Cheap when it was done a moment ago.
    public void ClearUpNowAndThen(SqlDatabase database)
    {
        var last = Volatile.Read(ref _clearedAt);
        if (Stopwatch.GetElapsedTime(last) >= Interval && Interlocked.CompareExchange(ref _clearedAt, Stopwatch.GetTimestamp(), last) == last)
        {
            _ = ClearUpIfPossible(database);
        }
    }

    public static Task ClearUp(SqlDatabase database) => database.Change(
        durable: false, [Statement.Change($"DELETE FROM product_changes WHERE at < now() - {database.Sql.Seconds(Kept)}")]);

    private static async Task ClearUpIfPossible(SqlDatabase database)
    {
        try
        {
            await ClearUp(database).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is LedgerUnavailableException or LedgerUncertainException or ObjectDisposedException)
        {
            // The next one does what this one did not.
        }
    }
}
