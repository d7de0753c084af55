namespace ECommerce.Grains.Tests.Orders;

public sealed class RefundTests : ShopTest
{
    [Fact]
    public async Task A_repeat_answers_as_the_first_did_whatever_was_taken_back_since()
    {
        await A_paid_order();
        var first = await TakeBack("r1", 1);
        await TakeBack("r2", 1);
        var repeat = await TakeBack("r1", 1);

        Assert.Equal((false, true), (first.Replayed, repeat.Replayed));
        Assert.Equal((OrderStatus.Paid, 9_750, 1), (repeat.Value!.Status, repeat.Value.Refunded, repeat.Value.Items[0].Cancelled));
        Assert.Equal(9_750, Assert.Single(repeat.Value.Refunds!).Amount);
        Assert.Equal(19_500, (await Shop.Order("a").Get(Some.User))!.Refunded);
    }

    [Fact]
    public async Task The_same_id_with_another_request_is_refused()
    {
        await A_paid_order();
        await TakeBack("r1", 1, "Too small.");
        var order = Shop.Order("a");
        CancelOrder[] others =
        [
            new(Some.User, "Too small.", "r1", [new("m", 2)]),
            new(Some.User, "Too small.", "r1"),
            new(Some.User, "Too large.", "r1", [new("m", 1)]),
            new(Some.User, null, "r1", [new("m", 1)]),
        ];
        Assert.All(
            await Task.WhenAll(others.Select(order.CancelAs)), outcome => Assert.Equal(OrderRefusal.IdempotencyKeyReused, outcome.Refusal));
        Assert.True((await order.CancelAs(new(Some.User, "Too small.", "r1", [new("m", 1)]))).Replayed);

        await order.CancelAs(new(Some.User, null, "r2"));
        Assert.Equal(OrderRefusal.IdempotencyKeyReused, (await order.CancelAs(new(Some.User, null, "r2", [new("m", 3)]))).Refusal);
        Assert.True((await order.CancelAs(new(Some.User, null, "r2"))).Replayed);
    }

    [Fact]
    public async Task An_unpaid_order_that_is_cancelled_knows_the_id_of_its_cancellation()
    {
        await Shop.Sells(("m", 1));
        await Shop.Places("b", "m");
        var order = Shop.Order("b");
        Assert.Equal(OrderRefusal.NotRefundable, (await order.CancelAs(new(Some.User, null, "r1", [new("m", 1)]))).Refusal);
        Assert.Equal(OrderStatus.Cancelled, (await order.CancelAs(new(Some.User, "Too dear.", "r1"))).Value!.Status);
        Assert.Equal(OrderRefusal.IdempotencyKeyReused, (await order.CancelAs(new(Some.User, "Too large.", "r1"))).Refusal);
        Assert.Null((await order.CancelAs(new(Some.User, "Too large.", "r2"))).Value!.Refunds);
    }

    [Fact]
    public async Task An_operator_takes_back_units_of_anybodys_order()
    {
        await A_paid_order();
        Assert.Equal(OrderRefusal.UnknownOrder, (await Shop.Order("a").CancelAs(new("jun", null, "r1", [new("m", 1)]))).Refusal);
        Assert.Equal(OrderRefusal.UnknownOrder, (await Shop.Order("none").CancelAs(new(null, "Stained.", "r1"))).Refusal);

        var taken = await Shop.Order("a").CancelAs(new(null, "Stained.", "r1", [new("m", 1)]));
        Assert.Equal((9_750, "Stained."), (taken.Value!.Refunded, taken.Value.Refunds![0].Reason));
        Assert.Equal(9_750, await Shop.Balance());
    }

    [Fact]
    public async Task Units_that_come_back_can_be_bought_at_once()
    {
        await A_paid_order();
        await Shop.Charges(10_000, "jun");
        Assert.Equal(OrderRefusal.SoldOut, (await Shop.Buys("b", "m", userId: "jun")).Refusal);
        await TakeBack("r1", 1);

        Assert.Null((await Shop.Buys("c", "m", userId: "jun")).Refusal);
    }

    [Fact]
    public async Task Refunds_at_the_same_time_in_two_clusters_add_up_to_what_was_paid()
    {
        await A_paid_order();
        var other = await Shop.AnotherCluster();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(i =>
            Shop.Order("a", i % 2 == 0 ? null : other).CancelAs(new(i % 3 == 0 ? null : Some.User, null, $"r{i}", i == 7 ? null : [new("m", 1)]))));

        var order = (await Shop.Order("a").Get(Some.User))!;
        Assert.Equal((OrderStatus.Cancelled, 39_000, 4), (order.Status, order.Refunded, order.Items[0].Cancelled));
        Assert.Equal(39_000, order.Refunds!.Sum(refund => refund.Amount));
        Assert.Equal(order.Refunds!.Count, outcomes.Count(outcome => outcome is { Refusal: null, Replayed: false }));
        Assert.All(outcomes, outcome => Assert.Contains(outcome.Refusal, new OrderRefusal?[] { null, OrderRefusal.NotRefundable }));
        Assert.Equal((39_000, 4), (await Shop.Balance(), await Shop.Stock("m")));
        Assert.Equal(CouponStatus.Usable, (await Shop.Wallet().Coupons())[0].Status);
    }

    private Task<Outcome<OrderView, OrderRefusal>> TakeBack(string id, int units, string? reason = null) =>
        Shop.Order("a").CancelAs(new(Some.User, reason, id, [new("m", units)]));

    // Four units for 39,000 won.
    private async Task A_paid_order()
    {
        await Shop.Sells(("m", 4));
        await Shop.Runs();
        await Shop.Charges(39_000);
        await Shop.Places("a", "m", 4);
        Assert.Null((await Shop.Pays("a", await Shop.Claims())).Refusal);
    }
}
