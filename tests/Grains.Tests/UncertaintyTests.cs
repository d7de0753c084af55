namespace ECommerce.Grains.Tests;

/// <summary>The connection goes away during a commit: the caller gets an exception, and a repeat tells the truth.</summary>
public sealed class UncertaintyTests : ShopTest
{
    public static TheoryData<bool> Both => [true, false];

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_charge_is_counted_once(bool hadHappened)
    {
        var repeat = await Twice(hadHappened, () => Shop.Wallet().Charge(new ChargeWallet("charge", 5_000)));
        Assert.Equal((5_000, hadHappened), (repeat.Value!.Balance, repeat.Replayed));
        Assert.Equal(5_000, await Shop.Balance());
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_claim_issues_one_coupon(bool hadHappened)
    {
        await Shop.Runs(quantity: 1);
        var events = Shop.Ledger.Events;
        var repeat = (await Twice(hadHappened, () => Shop.Campaign().Claim([Some.User])))[0];
        Assert.Equal(hadHappened ? CampaignRefusal.AlreadyIssued : null, repeat.Refusal);
        Assert.Equal(Ids.Coupon("spring", Some.User), hadHappened ? repeat.Facts!.CouponId : repeat.Value!.Id);
        Assert.Equal(CampaignRefusal.SoldOut, (await Shop.Campaign().Claim(["jun"]))[0].Refusal);
        Assert.Equal(events + (hadHappened ? 1 : 2), Shop.Ledger.Events);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task An_order_is_placed_once(bool hadHappened)
    {
        await Shop.Sells(("m", 9));
        var command = new PlaceOrder(Some.User, [new StockLine("m", 1)]);
        var repeat = await Twice(hadHappened, () => Shop.Order("a").Place(command));
        Assert.Equal(hadHappened, repeat.Replayed);
        Assert.Single(await Shop.Ledger.Inner.Orders(Some.User, null, 9));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_payment_is_taken_once(bool hadHappened)
    {
        await An_order();
        var repeat = await Twice(hadHappened, () => Shop.Pays("a"));
        Assert.Equal((OrderStatus.Paid, 0L, hadHappened), (repeat.Value!.Status, repeat.Value.Balance, repeat.Replayed));
        Assert.Equal((0, 1), (await Shop.Balance(), await Shop.Stock("m")));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_payment_in_doubt_neither_keeps_nor_loses_stock_for_others(bool hadHappened)
    {
        await An_order();
        await Shop.Charges(20_000, "jun");
        await Shop.Places("b", "m", 2, "jun");
        Shop.Ledger.NextCommit = hadHappened ? Loss.After : Loss.Before;
        await Assert.ThrowsAsync<LedgerUncertainException>(() => Shop.Pays("a"));
        Assert.Equal(hadHappened ? OrderRefusal.SoldOut : null, (await Shop.Pays("b", userId: "jun")).Refusal);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_cancellation_refunds_once(bool hadHappened)
    {
        await An_order();
        await Shop.Pays("a");
        var repeat = await Twice(hadHappened, () => Shop.Cancels("a"));
        Assert.Equal((OrderStatus.Cancelled, hadHappened), (repeat.Value!.Status, repeat.Replayed));
        Assert.Equal((10_000, 2), (await Shop.Balance(), await Shop.Stock("m")));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Stock_is_adjusted_once(bool hadHappened)
    {
        await Shop.Sells(("m", 1));
        var repeat = await Twice(hadHappened, () => Shop.Product().AdjustStock(new AdjustStock("more", "m", 4)));
        Assert.Equal((5, hadHappened), (repeat.Value!.Stock, repeat.Replayed));
    }

    private async Task An_order()
    {
        await Shop.Sells(("m", 2));
        await Shop.Charges(10_000);
        await Shop.Places("a", "m");
    }

    private async Task<T> Twice<T>(bool hadHappened, Func<Task<T>> command)
    {
        Shop.Ledger.NextCommit = hadHappened ? Loss.After : Loss.Before;
        await Assert.ThrowsAsync<LedgerUncertainException>(command);
        return await command();
    }
}
