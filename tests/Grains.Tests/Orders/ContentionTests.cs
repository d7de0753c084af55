namespace ECommerce.Grains.Tests.Orders;

/// <summary>Two payments want the last unit, the last won or the one coupon.</summary>
public sealed class ContentionTests : IAsyncDisposable
{
    private readonly Shop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task When_the_holder_fails_the_one_who_waited_gets_the_last_unit()
    {
        var (gate, first, second) = await Both_want_the_last_unit();
        gate.Fail();
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => first);
        Assert.Equal(OrderStatus.Paid, (await second).Value!.Status);
        Assert.Equal(0, await _shop.Stock("m"));
    }

    [Fact]
    public async Task When_the_holder_commits_the_one_who_waited_is_refused()
    {
        var (gate, first, second) = await Both_want_the_last_unit();
        gate.Open();
        Assert.Equal(OrderStatus.Paid, (await first).Value!.Status);
        var refused = await second;
        Assert.Equal((OrderRefusal.SoldOut, new RefusalFacts(Sku: "m", Available: 0)), (refused.Refusal, refused.Facts));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_the_holder_does_neither_within_the_bound_the_ledger_decides(bool isCommitted)
    {
        var (gate, first, second) = await Both_want_the_last_unit();
        var queued = _shop.Ledger.Hold("b");
        _shop.Advance(GrainBounds.HoldWait);
        if (isCommitted)
        {
            gate.Open();
            await queued.Reached;
            queued.Open();
            Assert.Equal(OrderStatus.Paid, (await first).Value!.Status);
            Assert.Equal(OrderRefusal.SoldOut, (await second).Refusal);
        }
        else
        {
            gate.Fail();
            await queued.Reached;
            queued.Open();
            await Assert.ThrowsAsync<LedgerUnavailableException>(() => first);
            Assert.Equal(OrderStatus.Paid, (await second).Value!.Status);
        }
    }

    [Fact]
    public async Task A_coupon_that_another_payment_holds_is_there_again_when_that_one_fails()
    {
        await _shop.Sells(("m", 9));
        await _shop.Charges(1_000_000);
        await _shop.Runs();
        var coupon = await _shop.Claims();
        await _shop.Places("a", "m");
        await _shop.Places("b", "m");
        var gate = _shop.Ledger.Hold("a");
        var first = _shop.Pays("a", coupon);
        await gate.Reached;
        var waits = _shop.Clock.NextWait();
        var second = _shop.Pays("b", coupon);
        await waits;
        gate.Fail();
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => first);
        var receipt = (await second).Value!;
        Assert.Equal((9_000, coupon), (receipt.Paid, receipt.CouponId));
    }

    [Fact]
    public async Task A_refusal_of_one_holder_lets_go_of_what_the_others_held()
    {
        await _shop.Sells("shirt", ("m", 1));
        await _shop.Sells("hat", ("h", 1));
        await _shop.Charges(10_000);
        await _shop.Order("both").Place(new PlaceOrder(Some.User, [new StockLine("m", 1), new StockLine("h", 1)]));
        Assert.Equal(OrderRefusal.InsufficientBalance, (await _shop.Pays("both")).Refusal);
        await _shop.Places("one", "m");
        Assert.Equal(OrderStatus.Paid, (await _shop.Pays("one")).Value!.Status);
    }

    [Fact]
    public async Task Of_many_payments_at_once_exactly_as_many_succeed_as_there_is_stock()
    {
        await _shop.Sells(("m", 7));
        var users = Enumerable.Range(0, 50).Select(i => "user" + i).ToList();
        foreach (var user in users)
        {
            await _shop.Charges(10_000, user);
            await _shop.Places("order of " + user, "m", userId: user);
        }

        var other = _shop.NewEngine();
        var payments = users.Select((user, i) =>
            _shop.Pays("order of " + user, userId: user, on: i % 2 == 0 ? null : other)).ToList();
        var outcomes = await _shop.While(Task.WhenAll(payments));
        Assert.Equal(7, outcomes.Count(outcome => outcome.Value?.Status == OrderStatus.Paid));
        Assert.Equal(43, outcomes.Count(outcome => outcome.Refusal == OrderRefusal.SoldOut));
        Assert.Equal(0, await _shop.Stock("m"));
    }

    private async Task<(Gate Gate, Task<Outcome<OrderView, OrderRefusal>> First, Task<Outcome<OrderView, OrderRefusal>> Second)> Both_want_the_last_unit()
    {
        await _shop.Sells(("m", 1));
        await _shop.Charges(1_000_000);
        await _shop.Charges(1_000_000, "jun");
        await _shop.Places("a", "m");
        await _shop.Places("b", "m", userId: "jun");
        var gate = _shop.Ledger.Hold("a");
        var first = _shop.Pays("a");
        await gate.Reached;
        var waits = _shop.Clock.NextWait();
        var second = _shop.Pays("b", userId: "jun");
        await waits;
        Assert.False(second.IsCompleted);
        return (gate, first, second);
    }
}
