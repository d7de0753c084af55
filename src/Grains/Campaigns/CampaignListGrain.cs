namespace ECommerce.Grains;

// Keeps nothing but the read under way: one in each silo.
[StatelessWorker(1)]
internal sealed class CampaignListGrain : Grain, ICampaignListGrain
{
    private readonly GroupedReads _reads;
    private readonly SharedRead<IReadOnlyList<CampaignView>> _campaigns;

    public CampaignListGrain(ILedger ledger, GroupedReads reads, TimeProvider clock)
    {
        _reads = reads;
        _campaigns = new SharedRead<IReadOnlyList<CampaignView>>(async () =>
            [.. (await ledger.Campaigns(clock.Now())).Select(campaign => campaign.ToView())]);
    }

    public Task<IReadOnlyList<CampaignView>> Get() => _campaigns.Get();

    // A crowd looks at a campaign that is open or about to open: all of them share one read. Who asks for others, also for ids that they
    // made up, shares the next read of all that are asked for.
    public async Task<CampaignView?> Find(string campaignId) =>
        (await _campaigns.Get()).FirstOrDefault(campaign => campaign.Id == campaignId)
        ?? (await _reads.Campaign(campaignId))?.ToView();
}
