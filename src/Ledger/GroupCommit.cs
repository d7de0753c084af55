using System.Diagnostics;

namespace ECommerce.Ledger;

/// <summary>
/// Commits events in groups: one commit is in flight, and while it is, the next group fills. Many callers may use it at once.
/// Events that need a row which somebody else keeps locked wait for it in groups of their own, so that the others go on.
/// </summary>
public sealed class GroupCommit : IAsyncDisposable
{
    private const int Queue = 20_000;

    // The longest that an event waits for locks before its last attempt.
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(1);

    // For so long after a lock was met, groups are told apart before they are committed instead of after they have waited.
    private static readonly TimeSpan LockMemory = TimeSpan.FromSeconds(1);

    private readonly ILedger _ledger;
    private readonly TimeProvider _clock;
    private readonly Batcher<LedgerEvent, Verdict> _usual;
    private readonly Batcher<LedgerEvent, Verdict> _waiting;
    private readonly CommitTelemetry _telemetry;
    private long _lockMetAt;

    /// <summary>Over a ledger that stays its owner's to dispose.</summary>
    public GroupCommit(ILedger ledger, TimeProvider? clock = null)
        : this(ledger, LedgerBounds.Batch, Queue, clock)
    {
    }

    internal GroupCommit(ILedger ledger, int batch, int queue, TimeProvider? clock = null)
    {
        _ledger = ledger;
        _clock = clock ?? TimeProvider.System;
        _usual = new(batch => Flush(batch, waits: !IsLockMet), batch, queue);
        _waiting = new(batch => Flush(batch, waits: true), batch, queue);
        _telemetry = new(() => _usual.Count + _waiting.Count);
    }

    /// <summary>Commits an event with whatever else is waiting. Durable when it returns, unless refused.</summary>
    /// <exception cref="OverloadedException">The queue is full; the event was not begun.</exception>
    /// <exception cref="LedgerUnavailableException">It has not happened.</exception>
    /// <exception cref="LedgerUncertainException">It may have happened; repeating the same event tells.</exception>
    /// <exception cref="InvalidOperationException">It is a bug, see <see cref="VerdictKind.Faulted"/>; it has not happened.</exception>
    public async Task<Verdict<TResult>> Commit<TResult>(LedgerEvent<TResult> change)
        where TResult : class
    {
        using var span = CommitTelemetry.Begin(change);
        if (span is not null)
        {
            change = change with { Span = span };
        }

        var verdict = await Added(_usual, change).ConfigureAwait(false);
        if (verdict.Kind == VerdictKind.Locked)
        {
            verdict = await Unlocked(change).ConfigureAwait(false);
        }

        _telemetry.Decided(change, verdict, span);
        return verdict.Kind == VerdictKind.Faulted
            ? throw new InvalidOperationException(verdict.Fault)
            : new(verdict.Kind, (TResult?)verdict.Result, verdict.Guard, verdict.Sku, verdict.Available);
    }

    /// <summary>Commits what is waiting, and takes nothing more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _usual.DisposeAsync().ConfigureAwait(false);
        await _waiting.DisposeAsync().ConfigureAwait(false);
        _telemetry.Dispose();
    }

    private bool IsLockMet => Volatile.Read(ref _lockMetAt) is not 0 and var met && Stopwatch.GetElapsedTime(met) < LockMemory;

    private async Task<Verdict> Unlocked(LedgerEvent change)
    {
        var began = Stopwatch.GetTimestamp();
        do
        {
            if (await Added(_waiting, change).ConfigureAwait(false) is { Kind: not VerdictKind.Locked } verdict)
            {
                return verdict;
            }
        }
        while (Stopwatch.GetElapsedTime(began) < LockPatience);

        throw new LedgerUnavailableException("Somebody else keeps a row locked.");
    }

    private static Task<Verdict> Added(Batcher<LedgerEvent, Verdict> batcher, LedgerEvent change)
    {
        try
        {
            return batcher.Add(change);
        }
        catch (ObjectDisposedException closed)
        {
            throw new LedgerUnavailableException("The ledger is closing.", closed);
        }
    }

    private async Task<IReadOnlyList<Verdict>> Flush(IReadOnlyList<LedgerEvent> batch, bool waits)
    {
        using var flush = CommitTelemetry.BeginFlush(batch);
        var start = _clock.GetTimestamp();
        string? failure = null;
        try
        {
            var verdicts = await _ledger.Commit(batch, waits).ConfigureAwait(false);
            // A lock counts that was waited for in vain. Others are held for a moment by commits, which there are many of on a hot row.
            if (waits && verdicts.Any(verdict => verdict.Kind == VerdictKind.Locked))
            {
                Volatile.Write(ref _lockMetAt, Stopwatch.GetTimestamp());
            }

            return verdicts;
        }
        catch (Exception e)
        {
            failure = e.GetType().Name;
            flush?.SetStatus(ActivityStatusCode.Error, failure);
            throw;
        }
        finally
        {
            _telemetry.Flushed(batch.Count, _clock.GetElapsedTime(start), failure);
        }
    }
}
