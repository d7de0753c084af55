namespace ECommerce.Grains;

internal sealed class BestSellersGrain : Grain, IBestSellersGrain
{
    /// <summary>How often the ranking is computed at most.</summary>
    public static readonly TimeSpan MaximumAge = TimeSpan.FromSeconds(1);

    /// <summary>How often minutes that are outside the window are forgotten.</summary>
    private static readonly TimeSpan Forgetting = TimeSpan.FromHours(1);

    private readonly ILedger _ledger;
    private readonly TimeProvider _clock;
    private readonly CommittedState _committed;
    private SalesRanking? _ranking;
    private DateTimeOffset _forgotAt;

    public BestSellersGrain(ILedger ledger, TimeProvider clock)
    {
        (_ledger, _clock) = (ledger, clock);
        _committed = new CommittedState(clock, MaximumAge, Load);
    }

    public Task<SalesRanking> Get() => _committed.Decide(() => (NeedsFreshState: true, _ranking!));

    private async Task Load()
    {
        var now = _clock.Now();
        var from = now - Bounds.BestSellerWindow;
        _ranking = new SalesRanking(now, await _ledger.UnitsSold(from));
        if (now - _forgotAt >= Forgetting)
        {
            await _ledger.ForgetMinutes(from - Forgetting);
            _forgotAt = now;
        }
    }
}
