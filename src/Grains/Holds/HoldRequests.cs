namespace ECommerce.Grains;

/// <summary>
/// Answers the payments that ask a wallet or a product for a hold. A payment is refused on fresh committed state only. Where
/// other payments hold what it wants, it waits for them to settle, within a bound.
/// </summary>
internal sealed class HoldRequests
{
    /// <summary>How long a payment waits for others to settle before it leaves the decision to the ledger.</summary>
    public static readonly TimeSpan MaximumWait = TimeSpan.FromMilliseconds(200);

    private readonly TimeProvider _clock;
    private readonly SettlementSignal _settlement = new();

    /// <param name="freshness">The age up to which committed state may refuse a payment.</param>
    /// <param name="load">Reads the ledger and takes over what it says.</param>
    public HoldRequests(TimeProvider clock, TimeSpan freshness, Func<Task> load)
    {
        _clock = clock;
        Committed = new CommittedState(clock, freshness, async () =>
        {
            await load();
            await _settlement.Raise();
        });
    }

    /// <summary>What is known of the ledger.</summary>
    public CommittedState Committed { get; }

    /// <summary>Decides, and decides again after each settlement for as long as other payments are in the way.</summary>
    /// <param name="anyExpired">True when some hold has outlived its bound, so that only the ledger knows how its payment ended.</param>
    /// <param name="decide">Decides in one turn.</param>
    public async Task<TAnswer> Hold<TAnswer>(Func<DateTimeOffset, bool> anyExpired, Func<DateTimeOffset, (HoldDecision, TAnswer)> decide)
    {
        var began = _clock.GetTimestamp();
        while (true)
        {
            if (anyExpired(_clock.Now()))
            {
                Committed.Invalidate();
            }

            var (decision, answer, settlement) = await Committed.Decide(() =>
            {
                var (decision, answer) = decide(_clock.Now());

                // Taken in the turn of the decision: a settlement that came before the wait would otherwise wake nobody.
                return (decision == HoldDecision.Refused, (decision, answer, _settlement.Next));
            });
            if (decision != HoldDecision.Contended || !await Completes(settlement, MaximumWait - _clock.GetElapsedTime(began)))
            {
                return answer;
            }
        }
    }

    /// <summary>Ends a hold and wakes the payments that wait.</summary>
    /// <param name="settle">Returns false when memory cannot follow what happened, so that the ledger must be read again.</param>
    public Task Settle(Func<bool> settle)
    {
        Committed.Change(() =>
        {
            if (!settle())
            {
                Committed.Invalidate();
            }
        });
        return _settlement.Raise();
    }

    private async Task<bool> Completes(Task settlement, TimeSpan within)
    {
        if (within <= TimeSpan.Zero)
        {
            return false;
        }

        try
        {
            await settlement.WaitAsync(within, _clock);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
