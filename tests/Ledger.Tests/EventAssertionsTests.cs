namespace ECommerce.Ledger.Tests;

public sealed class EventAssertionsTests
{
    [Fact]
    public void Events_that_no_grain_may_send_break_an_assertion()
    {
        var order = Given.Order("o1");
        LedgerEvent[] wrong =
        [
            Given.Charge("a", amount: 0),
            (order with { State = OrderState.Paid }).Placed(),
            (order with { Lines = [], Total = 0 }).Placed(),
            (order with { Total = order.Total + 1 }).Placed(),
            Given.Order("o1", lines: Given.Line(quantity: 0)).Placed(),
            Given.Order("o1", lines: Given.Line(quantity: Bounds.MaximumOrderQuantity + 1)).Placed(),
            Given.Order("o1", lines: Given.Line(price: -1)).Placed(),
            Given.Order("o1", lines: Given.Line(price: Bounds.MaximumPrice + 1)).Placed(),
            Saved(Given.Variant("coat-S"), Given.Variant("coat-S")),
            Saved(Given.Variant("coat-S", price: -1)),
            Saved(Given.Variant("coat-S", stock: -1)),
            Saved(Given.Variant("coat-S", stock: Bounds.MaximumStock + 1)),
            Given.SavedCampaign(quantity: -1),
            Given.SavedCampaign(validDays: -1),
            Given.SavedCampaign(validDays: Bounds.MaximumValidDays + 1),
            Given.SavedCampaign(minimumOrder: -1),
            new CampaignSaved(Given.Campaign() with { Discount = new(DiscountType.Fixed, -1, null) }),
        ];

        Assert.All(wrong, change => Assert.NotNull(EventAssertions.BrokenBy(change)));
    }

    [Fact]
    public void Events_at_the_bounds_break_no_assertion()
    {
        LedgerEvent[] right =
        [
            Given.Charge("a", amount: 1),
            Given.Order("o1", lines: [Given.Line(quantity: Bounds.MaximumOrderQuantity, price: Bounds.MaximumPrice), Given.Line(price: 0)]).Placed(),
            Saved(Given.Variant("coat-S", price: 0, stock: 0), Given.Variant("coat-M", stock: Bounds.MaximumStock)),
            Saved(),
            Given.SavedCampaign(quantity: 0, validDays: 0),
            Given.SavedCampaign(validDays: Bounds.MaximumValidDays),
        ];

        Assert.All(right, change => Assert.Null(EventAssertions.BrokenBy(change)));
    }

    private static ProductSaved Saved(params NewVariant[] variants) => new(Given.Product(), variants, Given.Now);
}
