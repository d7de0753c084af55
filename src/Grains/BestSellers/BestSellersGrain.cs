namespace ECommerce.Grains;

internal sealed class BestSellersGrain : Grain, IBestSellersGrain
{
    private readonly ILedger _ledger;
    private readonly TimeProvider _clock;
    private readonly CommittedState _committed;
    private SalesRanking? _ranking;

    public BestSellersGrain(ILedger ledger, TimeProvider clock)
    {
        (_ledger, _clock) = (ledger, clock);
        _committed = new CommittedState(clock, Load);
    }

    public async Task<SalesRanking> Get()
    {
        if (!_committed.IsYoungerThan(GrainBounds.RankingAge))
        {
            await _committed.Load();
        }

        return _ranking!;
    }

    private async Task Load()
    {
        var now = _clock.Now();
        _ranking = new SalesRanking(now, await _ledger.UnitsSold(SalesWindow.FirstHour(now)));
    }
}
