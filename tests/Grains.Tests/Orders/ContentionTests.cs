namespace ECommerce.Grains.Tests.Orders;

/// <summary>Two payments want the last unit, the last won or the one coupon.</summary>
public sealed class ContentionTests : ShopTest
{
    [Fact]
    public async Task When_the_holder_fails_the_one_who_waited_gets_the_last_unit()
    {
        var (gate, first, second) = await Both_want_the_last_unit();
        gate.Fail();
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => first);
        Assert.Equal(OrderStatus.Paid, (await second).Value!.Status);
        Assert.Equal(0, await Shop.Stock("m"));
    }

    [Fact]
    public async Task When_the_holder_commits_the_one_who_waited_is_refused()
    {
        var (gate, first, second) = await Both_want_the_last_unit();
        gate.Open();
        Assert.Equal(OrderStatus.Paid, (await first).Value!.Status);
        var refused = await second;
        Assert.Equal((OrderRefusal.SoldOut, new RefusalFacts(Sku: "m", Available: 0)), (refused.Refusal, refused.Facts));
        Assert.Equal(0, Shop.Ledger.Refusals);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_the_holder_does_neither_within_the_bound_the_ledger_decides(bool isCommitted)
    {
        var (gate, first, second) = await Both_want_the_last_unit();
        var queued = Shop.Ledger.Hold("b");
        Shop.Advance(HoldRequests.MaximumWait);
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
        await Shop.Sells(("m", 9));
        await Shop.Charges(1_000_000);
        await Shop.Runs();
        var coupon = await Shop.Claims();
        await Shop.Places("a", "m");
        await Shop.Places("b", "m");
        var gate = Shop.Ledger.Hold("a");
        var first = await PaysUpTo(gate, "a", coupon);
        var second = await PaysAndWaits("b", coupon);
        gate.Fail();
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => first);
        var receipt = (await second).Value!;
        Assert.Equal((9_000, coupon), (receipt.Paid, receipt.CouponId));
    }

    [Fact]
    public async Task All_lines_of_an_order_are_held_also_when_they_are_of_one_product()
    {
        await Shop.Sells(("m", 1), ("l", 1));
        await Shop.Charges(1_000_000);
        await Shop.Charges(1_000_000, "jun");
        await Shop.Order("a").Place(new PlaceOrder(Some.User, [new StockLine("m", 1), new StockLine("l", 1)]));
        await Shop.Places("b", "m", userId: "jun");
        var gate = Shop.Ledger.Hold("a");
        var first = await PaysUpTo(gate, "a");
        var second = await PaysAndWaits("b", userId: "jun");
        gate.Open();
        Assert.Equal(OrderStatus.Paid, (await first).Value!.Status);
        Assert.Equal(OrderRefusal.SoldOut, (await second).Refusal);
    }

    [Fact]
    public async Task A_refusal_of_one_holder_lets_go_of_what_the_others_held()
    {
        await Shop.Sells("shirt", ("m", 1));
        await Shop.Sells("hat", ("h", 1));
        await Shop.Charges(10_000);
        await Shop.Order("both").Place(new PlaceOrder(Some.User, [new StockLine("m", 1), new StockLine("h", 1)]));
        Assert.Equal(OrderRefusal.InsufficientBalance, (await Shop.Pays("both")).Refusal);
        await Shop.Places("one", "m");
        Assert.Equal(OrderStatus.Paid, (await PaysWithoutWaiting("one")).Value!.Status);
    }

    [Fact]
    public async Task A_refused_payment_is_known_not_to_have_happened_so_that_nobody_reads_the_product_again()
    {
        await Shop.Sells(("m", 1));
        await Shop.Places("a", "m");
        Assert.Equal(OrderRefusal.InsufficientBalance, (await Shop.Pays("a")).Refusal);
        var reads = Shop.Ledger.ProductReads;
        await Shop.Charges(10_000);
        Assert.Equal(OrderStatus.Paid, (await PaysWithoutWaiting("a")).Value!.Status);
        Assert.Equal(reads, Shop.Ledger.ProductReads);
    }

    [Fact]
    public async Task A_payment_whose_wallet_cannot_be_read_lets_go_of_the_stock_it_held()
    {
        await Last_unit_for_two_orders();
        Shop.Ledger.BeforeWallet = GatedLedger.Down;
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => Shop.Pays("a"));
        Shop.Ledger.BeforeWallet = GatedLedger.Nothing;
        Assert.Equal(OrderStatus.Paid, (await PaysWithoutWaiting("b", "jun")).Value!.Status);
    }

    [Fact]
    public async Task A_payment_that_fails_waits_for_the_stock_it_still_asks_for_and_lets_go_of_it()
    {
        await Last_unit_for_two_orders();

        // The placing has read the product already.
        await Shop.Refreshes();
        var (product, wallet) = (new Gate(), new Gate());
        Shop.Ledger.BeforeProduct = product.Pass;
        Shop.Ledger.BeforeWallet = wallet.Pass;
        var first = Shop.Pays("a");
        await product.Reached;
        await wallet.Reached;
        (Shop.Ledger.BeforeProduct, Shop.Ledger.BeforeWallet) = (GatedLedger.Nothing, GatedLedger.Nothing);
        wallet.Fail();

        // The failure comes to the payment meanwhile: one that did not wait for the product would be over by then.
        for (var calls = 0; calls < 500; calls++)
        {
            await Shop.Wallet().Get();
        }

        Assert.False(first.IsCompleted);
        product.Open();
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => first);
        Assert.Equal(OrderStatus.Paid, (await PaysWithoutWaiting("b", "jun")).Value!.Status);
    }

    [Fact]
    public async Task A_payment_in_doubt_has_the_product_look_at_the_ledger_before_it_sells_again()
    {
        await Last_unit_for_two_orders();
        Shop.Ledger.NextCommit = Loss.After;
        await Assert.ThrowsAsync<LedgerUncertainException>(() => Shop.Pays("a"));
        Assert.Equal(OrderRefusal.SoldOut, (await PaysWithoutWaiting("b", "jun")).Refusal);
        Assert.Equal(0, Shop.Ledger.Refusals);
    }

    [Fact]
    public async Task Of_many_payments_at_once_exactly_as_many_succeed_as_there_is_stock()
    {
        await Shop.Sells(("m", 7));
        var users = Enumerable.Range(0, 50).Select(i => "user" + i).ToList();
        foreach (var user in users)
        {
            await Shop.Charges(10_000, user);
            await Shop.Places("order of " + user, "m", userId: user);
        }

        var other = await Shop.AnotherCluster();
        var payments = users.Select((user, i) =>
            Shop.Pays("order of " + user, userId: user, on: i % 2 == 0 ? null : other)).ToList();
        var outcomes = await Task.WhenAll(payments);
        Assert.Equal(7, outcomes.Count(outcome => outcome.Value?.Status == OrderStatus.Paid));
        Assert.Equal(43, outcomes.Count(outcome => outcome.Refusal == OrderRefusal.SoldOut));
        Assert.Equal(0, await Shop.Stock("m"));
    }

    private async Task<(Gate Gate, Task<Outcome<OrderView, OrderRefusal>> First, Task<Outcome<OrderView, OrderRefusal>> Second)> Both_want_the_last_unit()
    {
        await Last_unit_for_two_orders();
        var gate = Shop.Ledger.Hold("a");
        return (gate, await PaysUpTo(gate, "a"), await PaysAndWaits("b", userId: "jun"));
    }

    private async Task Last_unit_for_two_orders()
    {
        await Shop.Sells(("m", 1));
        await Shop.Charges(1_000_000);
        await Shop.Charges(1_000_000, "jun");
        await Shop.Places("a", "m");
        await Shop.Places("b", "m", userId: "jun");
    }

    /// <summary>Begins a payment whose commit the gate holds, and returns when it stands there.</summary>
    private async Task<Task<Outcome<OrderView, OrderRefusal>>> PaysUpTo(Gate gate, string id, string? couponId = null)
    {
        var payment = Shop.Pays(id, couponId);
        Assert.Same(gate.Reached, await Task.WhenAny(gate.Reached, payment));
        return payment;
    }

    /// <summary>Begins a payment that wants what another one holds, and returns when it waits for that one.</summary>
    private async Task<Task<Outcome<OrderView, OrderRefusal>>> PaysAndWaits(string id, string? couponId = null, string userId = Some.User)
    {
        var waits = Shop.Clock.NextWait();
        var payment = Shop.Pays(id, couponId, userId);
        Assert.Same(waits, await Task.WhenAny(waits, payment));
        return payment;
    }

    private async Task<Outcome<OrderView, OrderRefusal>> PaysWithoutWaiting(string id, string userId = Some.User)
    {
        var waits = Shop.Clock.NextWait();
        var payment = Shop.Pays(id, userId: userId);
        await Task.WhenAny(payment, waits);
        Assert.False(waits.IsCompleted);
        return await payment;
    }
}
