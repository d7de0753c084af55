using System.Diagnostics;

namespace ECommerce.Ledger;

// Clears up the notes of changed products, see the table product_changes. Beside the commits, which must not wait for it: while
// somebody else keeps a snapshot open, it meets the same dead rows each time.
internal sealed class ChangeNotes(SqlDatabase database)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private long _clearedAt = Stopwatch.GetTimestamp();

    // Does not wait. Cheap when it was done a moment ago.
    public void ClearUpNowAndThen()
    {
        var last = Volatile.Read(ref _clearedAt);
        if (Stopwatch.GetElapsedTime(last) >= Interval && Interlocked.CompareExchange(ref _clearedAt, Stopwatch.GetTimestamp(), last) == last)
        {
            _ = ClearUpIfPossible();
        }
    }

    // Forgets what is older than ten minutes.
    public Task ClearUp() => database.Change(
        durable: false, [Statement.Change("DELETE FROM product_changes WHERE at < now() - interval '10 minutes'")]);

    private async Task ClearUpIfPossible()
    {
        try
        {
            await ClearUp().ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is LedgerUnavailableException or LedgerUncertainException or ObjectDisposedException)
        {
            // The next one does what this one did not.
        }
    }
}
