namespace ECommerce.Ledger.Tests;

public abstract partial class LedgerContract
{
    [Fact]
    public async Task Pages_go_from_the_newest_to_the_oldest()
    {
        await Ledger.Commit([.. Enumerable.Range(1, 5).Select(LedgerEvent (i) => Given.Charge("c" + i))]);
        await Ledger.Commit([Given.SavedProduct(), .. Enumerable.Range(1, 5).Select(LedgerEvent (i) => Given.Order("o" + i).Placed())]);

        var entries = await Ledger.WalletEntries("mina", null, 3);
        Assert.Equal(["c5", "c4", "c3"], entries.Select(entry => entry.Row.Id));
        Assert.Equal(["c2", "c1"], (await Ledger.WalletEntries("mina", entries[^1].Number, 3)).Select(entry => entry.Row.Id));

        var orders = await Ledger.Orders("mina", null, 3);
        Assert.Equal(["o5", "o4", "o3"], orders.Select(order => order.Row.Id));
        Assert.All(orders, order => Assert.Single(order.Row.Lines));
        Assert.Equal(["o2", "o1"], (await Ledger.Orders("mina", orders[^1].Number, 3)).Select(order => order.Row.Id));
        Assert.Empty(await Ledger.Orders("jun", null, 3));
    }

    [Fact]
    public async Task Many_wallets_and_coupons_are_read_at_once_each_as_if_alone_and_in_the_order_asked()
    {
        await Ledger.Shop();
        await Ledger.Commit([Given.SavedCampaign("autumn"), Given.Charge("c", "jun", 7)]);
        await Commits(Given.Claim());
        await Commits(Given.Claim("sora"));
        await Commits(Given.Claim("mina", "autumn"));
        var (mine, juns) = (Given.Order("o1"), Given.Order("o2", "jun"));
        await Ledger.Commit([mine.Placed(), juns.Placed(), mine.Paid()]);

        var wallets = await Ledger.Wallets([new("jun", ["o2", "o1"]), new("nobody", []), new("mina", ["o2"]), new("mina", ["o1"])]);
        Assert.Equal([7, 0, 49_000, 49_000], wallets.Select(wallet => wallet.Balance));
        Assert.Equal([["o1"], [], [], ["o1"]], wallets.Select(wallet => wallet.Settled));
        Assert.Equal([0, 0, 2, 2], wallets.Select(wallet => wallet.Coupons.Count));

        var coupons = await Ledger.Coupons(["sora", "jun", "mina"]);
        string[][] expected = [["spring"], [], ["autumn", "spring"]];
        Assert.Equal(expected, coupons.Select(ofUser => ofUser.Select(coupon => coupon.CampaignId).ToArray()));
    }

    [Fact]
    public async Task Rows_that_nobody_wrote_are_not_found()
    {
        Assert.Null(await Ledger.Order("o1"));
        Assert.Null(await Ledger.Product("coat", ["o1"]));
        Assert.Null(await Ledger.Campaign("spring", 0));
        Assert.Empty(await Ledger.Variants([]));
        Assert.Empty(await Ledger.VariantsEverSold(["coat-S"]));
        Assert.Equal(0, (await Ledger.Wallet("mina", ["o1"])).Balance);
        Assert.Equal(0, await Ledger.Balance("mina"));
    }

    [Fact]
    public async Task A_variant_that_is_no_longer_sold_is_found_as_it_last_was()
    {
        await Ledger.Shop();
        await Commits(new ProductSaved(Given.Product(name: "Winter coat"), [Given.Variant("coat-M")], Given.Now));

        Assert.Equal("coat-M", Assert.Single(await Ledger.Variants(["coat-S", "coat-M"])).Variant.Sku);
        var found = (await Ledger.VariantsEverSold(["coat-S", "coat-M", "hat-S"])).OrderBy(row => row.Variant.Sku).ToList();
        Assert.Equal(["coat-M", "coat-S"], found.Select(row => row.Variant.Sku));
        Assert.Equal([true, false], found.Select(row => row.Variant.IsSold));
        Assert.Equal(("coat", "Winter coat", 1_000, "S"),
            (found[1].Variant.ProductId, found[1].ProductName, found[1].Variant.Price, found[1].Variant.Options["Size"]));
    }

    [Fact]
    public async Task What_a_draft_is_to_be_is_not_told_of_a_sku_that_it_took()
    {
        await Ledger.Shop();
        await Commits(new ProductSaved(Given.Product(), [Given.Variant("coat-M")], Given.Now));
        var draft = new ProductSaved(Given.Product("hat") with { Status = ProductStatus.Draft }, [Given.Variant("coat-S")], Given.Now);
        await Commits(draft);

        Assert.Empty(await Ledger.VariantsEverSold(["coat-S"]));
        await Commits(Given.SavedProduct("tie") with { Product = Given.Product("tie") with { Status = ProductStatus.Draft } });
        Assert.Equal(2, (await Ledger.VariantsEverSold(["coat-M", "tie-S"])).Count);
        await Commits(draft with { Product = Given.Product("hat") });
        Assert.Equal("hat", Assert.Single(await Ledger.VariantsEverSold(["coat-S"])).Variant.ProductId);
    }

    [Fact]
    public async Task An_open_ledger_answers_a_probe() => await Ledger.Probe();

    [Fact]
    public async Task Paid_orders_from_the_cart_wait_until_their_lines_are_taken()
    {
        await Ledger.Shop();
        var (open, paid, other) = (Given.Order("o1", fromCart: true), Given.Order("o2", fromCart: true), Given.Order("o3"));
        await Ledger.Commit([open.Placed(), paid.Placed(), other.Placed(), paid.Paid(), other.Paid()]);

        Assert.Equal(["o2"], (await Ledger.PaidFromCart("mina")).Select(order => order.Id));
        await Commits(paid.Cancelled());
        Assert.Equal(["o2"], (await Ledger.PaidFromCart("mina")).Select(order => order.Id));
        await Ledger.TakenFromCart(["o2"]);
        Assert.Empty(await Ledger.PaidFromCart("mina"));
    }

    [Fact]
    public async Task A_campaign_is_read_with_those_who_got_coupons_since_a_number()
    {
        await Ledger.Shop();
        await Ledger.Commit([Given.Claim("a"), Given.Claim("b")]);
        var first = (await Ledger.Campaign("spring", 0))!;
        Assert.Equal(["a", "b"], first.Holders);

        await Ledger.Commit([Given.Claim("c") with { At = Given.Now.AddSeconds(4) }]);
        var second = (await Ledger.Campaign("spring", first.IssuedUpTo))!;
        Assert.Equal((3, "c"), (second.Campaign.Issued, Assert.Single(second.Holders)));
        Assert.Equal((Given.Now, Given.Now.AddSeconds(4)), (first.LastIssuedAt, second.LastIssuedAt));
        var none = (await Ledger.Campaign("spring", second.IssuedUpTo))!;
        Assert.Equal((second.IssuedUpTo, null), (none.IssuedUpTo, none.LastIssuedAt));
    }

    [Fact]
    public async Task Coupons_have_the_places_in_which_they_were_issued_claimed_or_given_in_one_batch_or_in_several()
    {
        await Ledger.Commit([Given.SavedCampaign(), Given.SavedCampaign("autumn")]);
        await Ledger.Commit([Given.Claim("a"), Given.Claim("x", "autumn"), Given.Claim("b"), Given.Claim("c"), Given.Claim("y", "autumn")]);
        await Ledger.Commit([Given.Claim("d"), Given.Claim("a"), Given.Gift("e"), Given.Claim("f")]);
        var told = await Ledger.Commit([Given.Claim("g"), Given.Claim("z", "autumn")]);

        var users = new[] { "a", "b", "c", "d", "e", "f", "g", "x", "y", "z" };
        var coupons = await Ledger.Coupons(users);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 1, 2, 3], coupons.Select(ofUser => Assert.Single(ofUser).Place));
        Assert.Equal([7, 3], told.Select(verdict => ((Coupon)verdict.Result!).Place));
    }

    [Fact]
    public async Task Campaigns_that_have_not_ended_come_soonest_first()
    {
        CampaignSaved Ending(string id, int days) => new(Given.Campaign(id) with { EndsAt = Given.Now.AddDays(days) });
        await Ledger.Commit([Ending("later", 3), Ending("sooner", 2), Ending("over", 0)]);

        Assert.Equal(["sooner", "later"], (await Ledger.Campaigns(Given.Now)).Select(campaign => campaign.Id));
    }

    [Fact]
    public async Task Campaigns_are_read_by_their_ids_in_the_order_asked_also_those_that_have_ended()
    {
        await Ledger.Commit([new CampaignSaved(Given.Campaign("over") with { EndsAt = Given.Now.AddDays(-1) }), Given.SavedCampaign("autumn")]);

        var campaigns = await Ledger.Campaigns(["autumn", "none", "over", "autumn"]);

        Assert.Equal(["autumn", null, "over", "autumn"], campaigns.Select(campaign => campaign?.Id));
        Assert.Empty(await Ledger.Campaigns(Array.Empty<string>()));
    }

    [Fact]
    public async Task The_catalogue_gives_every_product_once_and_then_those_that_changed()
    {
        var count = CataloguePages.Size + 20;
        await Ledger.Commit([.. Enumerable.Range(0, count).Select(LedgerEvent (i) => Given.SavedProduct("p" + i))]);
        var first = await Ledger.Catalogue(null);
        Assert.True(first.More);

        // The scan has passed this product already, so only the next scan gives the change.
        await Commits(new StockAdjusted("in", "p3-S", 1, Given.Now));
        var second = await Ledger.Catalogue(first.Next);
        Assert.False(second.More);
        Assert.Equal(count, first.Products.Concat(second.Products).DistinctBy(product => product.Product.Id).Count());
        Assert.Equal(first.Products.Concat(second.Products).Select(product => product.Ordinal).Order(), first.Products.Concat(second.Products).Select(product => product.Ordinal));

        var third = await Ledger.Catalogue(second.Next);
        var changed = Assert.Single(third.Products, product => product.Product.Id == "p3");
        Assert.Equal([11L, 10L], changed.Variants.Select(variant => variant.Stock));
    }

    [Fact]
    public async Task A_payment_counts_as_a_change_of_the_catalogue()
    {
        await Ledger.Shop();
        await Ledger.Commit([Given.SavedProduct("hat")]);
        var cursor = (await Ledger.Catalogue(null)).Next;
        var order = Given.Order("o1");
        await Ledger.Commit([order.Placed(), order.Paid()]);

        Assert.Contains((await Ledger.Catalogue(cursor)).Products, product => product.Product.Id == "coat" && product.Variants[0].Stock == 9);
    }
}
