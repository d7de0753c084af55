using System.Text.Json;

namespace ECommerce.Ledger.Tests;

public abstract partial class LedgerContract
{
    [Fact]
    public async Task A_payment_changes_everything_at_once()
    {
        await Ledger.Shop(stock: 10, balance: 50_000);
        var coupon = await Commits(Given.Claim());
        var order = Given.Order("o1", lines: [Given.Line("coat-S", 2), Given.Line("coat-M", 1), Given.Line("coat-S", 1)]);
        await Commits(order.Placed());
        var paid = await Commits(order.Paid(coupon.Id, 400));

        Assert.Equal((OrderState.Paid, 3_600, 400, 46_400L), (paid.State, paid.Paid, paid.Discount, paid.Balance));
        Assert.Equal((coupon.Id, "spring", Given.Now), (paid.CouponId, paid.CampaignId, paid.PaidAt));
        Same(paid, await Repeats(order.Paid(coupon.Id, 400)));
        Same(paid, await Ledger.Order("o1"));

        var wallet = await Ledger.Wallet("mina", ["o1", "o2"]);
        Assert.Equal(46_400, wallet.Balance);
        Assert.Equal(["o1"], wallet.Settled);
        Assert.Equal("o1", Assert.Single(wallet.Coupons).OrderId);
        Assert.Equal((Ids.Payment("o1"), -3_600), (await Ledger.WalletEntries("mina", null, 1)).Select(entry => (entry.Row.Id, entry.Row.Amount)).Single());
        Assert.Equal([7L, 9L], (await Ledger.Product("coat", []))!.Variants.Select(variant => variant.Stock));
        Assert.Equal([new("coat", 4)], await Ledger.UnitsSold(Books.Hour(Given.Now)));

        var published = Assert.Single(await Outbox.AllPending()).Event;
        Assert.Equal(("o1.completed", PaymentEventType.Completed, Given.Now), (published.Id, published.Type, published.At));
        using var data = JsonDocument.Parse(published.Data);
        Assert.Equal(3_600, data.RootElement.GetProperty("paid").GetInt64());
        Assert.Equal(3, data.RootElement.GetProperty("items").GetArrayLength());
        Assert.False(data.RootElement.TryGetProperty("cancelledAt", out _));
    }

    [Fact]
    public async Task A_cancellation_takes_everything_back()
    {
        await Ledger.Shop(stock: 10, balance: 50_000);
        var coupon = await Commits(Given.Claim());
        var order = Given.Order("o1", lines: [Given.Line("coat-S", 2)]);
        await Ledger.Commit([order.Placed(), order.Paid(coupon.Id, 200)]);
        await Refuses(Given.Order("o9").Cancelled(), Guard.UnknownOrder);

        // The event's order does not name the coupon; the stored order does, and decides.
        var cancelled = (await Commits(order.Cancelled(Given.Now.AddHours(2)))).Order;
        Same(cancelled, (await Repeats(order.Cancelled())).Order);
        await Refuses(order.Paid(), Guard.OrderCancelled);

        Assert.Equal((OrderState.Cancelled, Given.Now.AddHours(2)), (cancelled.State, cancelled.CancelledAt));
        Assert.Equal(50_000, (await Ledger.Wallet("mina", [])).Balance);
        Assert.Equal([coupon], await Ledger.Coupons("mina"));
        Assert.Equal([10L, 10L], (await Ledger.Product("coat", []))!.Variants.Select(variant => variant.Stock));
        Assert.Empty(await Ledger.UnitsSold(Given.Now.AddDays(-1)));
        Assert.Equal(["o1.completed", "o1.cancelled"], (await Outbox.AllPending()).Select(row => row.Event.Id));
    }

    [Fact]
    public async Task An_unpaid_order_is_cancelled_for_good_and_nothing_moves()
    {
        await Ledger.Shop(stock: 10, balance: 50_000);
        var coupon = await Commits(Given.Claim());
        var order = Given.Order("o1", fromCart: true);
        await Commits(order.Placed());
        await Refuses((order with { UserId = "jun" }).Cancelled(), Guard.UnknownOrder);
        var cancelled = (await Commits(order.Cancelled(Given.Now.AddHours(2), "Too dear."))).Order;

        Assert.Equal((OrderState.Cancelled, Given.Now.AddHours(2), "Too dear."), (cancelled.State, cancelled.CancelledAt, cancelled.CancelReason));
        Assert.Equal((null, null, 0), (cancelled.PaidAt, cancelled.Balance, cancelled.Paid));
        Same(cancelled, (await Repeats(order.Cancelled(reason: "Another reason."))).Order);
        Same(cancelled, (await Repeats(order.Cancelled(id: "another"))).Order);
        await Refuses(order.TakenBack("part", ("coat-S", 1)), Guard.Refundable, "coat-S");
        Same(cancelled, await Ledger.Order("o1"));
        await Refuses(order.Paid(coupon.Id, 100), Guard.OrderCancelled);
        Same(cancelled, await Repeats(order.Placed()));

        var wallet = await Ledger.Wallet("mina", ["o1"]);
        Assert.Equal(50_000, wallet.Balance);
        Assert.Equal(["o1"], wallet.Settled);
        Assert.Equal([coupon], wallet.Coupons);
        Assert.Equal("first", Assert.Single(await Ledger.WalletEntries("mina", null, 10)).Row.Id);
        Assert.Equal([10L, 10L], (await Ledger.Product("coat", []))!.Variants.Select(variant => variant.Stock));
        Assert.Empty(await Ledger.UnitsSold(Given.Now.AddDays(-1)));
        Assert.Empty(await Outbox.AllPending());
        Assert.Empty(await Ledger.PaidFromCart("mina"));
    }

    [Fact]
    public async Task A_payment_and_a_cancellation_in_one_batch_go_in_their_order()
    {
        await Ledger.Shop();
        var (first, second) = (Given.Order("o1"), Given.Order("o2"));
        await Ledger.Commit([first.Placed(), second.Placed()]);
        var verdicts = await Ledger.Commit([first.Paid(), first.Cancelled(), second.Cancelled(), second.Paid()]);

        Assert.Equal(
            [VerdictKind.Committed, VerdictKind.Committed, VerdictKind.Committed, VerdictKind.Refused], verdicts.Select(verdict => verdict.Kind));
        Assert.Equal(Guard.OrderCancelled, verdicts[3].Guard);
        Assert.Equal(50_000, await Ledger.Balance("mina"));
        Assert.Equal(["o1.completed", "o1.cancelled"], (await Outbox.AllPending()).Select(row => row.Event.Id));
    }

    [Fact]
    public async Task An_expired_coupon_does_not_come_back()
    {
        await Ledger.Shop(validDays: 1);
        var coupon = await Commits(Given.Claim());
        var order = Given.Order("o1");
        await Ledger.Commit([order.Placed(), order.Paid(coupon.Id, 100)]);
        await Commits(order.Cancelled(coupon.ExpiresAt));

        Assert.Equal("o1", Assert.Single(await Ledger.Coupons("mina")).OrderId);
    }

    [Fact]
    public async Task An_order_is_placed_once_and_paid_by_its_owner_in_time()
    {
        await Ledger.Shop();
        var order = Given.Order("o1");
        await Commits(order.Placed());
        Same(order, await Repeats((order with { Fingerprint = "another" }).Placed()));

        await Refuses(Given.Order("o2").Paid(), Guard.UnknownOrder);
        await Refuses((order with { UserId = "jun" }).Paid(), Guard.UnknownOrder);
        await Refuses((order with { UserId = "jun" }).Cancelled(), Guard.UnknownOrder);
        await Refuses(order.Paid(at: order.ExpiresAt), Guard.OrderExpired);
        await Commits(order.Paid(at: order.ExpiresAt.AddMilliseconds(-1)));
    }

    [Fact]
    public async Task A_coupon_pays_its_users_order_once_in_time_and_by_its_terms()
    {
        await Ledger.Shop(minimumOrder: 2_000, validDays: 0);
        await Commits(Given.SavedCampaign("autumn", minimumOrder: 2_000));
        var theirs = await Commits(Given.Claim("jun", "autumn"));
        var expired = await Commits(Given.Claim());
        var mine = await Commits(Given.Claim("mina", "autumn"));
        var (small, large, other) = (Given.Order("o1"), Given.Order("o2", lines: Given.Line(quantity: 3)), Given.Order("o3", lines: Given.Line(quantity: 2)));
        await Ledger.Commit([small.Placed(), large.Placed(), other.Placed()]);

        await Refuses(large.Paid("none", 300), Guard.CouponNotFound);
        await Refuses(large.Paid(theirs.Id, 300), Guard.CouponNotFound);
        await Refuses(large.Paid(expired.Id, 300), Guard.CouponExpired);
        await Refuses(small.Paid(mine.Id, 100), Guard.CouponNotApplicable);
        await Refuses(large.Paid(mine.Id, 301), Guard.Discount);
        await Refuses(large.Paid(discount: 1), Guard.Discount);
        await Commits(large.Paid(mine.Id, 300));
        await Refuses(other.Paid(mine.Id, 200), Guard.CouponUsed);
    }

    [Fact]
    public async Task An_order_is_placed_at_the_current_prices_of_what_is_sold_or_not_at_all()
    {
        await Ledger.Shop();
        await Commits(new ProductSaved(Given.Product("hat"), [Given.Variant("hat-S")], Given.Now));
        await Refuses(Given.Order("o1", lines: [Given.Line(), Given.Line("coat-M", price: 999)]).Placed(), Guard.Price, "coat-M");
        await Refuses(Given.Order("o1", lines: Given.Line("hat-L")).Placed(), Guard.Price, "hat-L");
        await Refuses(Given.Order("o1", lines: Given.Line("hat-S") with { ProductId = "coat" }).Placed(), Guard.Price, "hat-S");
        await Commits(new ProductSaved(Given.Product(), [Given.Variant("coat-M", price: 999)], Given.Now));
        await Refuses(Given.Order("o1").Placed(), Guard.Price, "coat-S");

        Assert.Null(await Ledger.Order("o1"));
        await Commits(Given.Order("o1", lines: Given.Line("coat-M", price: 999)).Placed());
    }

    [Fact]
    public async Task A_bought_order_is_as_one_that_was_placed_and_paid()
    {
        await Ledger.Shop();
        var coupon = await Commits(Given.Claim());
        var bought = await Commits(Given.Order("o1", lines: Given.Line(quantity: 2)).Bought(coupon.Id, 200));

        Assert.Equal((OrderState.Paid, 1_800, 48_200L, coupon.Id), (bought.State, bought.Paid, bought.Balance, bought.CouponId));
        Assert.Equivalent(bought, await Ledger.Order("o1"));
        Assert.Equal(8, (await Ledger.Product("coat", []))!.Variants[0].Stock);
        Assert.Equal("o1", Assert.Single(await Ledger.Coupons("mina")).OrderId);
        Assert.Equal("o1.completed", Assert.Single(await Outbox.AllPending()).Event.Id);
        Assert.Equal(VerdictKind.Duplicate, (await Ledger.One(Given.Order("o1").Bought())).Kind);
        Assert.Equal(VerdictKind.Duplicate, (await Ledger.One(Given.Order("o1").Placed())).Kind);
        await Commits(Given.Order("o1").Cancelled());
    }

    [Fact]
    public async Task What_refuses_a_payment_refuses_a_bought_order_and_nothing_is_placed()
    {
        await Ledger.Shop(stock: 1, balance: 999);
        await Refuses(Given.Order("o1", lines: Given.Line(price: 1)).Bought(), Guard.Price, "coat-S");
        await Refuses(Given.Order("o1").Bought("no coupon", 100), Guard.CouponNotFound);
        await Refuses(Given.Order("o1").Bought(discount: 100), Guard.Discount);
        await Refuses(Given.Order("o1", lines: Given.Line(quantity: 2)).Bought(), Guard.Stock, "coat-S", 1);
        await Refuses(Given.Order("o1").Bought(), Guard.Balance, available: 999);

        Assert.Null(await Ledger.Order("o1"));
        Assert.Empty(await Outbox.AllPending());
    }

    [Fact]
    public async Task A_price_that_changed_since_leaves_a_placed_order_as_it_was()
    {
        await Ledger.Shop();
        var order = Given.Order("o1");
        await Commits(order.Placed());
        await Commits(new ProductSaved(Given.Product(), [Given.Variant("coat-S", price: 2_000)], Given.Now));

        Assert.Equal(VerdictKind.Duplicate, (await Ledger.One(order.Placed())).Kind);
        Assert.Equal(1_000, (await Commits(order.Paid())).Paid);
    }

    [Fact]
    public async Task A_payment_needs_stock_then_balance()
    {
        await Ledger.Shop(stock: 5, balance: 3_999);
        var (many, twice, dear) = (
            Given.Order("o1", lines: [Given.Line("coat-M"), Given.Line("coat-S", 6)]),
            Given.Order("o2", lines: [Given.Line("coat-S", 3), Given.Line("coat-S", 3)]),
            Given.Order("o3", lines: Given.Line("coat-S", 4)));
        var poor = Given.Order("o4", "jun");
        await Ledger.Commit([many.Placed(), twice.Placed(), dear.Placed(), poor.Placed()]);

        await Refuses(many.Paid(), Guard.Stock, "coat-S", 5);
        await Refuses(twice.Paid(), Guard.Stock, "coat-S", 5);
        await Refuses(dear.Paid(), Guard.Balance, available: 3_999);
        await Refuses(poor.Paid(), Guard.Balance, available: 0);
        await Commits(new ProductSaved(Given.Product(), [Given.Variant("coat-M")], Given.Now));
        await Refuses(dear.Paid(), Guard.Stock, "coat-S", 0);
    }

    [Fact]
    public async Task A_free_order_needs_no_wallet()
    {
        await Ledger.Shop();
        await Commits(new CampaignSaved(Given.Campaign("gift") with { Discount = new(DiscountType.Fixed, 9_000, null) }));
        var coupon = await Commits(Given.Claim("jun", "gift"));
        var order = Given.Order("o1", "jun");
        await Commits(order.Placed());
        var paid = await Commits(order.Paid(coupon.Id, 1_000));

        Assert.Equal((0, 0L), (paid.Paid, paid.Balance));
        Assert.Single(await Ledger.WalletEntries("jun", null, 10));
    }

    [Fact]
    public async Task One_refusal_amid_a_thousand_good_events_fails_alone()
    {
        await Ledger.Shop();
        var batch = Enumerable.Range(0, 1_000).Select(LedgerEvent (i) => Given.Charge("c" + i, "user" + i % 7, 1_000 + i)).ToArray();
        batch[500] = Given.Claim("jun", "autumn");
        var verdicts = await Ledger.Commit(batch);

        Assert.Equal(500, Assert.Single(Enumerable.Range(0, 1_000), i => verdicts[i].Kind != VerdictKind.Committed));
        Assert.All(verdicts.Index().Where(verdict => verdict.Index != 500), verdict =>
            Assert.Equal("c" + verdict.Index, ((WalletEntry)verdict.Item.Result!).Id));
    }

    private static void Same(Order? expected, Order? actual) =>
        Assert.Equal(JsonSerializer.Serialize(expected), JsonSerializer.Serialize(actual));
}
