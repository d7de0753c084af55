namespace ECommerce.Grains.Tests.Campaigns;

public sealed class CampaignListTests : ShopTest
{
    private const int Callers = 300;

    private ICampaignListGrain List => Shop.Grains.GetGrain<ICampaignListGrain>(ICampaignListGrain.Key);

    [Fact]
    public async Task Campaigns_that_callers_make_up_share_reads_instead_of_costing_one_each()
    {
        var gate = new Gate();
        Shop.Ledger.BeforeCampaigns = gate.Pass;
        await using var reads = new GroupedReads(Shop.Ledger);
        var first = reads.Campaign("none");
        await gate.Reached;
        var others = Enumerable.Range(0, Callers).Select(i => reads.Campaign("none-" + i)).ToList();
        gate.Open();

        Assert.Null(await first);
        Assert.All(await Task.WhenAll(others), Assert.Null);
        Assert.Equal(3, Shop.Ledger.Reads.Count(name => name == "Campaigns by id"));
    }

    [Fact]
    public async Task A_campaign_that_callers_make_up_is_looked_for_in_the_reads_that_are_shared()
    {
        Assert.Null(await List.Find("none"));

        Assert.Contains("Campaigns by id", Shop.Ledger.Reads);
    }

    [Fact]
    public async Task A_campaign_that_was_asked_for_before_there_was_one_is_found_as_soon_as_it_is_saved()
    {
        Assert.Null(await List.Find("spring"));
        await Shop.Runs();

        Assert.Equal("spring", (await List.Find("spring"))!.Id);
    }

    [Fact]
    public async Task A_campaign_that_has_ended_is_found_and_not_listed()
    {
        await Shop.Runs();
        Shop.Advance(TimeSpan.FromDays(400));

        Assert.Empty(await List.Get());
        Assert.Equal("spring", (await List.Find("spring"))!.Id);
    }
}
