namespace ECommerce.Grains.Tests.Campaigns;

public sealed class CampaignRulesTests
{
    private static readonly SaveCampaign Good = Some.SaveCampaign();

    public static TheoryData<string, SaveCampaign> Faulty => new()
    {
        { "name", Good with { Name = " " } },
        { "name", Good with { Name = "bell\a" } },
        { "name", Good with { Name = new string('n', Bounds.MaximumNameLength + 1) } },
        { "discount.value", Good with { Discount = Some.Fixed(0) } },
        { "discount.value", Good with { Discount = Some.Fixed(Bounds.MaximumPrice + 1) } },
        { "discount.value", Good with { Discount = Some.Percent(0) } },
        { "discount.value", Good with { Discount = Some.Percent(101) } },
        { "discount.maximum", Good with { Discount = Some.Fixed(1_000) with { Maximum = 500 } } },
        { "discount.maximum", Good with { Discount = Some.Percent(10, 0) } },
        { "minimumOrder", Good with { MinimumOrder = -1 } },
        { "quantity", Good with { Quantity = 0 } },
        { "quantity", Good with { Quantity = Bounds.MaximumCampaignQuantity + 1 } },
        { "validDays", Good with { ValidDays = 0 } },
        { "validDays", Good with { ValidDays = Bounds.MaximumValidDays + 1 } },
        { "startsAt", Good with { StartsAt = default } },
        { "endsAt", Good with { EndsAt = DateTimeOffset.MaxValue } },
        { "endsAt", Good with { EndsAt = Good.StartsAt } },
    };

    [Theory]
    [MemberData(nameof(Faulty), DisableDiscoveryEnumeration = true)]
    public void The_first_fault_names_the_field_that_is_wrong(string field, SaveCampaign campaign) =>
        Assert.Equal(field, CampaignRules.Of("spring", campaign)[0].Field);

    [Fact]
    public void All_faults_of_a_campaign_are_named()
    {
        var campaign = Good with { Name = "", Discount = Some.Percent(101, 0), MinimumOrder = -1, Quantity = 0, ValidDays = 0, EndsAt = Good.StartsAt };

        Assert.Equal(
            ["id", "name", "minimumOrder", "quantity", "validDays", "discount.maximum", "discount.value", "endsAt"],
            CampaignRules.Of("a b", campaign).Select(fault => fault.Field));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a/b")]
    public void An_id_is_plain(string id) => Assert.Equal("id", CampaignRules.Of(id, Good)[0].Field);

    [Fact]
    public void Everything_at_its_bounds_makes_sense()
    {
        Assert.Empty(CampaignRules.Of(new string('i', Bounds.MaximumIdLength), Good with
        {
            Discount = Some.Percent(100, Bounds.MaximumPrice),
            MinimumOrder = Bounds.MaximumPrice,
            Quantity = Bounds.MaximumCampaignQuantity,
            ValidDays = Bounds.MaximumValidDays,
            EndsAt = Good.StartsAt.AddTicks(1),
        }));
    }
}
