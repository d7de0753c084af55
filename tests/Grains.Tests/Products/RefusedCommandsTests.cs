namespace ECommerce.Grains.Tests.Products;

/// <summary>Callers check commands before they send them; a grain does not rely on that.</summary>
public sealed class RefusedCommandsTests : ShopTest
{
    [Fact]
    public async Task A_product_that_breaks_a_rule_is_refused_by_its_grain_and_not_saved()
    {
        var outcome = await Shop.Product().Save(Some.SaveProduct(("m", 1)) with { Name = "" });

        Assert.Equal((ProductRefusal.Invalid, "name"), (outcome.Refusal, outcome.Facts?.Field));
        Assert.Null(await Shop.Product().Get());
    }

    [Fact]
    public async Task A_campaign_that_breaks_a_rule_is_refused_by_its_grain_and_not_saved()
    {
        var outcome = await Shop.Campaign().Save(Some.SaveCampaign(quantity: 0));

        Assert.Equal((CampaignRefusal.Invalid, "quantity"), (outcome.Refusal, outcome.Facts?.Field));
        Assert.Equal(CampaignRefusal.UnknownCampaign, (await Shop.Campaign().Claim([Some.User]))[0].Refusal);
    }

    [Fact]
    public async Task A_product_without_options_is_saved()
    {
        var outcome = await Shop.Product("bag").Save(new SaveProduct("Bag", null, null, null, null, [new SaveVariant("bag", null, 1_000, null)]));

        Assert.Null(outcome.Refusal);
        Assert.Empty(outcome.Value!.Product.Options);
    }
}
