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
        var first = List.Find("none");
        await gate.Reached;
        var others = Enumerable.Range(0, Callers).Select(i => List.Find("none-" + i)).ToList();
        gate.Open();

        Assert.Null(await first);
        Assert.All(await Task.WhenAll(others), Assert.Null);
        Assert.InRange(Shop.Ledger.Reads.Count(name => name == "Campaigns by id"), 2, Callers / 3);
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
