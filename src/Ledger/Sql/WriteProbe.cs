using System.Diagnostics;

namespace ECommerce.Ledger;

// Whether a database takes a write. Only a write tells: one that is read-only, full or locked goes on answering reads.
internal sealed class WriteProbe(SqlDatabase database)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.2);

    private readonly Lock _lock = new();
    private Task? _last;
    private long _askedAt;

    // Many may ask: what was found within the last second is the answer, and who asks while a write is tried shares its result.
    public Task Ask()
    {
        lock (_lock)
        {
            if (_last is null || (_last.IsCompleted && Stopwatch.GetElapsedTime(_askedAt) >= Interval))
            {
                _askedAt = Stopwatch.GetTimestamp();
                _last = Try();
            }

            return _last;
        }
    }

    private async Task Try()
    {
        database.Circuit.ThrowIfOpen();
        var writing = Write();
        await writing.Within(Patience, TimeProvider.System).ConfigureAwait(false);
        if (!writing.IsCompleted)
        {
            writing.Forget();
            throw new LedgerUnavailableException("The database does not answer a write.");
        }

        await writing.ConfigureAwait(false);
    }

    private async Task Write()
    {
        await database.Open().ConfigureAwait(false);
        await database.WriteRow().ConfigureAwait(false);
    }
}
