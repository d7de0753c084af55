namespace ECommerce.Grains;

internal sealed class BestSellersGrain : Grain, IBestSellersGrain
{
    /// <summary>How often the ranking is computed at most.</summary>
    public static readonly TimeSpan MaximumAge = TimeSpan.FromSeconds(1);

    private readonly ILedger _ledger;
    private readonly TimeProvider _clock;
    private readonly CommittedState _committed;
    private SalesRanking? _ranking;

    public BestSellersGrain(ILedger ledger, TimeProvider clock)
    {
        (_ledger, _clock) = (ledger, clock);
        _committed = new CommittedState(clock, MaximumAge, Load);
    }

    public Task<SalesRanking> Get() => _committed.Decide(() => (NeedsFreshState: true, _ranking!));

    private async Task Load()
    {
        var now = _clock.Now();
        _ranking = new SalesRanking(now, await _ledger.UnitsSold(SalesWindow.FirstHour(now)));
    }
}
