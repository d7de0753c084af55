namespace ECommerce.Grains;

/// <summary>
/// How a wallet or a product answers payments: it refuses on fresh committed state only, and lets a payment wait, within a
/// bound, for those under way that may take what it wants.
/// </summary>
/// <param name="load">Takes over what the ledger says.</param>
/// <param name="freshness">Up to which age committed state may refuse a request that began after it was read.</param>
internal sealed class Holder(TimeProvider clock, Func<Task> load, TimeSpan freshness)
{
    private readonly Settlements _settlements = new();
    private CommittedState? _committed;

    /// <summary>What is known of the ledger.</summary>
    public CommittedState Committed => _committed ??= new CommittedState(clock, Load);

    /// <summary>Decides, as often as it takes; each decision is made in one turn.</summary>
    public async Task<TAnswer> Hold<TAnswer>(Func<DateTimeOffset, bool> anyExpired, Func<DateTimeOffset, (Decision, TAnswer)> decide)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            if (Committed.IsLoading || !(Committed.IsLoaded || Committed.IsSince(began)) || anyExpired(clock.Now()))
            {
                await Committed.Load();
                continue;
            }

            var (decision, answer) = decide(clock.Now());
            if (decision == Decision.Held
                || (decision == Decision.Refused && (Committed.IsYoungerThan(freshness) || Committed.IsSince(began))))
            {
                return answer;
            }

            if (decision == Decision.Refused)
            {
                await Committed.Load();
            }
            else if (!await _settlements.Next.Within(GrainBounds.HoldWait - clock.GetElapsedTime(began), clock))
            {
                return answer;
            }
        }
    }

    /// <summary>Ends a hold and wakes who waits.</summary>
    /// <param name="settle">Returns false when what is known of the ledger no longer holds.</param>
    public async Task Settle(Func<bool> settle)
    {
        await Committed.Idle;
        if (!settle())
        {
            Committed.Invalidate();
        }

        await _settlements.Raise();
    }

    private async Task Load()
    {
        await load();
        await _settlements.Raise();
    }
}
