namespace ECommerce.Ledger.Tests;

public abstract partial class LedgerContract
{
    [Fact]
    public async Task A_charge_adds_money_once()
    {
        var first = await Commits(Given.Charge("a", amount: 1_000));
        Assert.Equal(first, await Repeats(Given.Charge("a", amount: 9_000)));
        var second = await Commits(Given.Charge("b", amount: 500));

        Assert.Equal((1_000, 1_500), (first.Balance, second.Balance));
        Assert.Equal(1_500, (await Ledger.Wallet("mina", [])).Balance);
        Assert.Equal(1_500, await Ledger.Balance("mina"));
        Assert.Equal(["b", "a"], (await Ledger.WalletEntries("mina", null, 10)).Select(entry => entry.Row.Id));
    }

    [Fact]
    public async Task The_same_charge_twice_in_one_batch_counts_once()
    {
        var verdicts = await Ledger.Commit([Given.Charge("a"), Given.Charge("a")]);

        Assert.Equal([VerdictKind.Committed, VerdictKind.Duplicate], verdicts.Select(verdict => verdict.Kind));
        Assert.Equal(50_000, (await Ledger.Wallet("mina", [])).Balance);
    }

    [Fact]
    public async Task A_charge_of_nothing_is_a_bug_and_fails_alone()
    {
        var verdicts = await Ledger.Commit([Given.Charge("a"), Given.Charge("b", amount: -1), Given.Charge("c")]);

        Assert.Equal([VerdictKind.Committed, VerdictKind.Faulted, VerdictKind.Committed], verdicts.Select(verdict => verdict.Kind));
        Assert.Contains("adds money", verdicts[1].Fault);
        Assert.Equal(100_000, (await Ledger.Wallet("mina", [])).Balance);
    }

    [Fact]
    public async Task A_charge_beyond_what_a_wallet_can_hold_is_a_bug_and_changes_nothing()
    {
        await Commits(Given.Charge("a", amount: long.MaxValue));

        Assert.Equal(VerdictKind.Faulted, (await Ledger.One(Given.Charge("b", amount: 1))).Kind);
        Assert.Equal(long.MaxValue, await Ledger.Balance("mina"));
    }

    [Fact]
    public async Task A_coupon_takes_its_terms_from_the_campaign()
    {
        await Ledger.Shop(minimumOrder: 5_000);
        var coupon = await Commits(Given.Claim());

        Assert.Equal(("Spring", Given.Tenth, 5_000, Given.Now.AddDays(7)), (coupon.Name, coupon.Discount, coupon.MinimumOrder, coupon.ExpiresAt));
        Assert.Equal([coupon], await Ledger.Coupons("mina"));
    }

    [Fact]
    public async Task A_user_gets_one_coupon_of_a_campaign()
    {
        await Ledger.Shop();
        var coupon = await Commits(Given.Claim());

        Assert.Equal(coupon, await Repeats(Given.Claim()));
        Assert.Equal(coupon, await Repeats(Given.Claim() with { Id = "another" }));
        Assert.Equal(1, (await Ledger.Campaign("spring", 0))!.Campaign.Issued);
    }

    [Fact]
    public async Task Coupons_are_issued_from_the_start_of_a_campaign_until_right_before_its_end()
    {
        await Ledger.Shop();
        var campaign = Given.Campaign();
        await Refuses(Given.Claim("early") with { At = campaign.StartsAt.AddMilliseconds(-1) }, Guard.CampaignNotOpen);
        await Commits(Given.Claim("first") with { At = campaign.StartsAt });
        await Commits(Given.Claim("last") with { At = campaign.EndsAt.AddMilliseconds(-1) });
        await Refuses(Given.Claim("late") with { At = campaign.EndsAt }, Guard.CampaignNotOpen);
    }

    [Fact]
    public async Task No_more_coupons_than_the_quantity_are_issued()
    {
        await Ledger.Shop(quantity: 2);
        var verdicts = await Ledger.Commit([Given.Claim("a"), Given.Claim("b"), Given.Claim("c")]);

        Assert.Equal([VerdictKind.Committed, VerdictKind.Committed, VerdictKind.Refused], verdicts.Select(verdict => verdict.Kind));
        await Refuses(Given.Claim("d"), Guard.Quantity, available: 2);
        await Refuses(Given.Claim("d", "autumn"), Guard.UnknownCampaign);
    }

    [Fact]
    public async Task A_campaign_keeps_what_is_issued_and_its_quantity_never_falls_below()
    {
        Assert.True((await Commits(Given.SavedCampaign(quantity: 3))).Created);
        await Ledger.Commit([Given.Claim("a"), Given.Claim("b")]);

        Assert.False((await Repeats(Given.SavedCampaign(quantity: 3))).Created);
        Assert.Equal(2, (await Commits(Given.SavedCampaign(quantity: 2))).Campaign.Issued);
        await Refuses(Given.SavedCampaign(quantity: 1), Guard.Quantity, available: 2);
    }

    [Fact]
    public async Task Stock_moves_within_its_bounds_once_for_an_id()
    {
        await Ledger.Shop(stock: 10);
        var first = await Commits(new StockAdjusted("in", "coat-S", 5, Given.Now));

        Assert.Equal(15, first.Stock);
        Assert.Equal(first, await Repeats(new StockAdjusted("in", "coat-S", 7, Given.Now)));
        await Refuses(new StockAdjusted("out", "coat-S", -16, Given.Now), Guard.Stock, "coat-S", 15);
        await Refuses(new StockAdjusted("more", "coat-S", Bounds.MaximumStock, Given.Now), Guard.Stock, "coat-S", 15);
        await Refuses(new StockAdjusted("far", "coat-S", long.MinValue, Given.Now), Guard.Stock, "coat-S", 15);
        await Refuses(new StockAdjusted("in2", "hat-S", 1, Given.Now), Guard.UnknownSku, "hat-S");
    }

    [Fact]
    public async Task A_product_is_replaced_only_when_it_is_still_as_it_was_read()
    {
        var first = Given.SavedProduct() with { Replaces = new(null) };
        await Commits(first);
        await Refuses(first, Guard.Replaced);
        await Refuses(Given.SavedProduct(id: "hat") with { Replaces = new(await Ledger.Product("coat", [])) }, Guard.Replaced);

        var read = await Ledger.Product("coat", []);
        await Commits(new StockAdjusted("in", "coat-S", 5, Given.Now));
        var dearer = new ProductSaved(Given.Product(), [Given.Variant("coat-S", price: 2_000)], Given.Now) { Replaces = new(read) };
        await Commits(dearer);

        await Refuses(dearer, Guard.Replaced);
        await Refuses(Given.SavedProduct() with { Replaces = new(read) }, Guard.Replaced);
        await Commits(Given.SavedProduct() with { Replaces = new(await Ledger.Product("coat", [])) });
    }

    [Fact]
    public async Task A_campaign_is_replaced_only_when_it_is_still_as_it_was_read()
    {
        var first = Given.SavedCampaign() with { Replaces = new(null) };
        await Commits(first);
        await Refuses(first, Guard.Replaced);

        var read = (await Ledger.Campaign("spring", 0))!.Campaign;
        await Commits(Given.Claim());
        var larger = Given.SavedCampaign(quantity: 200) with { Replaces = new(read) };
        Assert.Equal(1, (await Commits(larger)).Campaign.Issued);

        await Refuses(larger, Guard.Replaced);
        await Commits(Given.SavedCampaign(quantity: 300) with { Replaces = new((await Ledger.Campaign("spring", 0))!.Campaign) });
    }

    [Fact]
    public async Task Of_two_in_one_batch_that_replace_the_same_the_first_does()
    {
        await Ledger.Shop();
        var read = await Ledger.Product("coat", []);

        var verdicts = await Ledger.Commit(
        [
            new ProductSaved(Given.Product(name: "One"), [Given.Variant("coat-S")], Given.Now) { Replaces = new(read) },
            new ProductSaved(Given.Product(name: "Two"), [Given.Variant("coat-S")], Given.Now) { Replaces = new(read) },
        ]);

        Assert.Equal([VerdictKind.Committed, VerdictKind.Refused], verdicts.Select(verdict => verdict.Kind));
        Assert.Equal("One", (await Ledger.Product("coat", []))!.Product.Name);
    }

    [Fact]
    public async Task A_product_saved_again_keeps_stock_and_stops_selling_what_is_left_out()
    {
        Assert.True((await Commits(Given.SavedProduct(stock: 10))).Created);
        Assert.False((await Repeats(Given.SavedProduct(stock: 99))).Created);

        var saved = await Commits(new ProductSaved(
            Given.Product(), [Given.Variant("coat-L", 3), Given.Variant("coat-S", 99, price: 2_000)], Given.Now));

        Assert.Equal([("coat-L", 3L), ("coat-S", 10L)], saved.Variants.Select(variant => (variant.Sku, variant.Stock)));
        Assert.Equal(["coat-S"], (await Ledger.Variants(["coat-S", "coat-M", "hat-S"])).Select(variant => variant.Variant.Sku));

        var back = await Commits(Given.SavedProduct(stock: 0));
        Assert.Equal([("coat-S", 10L), ("coat-M", 10L)], back.Variants.Select(variant => (variant.Sku, variant.Stock)));
    }

    [Fact]
    public async Task A_sku_belongs_to_one_product()
    {
        await Ledger.Shop();
        await Refuses(new ProductSaved(Given.Product("hat"), [Given.Variant("hat-S"), Given.Variant("coat-M")], Given.Now), Guard.SkuTaken, "coat-M");
        Assert.Null(await Ledger.Product("hat", []));
    }
}
