namespace ECommerce.Grains;

// Keeps nothing but the read under way: one in each silo.
[StatelessWorker(1)]
internal sealed class CampaignListGrain : Grain, ICampaignListGrain
{
    private readonly SharedRead<IReadOnlyList<CampaignView>> _campaigns;

    public CampaignListGrain(ILedger ledger, TimeProvider clock) =>
        _campaigns = new SharedRead<IReadOnlyList<CampaignView>>(async () =>
            [.. (await ledger.Campaigns(clock.Now())).Select(campaign => campaign.ToView())]);

    public Task<IReadOnlyList<CampaignView>> Get() => _campaigns.Get();
}
