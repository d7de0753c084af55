namespace ECommerce.Grains.Tests.Orders;

/// <summary>
/// A second cluster over the same ledger stands for a duplicate activation: the activations of the first cluster hear nothing of
/// what happens there.
/// </summary>
public sealed class FreshnessTests : ShopTest
{
    [Fact]
    public async Task Stock_that_came_elsewhere_is_found_once_memory_is_a_second_old()
    {
        var other = await Shop.AnotherCluster();
        await Shop.Sells(("m", 1));
        await Shop.Charges(1_000_000);
        await Shop.Places("a", "m", 2);
        Assert.Equal(OrderRefusal.SoldOut, (await Shop.Pays("a")).Refusal);
        await Shop.Product(on: other).AdjustStock(new AdjustStock("more", "m", 1));
        Shop.Advance(Bounds.Freshness);
        Assert.Equal(OrderStatus.Paid, (await Shop.Pays("a")).Value!.Status);
    }

    [Fact]
    public async Task A_product_that_changed_elsewhere_shows_within_a_second()
    {
        var other = await Shop.AnotherCluster();
        await Shop.Sells(("m", 1));
        Assert.Equal(1, (await Shop.Product().Get())!.Variants[0].Stock);
        await Shop.Product(on: other).AdjustStock(new AdjustStock("more", "m", 1));
        Shop.Advance(Bounds.Freshness);
        Assert.Equal(2, (await Shop.Product().Get())!.Variants[0].Stock);
    }

    [Fact]
    public async Task Units_sold_elsewhere_are_never_sold_again()
    {
        var other = await Shop.AnotherCluster();
        await Shop.Sells(("m", 2));
        await Shop.Charges(1_000_000);
        await Shop.Places("a", "m");
        await Shop.Places("b", "m");
        await Shop.Places("c", "m");
        await Shop.Pays("a");
        await Shop.Pays("b", on: other);
        var refused = await Shop.Pays("c");
        Assert.Equal((OrderRefusal.SoldOut, new RefusalFacts(Sku: "m", Available: 0)), (refused.Refusal, refused.Facts));
    }

    [Fact]
    public async Task Money_charged_and_a_coupon_claimed_elsewhere_a_moment_ago_pay()
    {
        var other = await Shop.AnotherCluster();
        await Shop.Sells(("m", 9));
        await Shop.Runs();
        await Shop.Places("a", "m");
        Assert.Equal(OrderRefusal.InsufficientBalance, (await Shop.Pays("a")).Refusal);
        Assert.Equal(OrderRefusal.CouponNotFound, (await Shop.Pays("a", Ids.Coupon("spring", Some.User))).Refusal);
        await Shop.Wallet(on: other).Charge(new ChargeWallet("charge", 9_000));
        var coupon = (await Shop.Campaign(on: other).Claim([Some.User]))[0].Value!.Id;
        Assert.Equal(9_000, (await Shop.Pays("a", coupon)).Value!.Paid);
    }

    [Fact]
    public async Task A_lost_settlement_is_made_up_for_from_the_ledger_after_the_bound()
    {
        await Shop.Sells(("m", 1));
        await Shop.Product().Hold(Some.Units("somebody who died", ("m", 1)));
        await Shop.Charges(1_000_000);
        await Shop.Places("a", "m");
        var reads = Shop.Ledger.ProductReads;
        Shop.Advance(OpenStockHolds.MaximumAge);
        var waits = Shop.Clock.NextWait();
        Assert.Equal(OrderStatus.Paid, (await Shop.Pays("a")).Value!.Status);
        Assert.Equal(reads + 1, Shop.Ledger.ProductReads);
        Assert.False(waits.IsCompleted);
    }

    [Fact]
    public async Task A_hold_that_did_commit_is_not_counted_twice_when_its_settlement_is_lost()
    {
        await Shop.Sells(("m", 2));
        await Shop.Charges(1_000_000);
        await Shop.Product().Hold(Some.Units("a", ("m", 1)));
        await Shop.Places("a", "m");
        await Shop.Pays("a", on: await Shop.AnotherCluster());
        Shop.Advance(OpenStockHolds.MaximumAge);
        await Shop.Places("b", "m");
        Assert.Equal(OrderStatus.Paid, (await Shop.Pays("b")).Value!.Status);
        Assert.True((await Shop.Product().Get())!.SoldOut);
    }

    [Fact]
    public async Task A_storm_of_refreshes_does_not_starve_a_payment()
    {
        await Shop.Sells(("m", 1));
        await Shop.Charges(1_000_000);
        await Shop.Places("a", "m");
        var reads = 0;
        Shop.Ledger.BeforeProduct = () => ++reads < 100 ? Shop.Refreshes() : Task.CompletedTask;
        Assert.Equal(OrderStatus.Paid, (await Shop.Pays("a")).Value!.Status);
        Assert.InRange(reads, 1, 10);
    }

    [Fact]
    public async Task Stock_that_came_by_the_product_itself_sells_at_once()
    {
        await Shop.Sells(("m", 0));
        await Shop.Charges(10_000);
        await Shop.Places("a", "m");
        Assert.Equal(OrderRefusal.SoldOut, (await Shop.Pays("a")).Refusal);
        await Shop.Product().AdjustStock(new AdjustStock("more", "m", 1));
        Assert.Equal(OrderStatus.Paid, (await Shop.Pays("a")).Value!.Status);
    }

    [Fact]
    public async Task A_product_whose_read_failed_is_read_again_and_not_taken_for_sold_out()
    {
        await Shop.Sells(("m", 1));
        await Shop.Charges(10_000);
        await Shop.Places("a", "m");
        Shop.Ledger.BeforeProduct = GatedLedger.Down;
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => Shop.Pays("a"));
        Shop.Ledger.BeforeProduct = GatedLedger.Nothing;
        Assert.Equal(OrderStatus.Paid, (await Shop.Pays("a")).Value!.Status);
    }
}
