namespace ECommerce.Grains.Tests.Orders;

/// <summary>A second engine over the same ledger is what a duplicate activation is: memory that nobody tells.</summary>
public sealed class FreshnessTests : IAsyncDisposable
{
    private readonly Shop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Stock_that_came_elsewhere_is_found_once_memory_is_a_second_old()
    {
        var other = _shop.NewEngine();
        await _shop.Sells(("m", 1));
        await _shop.Charges(1_000_000);
        await _shop.Places("a", "m", 2);
        Assert.Equal(OrderRefusal.SoldOut, (await _shop.Pays("a")).Refusal);
        await _shop.Product(on: other).AdjustStock(new AdjustStock("more", "m", 1));
        _shop.Advance(Bounds.Freshness);
        Assert.Equal(OrderStatus.Paid, (await _shop.Pays("a")).Value!.Status);
    }

    [Fact]
    public async Task A_product_that_changed_elsewhere_shows_within_a_second()
    {
        var other = _shop.NewEngine();
        await _shop.Sells(("m", 1));
        Assert.Equal(1, (await _shop.Product().Get())!.Variants[0].Stock);
        await _shop.Product(on: other).AdjustStock(new AdjustStock("more", "m", 1));
        _shop.Advance(Bounds.Freshness);
        Assert.Equal(2, (await _shop.Product().Get())!.Variants[0].Stock);
    }

    [Fact]
    public async Task Units_sold_elsewhere_are_never_sold_again()
    {
        var other = _shop.NewEngine();
        await _shop.Sells(("m", 2));
        await _shop.Charges(1_000_000);
        await _shop.Places("a", "m");
        await _shop.Places("b", "m");
        await _shop.Places("c", "m");
        await _shop.Pays("a");
        await _shop.Pays("b", on: other);
        var refused = await _shop.Pays("c");
        Assert.Equal((OrderRefusal.SoldOut, new RefusalFacts(Sku: "m", Available: 0)), (refused.Refusal, refused.Facts));
    }

    [Fact]
    public async Task Money_charged_and_a_coupon_claimed_elsewhere_a_moment_ago_pay()
    {
        var other = _shop.NewEngine();
        await _shop.Sells(("m", 9));
        await _shop.Runs();
        await _shop.Places("a", "m");
        Assert.Equal(OrderRefusal.InsufficientBalance, (await _shop.Pays("a")).Refusal);
        Assert.Equal(OrderRefusal.CouponNotFound, (await _shop.Pays("a", Ids.Coupon("spring", Some.User))).Refusal);
        _shop.Advance(TimeSpan.FromMilliseconds(1));
        await _shop.Wallet(on: other).Charge(new ChargeWallet("charge", 9_000));
        var coupon = (await _shop.Campaign(on: other).Claim([Some.User]))[0].Value!.Id;
        Assert.Equal(9_000, (await _shop.Pays("a", coupon)).Value!.Paid);
    }

    [Fact]
    public async Task A_lost_settlement_is_made_up_for_from_the_ledger_after_the_bound()
    {
        await _shop.Sells(("m", 1));
        await _shop.Product().Hold(Some.Units("somebody who died", ("m", 1)));
        await _shop.Charges(1_000_000);
        await _shop.Places("a", "m");
        var reads = _shop.Ledger.ProductReads;
        _shop.Advance(GrainBounds.HoldAge);
        var waits = _shop.Clock.NextWait();
        Assert.Equal(OrderStatus.Paid, (await _shop.Pays("a")).Value!.Status);
        Assert.Equal(reads + 1, _shop.Ledger.ProductReads);
        Assert.False(waits.IsCompleted);
    }

    [Fact]
    public async Task A_hold_that_did_commit_is_not_counted_twice_when_its_settlement_is_lost()
    {
        await _shop.Sells(("m", 2));
        await _shop.Charges(1_000_000);
        await _shop.Product().Hold(Some.Units("a", ("m", 1)));
        await _shop.Places("a", "m");
        await _shop.Pays("a", on: _shop.NewEngine());
        _shop.Advance(GrainBounds.HoldAge);
        await _shop.Places("b", "m");
        Assert.Equal(OrderStatus.Paid, (await _shop.Pays("b")).Value!.Status);
        Assert.True((await _shop.Product().Get())!.SoldOut);
    }

    [Fact]
    public async Task A_storm_of_refreshes_does_not_starve_a_payment()
    {
        await _shop.Sells(("m", 1));
        await _shop.Charges(1_000_000);
        await _shop.Places("a", "m");
        var reads = 0;
        _shop.Ledger.OnProductRead = () =>
        {
            if (++reads < 100)
            {
                _shop.Product().Refresh();
            }
        };
        Assert.Equal(OrderStatus.Paid, (await _shop.Pays("a")).Value!.Status);
        Assert.InRange(reads, 1, 10);
    }
}
