namespace ECommerce.Grains.Tests;

/// <summary>The connection goes away during a commit: the caller gets an exception, and a repeat tells the truth.</summary>
public sealed class UncertaintyTests : IAsyncDisposable
{
    private readonly Shop _shop = new();

    public static TheoryData<bool> Both => [true, false];

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_charge_is_counted_once(bool hadHappened)
    {
        var repeat = await Twice(hadHappened, () => _shop.Wallet().Charge(new ChargeWallet("charge", 5_000)));
        Assert.Equal((5_000, hadHappened), (repeat.Value!.Balance, repeat.Replayed));
        Assert.Equal(5_000, await _shop.Balance());
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_claim_issues_one_coupon(bool hadHappened)
    {
        await _shop.Runs(quantity: 1);
        var repeat = (await Twice(hadHappened, () => _shop.Campaign().Claim([Some.User])))[0];
        Assert.Equal(hadHappened ? CampaignRefusal.AlreadyIssued : null, repeat.Refusal);
        Assert.Equal(Ids.Coupon("spring", Some.User), hadHappened ? repeat.Facts!.CouponId : repeat.Value!.Id);
        Assert.Equal(CampaignRefusal.SoldOut, (await _shop.Campaign().Claim(["jun"]))[0].Refusal);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task An_order_is_placed_once(bool hadHappened)
    {
        await _shop.Sells(("m", 9));
        var command = new PlaceOrder(Some.User, [new StockLine("m", 1)]);
        var repeat = await Twice(hadHappened, () => _shop.Order("a").Place(command));
        Assert.Equal(hadHappened, repeat.Replayed);
        Assert.Single(await _shop.Ledger.Inner.Orders(Some.User, null, 9));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_payment_is_taken_once(bool hadHappened)
    {
        await An_order();
        var repeat = await Twice(hadHappened, () => _shop.Pays("a"));
        Assert.Equal((OrderStatus.Paid, 0L, hadHappened), (repeat.Value!.Status, repeat.Value.Balance, repeat.Replayed));
        Assert.Equal((0, 1), (await _shop.Balance(), await _shop.Stock("m")));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_payment_in_doubt_neither_keeps_nor_loses_stock_for_others(bool hadHappened)
    {
        await An_order();
        await _shop.Charges(20_000, "jun");
        await _shop.Places("b", "m", 2, "jun");
        _shop.Ledger.NextCommit = hadHappened ? Loss.After : Loss.Before;
        await Assert.ThrowsAsync<LedgerUncertainException>(() => _shop.Pays("a"));
        Assert.Equal(hadHappened ? OrderRefusal.SoldOut : null, (await _shop.Pays("b", userId: "jun")).Refusal);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_cancellation_refunds_once(bool hadHappened)
    {
        await An_order();
        await _shop.Pays("a");
        var repeat = await Twice(hadHappened, () => _shop.Order("a").Cancel(Some.User));
        Assert.Equal((OrderStatus.Cancelled, hadHappened), (repeat.Value!.Status, repeat.Replayed));
        Assert.Equal((10_000, 2), (await _shop.Balance(), await _shop.Stock("m")));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Stock_is_adjusted_once(bool hadHappened)
    {
        await _shop.Sells(("m", 1));
        var repeat = await Twice(hadHappened, () => _shop.Product().AdjustStock(new AdjustStock("more", "m", 4)));
        Assert.Equal((5, hadHappened), (repeat.Value!.Stock, repeat.Replayed));
    }

    private async Task An_order()
    {
        await _shop.Sells(("m", 2));
        await _shop.Charges(10_000);
        await _shop.Places("a", "m");
    }

    private async Task<T> Twice<T>(bool hadHappened, Func<Task<T>> command)
    {
        _shop.Ledger.NextCommit = hadHappened ? Loss.After : Loss.Before;
        await Assert.ThrowsAsync<LedgerUncertainException>(command);
        return await command();
    }
}
