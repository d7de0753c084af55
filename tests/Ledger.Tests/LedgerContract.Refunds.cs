using System.Text.Json;

namespace ECommerce.Ledger.Tests;

public abstract partial class LedgerContract
{
    [Fact]
    public async Task Units_are_taken_back_part_by_part_until_nothing_is_left_and_the_parts_add_up()
    {
        await Ledger.Shop(stock: 10, balance: 50_000);
        var coupon = await Commits(Given.Claim());
        var order = Given.Order("o1", lines: [Given.Line("coat-S", 3), Given.Line("coat-M", 1)]);
        await Ledger.Commit([order.Placed(), order.Paid(coupon.Id, 400)]);

        var one = await Commits(order.TakenBack("r1", ("coat-S", 2)));
        Assert.Equal((OrderState.Paid, 1_800, null), (one.Order.State, one.Order.Refunded, one.Order.CancelledAt));
        Assert.Equal([2, 0], one.Order.Lines.Select(line => line.Cancelled));
        Assert.Equal(48_200, await Ledger.Balance("mina"));
        Assert.Equal([9L, 9L], (await Ledger.Product("coat", []))!.Variants.Select(variant => variant.Stock));
        Assert.Equal([new("coat", 2)], await Ledger.UnitsSold(Books.Hour(Given.Now)));
        Assert.Equal("o1", Assert.Single(await Ledger.Coupons("mina")).OrderId);
        Same(one.Order, await Ledger.Order("o1"));

        await Refuses(order.TakenBack("r2", ("coat-M", 1), ("coat-S", 2)), Guard.Refundable, "coat-S", 1);
        await Refuses(order.TakenBack("r2", ("coat-S", 1), ("coat-S", 1)), Guard.Refundable, "coat-S", 1);
        await Refuses(order.TakenBack("r2", ("hat-S", 1)), Guard.Refundable, "hat-S");
        var two = await Commits(order.TakenBack("r2", ("coat-M", 1)));
        var three = await Commits(order.Cancelled(Given.Now.AddHours(1), "All of it."));

        Assert.Equal((OrderState.Paid, 2_700), (two.Order.State, two.Order.Refunded));
        Assert.Equal((OrderState.Cancelled, 3_600, Given.Now.AddHours(1), "All of it."), (three.Order.State, three.Order.Refunded, three.Order.CancelledAt, three.Order.CancelReason));
        Assert.Equal([3, 1], three.Order.Lines.Select(line => line.Cancelled));
        Assert.Equal([(1, 1_800, false), (2, 900, false), (3, 900, true)], three.Refunds.Select(refund => (refund.Number, refund.Amount, refund.IsWhole)));
        Assert.Equal(50_000, await Ledger.Balance("mina"));
        Assert.Equal([10L, 10L], (await Ledger.Product("coat", []))!.Variants.Select(variant => variant.Stock));
        Assert.Empty(await Ledger.UnitsSold(Given.Now.AddDays(-1)));
        Assert.Equal([coupon], await Ledger.Coupons("mina"));
        Assert.Equal(
            ["ref_o1.3", "ref_o1.2", "ref_o1"], (await Ledger.WalletEntries("mina", null, 3)).Select(entry => entry.Row.Id));
        await Refuses(order.TakenBack("r4", ("coat-S", 1)), Guard.Refundable, "coat-S");
        Same(three.Order, (await Repeats(order.Cancelled(id: "r4"))).Order);
        Same(three.Order, await Ledger.Order("o1"));
        Assert.Equal(JsonSerializer.Serialize(three.Refunds), JsonSerializer.Serialize(await Ledger.Refunds(["o1", "o2"])));
    }

    [Fact]
    public async Task A_repeat_has_the_result_of_the_first_whatever_was_taken_back_since()
    {
        await Ledger.Shop();
        var order = Given.Order("o1", lines: Given.Line("coat-S", 4));
        await Commits(order.Bought());
        var (first, second) = (await Commits(order.TakenBack("r1", ("coat-S", 1))), await Commits(order.TakenBack("r2", ("coat-S", 2))));
        await Commits(order.Cancelled());

        Assert.Equal(JsonSerializer.Serialize(first), JsonSerializer.Serialize(await Repeats(order.TakenBack("r1", ("coat-S", 1)))));
        Assert.Equal(JsonSerializer.Serialize(second), JsonSerializer.Serialize(await Repeats(order.TakenBack("r2", ("coat-S", 2)))));
        Assert.Equal(50_000, await Ledger.Balance("mina"));
    }

    [Fact]
    public async Task Refunds_of_one_order_in_one_batch_are_decided_one_after_the_other()
    {
        await Ledger.Shop();
        var order = Given.Order("o1", lines: Given.Line("coat-S", 3));
        var verdicts = await Ledger.Commit(
            [order.Bought(), order.TakenBack("r1", ("coat-S", 2)), order.TakenBack("r1", ("coat-S", 2)), order.TakenBack("r2", ("coat-S", 2)), order.Cancelled()]);

        Assert.Equal(
            [VerdictKind.Committed, VerdictKind.Committed, VerdictKind.Duplicate, VerdictKind.Refused, VerdictKind.Committed],
            verdicts.Select(verdict => verdict.Kind));
        Assert.Equal((Guard.Refundable, "coat-S", 1), (verdicts[3].Guard, verdicts[3].Sku, verdicts[3].Available));
        Assert.Equal(["o1.completed", "o1.refunded.1", "o1.refunded.2"], (await Outbox.AllPending()).Select(row => row.Event.Id));
        Assert.Equal(50_000, await Ledger.Balance("mina"));
    }

    [Fact]
    public async Task A_refund_in_part_is_told_with_its_units_and_what_was_given_back_for_them()
    {
        await Ledger.Shop();
        var coupon = await Commits(Given.Claim());
        var order = Given.Order("o1", lines: [Given.Line("coat-S", 3), Given.Line("coat-M", 1)]);
        await Commits(order.Bought(coupon.Id, 400));
        await Commits(order.TakenBack("r1", ("coat-S", 2)));
        await Commits(order.Cancelled(Given.Now.AddHours(1)));

        var told = (await Outbox.AllPending()).Select(row => row.Event).Skip(1).ToList();
        Assert.Equal([("o1.refunded.1", Given.Now), ("o1.refunded.2", Given.Now.AddHours(1))], told.Select(refund => (refund.Id, refund.At)));
        Assert.All(told, refund => Assert.Equal(PaymentEventType.Refunded, refund.Type));
        var data = told.Select(refund => JsonDocument.Parse(refund.Data).RootElement).ToList();
        Assert.Equal([1_800, 1_800], data.Select(refund => refund.GetProperty("refunded").GetInt64()));
        Assert.Equal(["coat-S 2", "coat-S 1 coat-M 1"], data.Select(refund => string.Join(' ', refund.GetProperty("items").EnumerateArray()
            .Select(item => $"{item.GetProperty("sku").GetString()} {item.GetProperty("quantity").GetInt32()}"))));
        Assert.Equal([3_600, 3_600], data.Select(refund => refund.GetProperty("paid").GetInt64()));
        Assert.Equal([false, true], data.Select(refund => refund.TryGetProperty("cancelledAt", out _)));
    }

    [Fact]
    public async Task All_units_named_at_once_are_a_cancellation_of_the_whole()
    {
        await Ledger.Shop();
        var order = Given.Order("o1", lines: [Given.Line("coat-S", 2), Given.Line("coat-M", 1)]);
        await Commits(order.Bought());
        var cancelled = await Commits(order.TakenBack("r1", ("coat-M", 1), ("coat-S", 2)));

        Assert.Equal((OrderState.Cancelled, 3_000), (cancelled.Order.State, cancelled.Order.Refunded));
        Assert.Equal(["o1.completed", "o1.cancelled"], (await Outbox.AllPending()).Select(row => row.Event.Id));
    }

    [Fact]
    public async Task A_free_order_is_taken_back_part_by_part_for_nothing()
    {
        await Ledger.Shop();
        await Commits(new CampaignSaved(Given.Campaign("gift") with { Discount = new(DiscountType.Fixed, 9_000, null) }));
        var coupon = await Commits(Given.Claim("jun", "gift"));
        var order = Given.Order("o1", "jun", lines: Given.Line("coat-S", 2));
        await Commits(order.Bought(coupon.Id, 2_000));
        Assert.Equal((OrderState.Paid, 0), Of(await Commits(order.TakenBack("r1", ("coat-S", 1)))));
        Assert.Equal("o1", Assert.Single(await Ledger.Coupons("jun")).OrderId);
        Assert.Equal((OrderState.Cancelled, 0), Of(await Commits(order.TakenBack("r2", ("coat-S", 1)))));

        Assert.Equal([coupon], await Ledger.Coupons("jun"));
        Assert.Equal(10, (await Ledger.Product("coat", []))!.Variants[0].Stock);
    }

    [Fact]
    public async Task Nothing_of_an_order_that_is_not_paid_or_of_somebody_else_is_taken_back()
    {
        await Ledger.Shop();
        var order = Given.Order("o1");
        await Commits(order.Placed());

        await Refuses(order.TakenBack("r1", ("coat-S", 1)), Guard.Refundable, "coat-S");
        await Refuses((order with { UserId = "jun" }).TakenBack("r1", ("coat-S", 1)), Guard.UnknownOrder);
        Assert.Equal(OrderState.Open, (await Ledger.Order("o1"))!.State);
        Assert.Empty(await Ledger.Refunds(["o1"]));
    }

    [Fact]
    public async Task An_expired_coupon_does_not_come_back_with_the_last_unit()
    {
        await Ledger.Shop(validDays: 1);
        var coupon = await Commits(Given.Claim());
        var order = Given.Order("o1", lines: Given.Line("coat-S", 2));
        await Commits(order.Bought(coupon.Id, 200));
        await Commits(order.TakenBack("r1", ("coat-S", 1)));
        await Commits(order.TakenBack("r2", ("coat-S", 1)) with { At = coupon.ExpiresAt });

        Assert.Equal("o1", Assert.Single(await Ledger.Coupons("mina")).OrderId);
    }

    [Fact]
    public async Task Of_two_lines_with_the_same_sku_the_first_is_taken_back_first()
    {
        await Ledger.Shop();
        var order = Given.Order("o1", lines: [Given.Line("coat-S", 2), Given.Line("coat-M", 1), Given.Line("coat-S", 2)]);
        await Commits(order.Bought());
        Assert.Equal([2, 0, 1], (await Commits(order.TakenBack("r1", ("coat-S", 3)))).Order.Lines.Select(line => line.Cancelled));
        Assert.Equal([2, 1, 2], (await Commits(order.TakenBack("r2", ("coat-S", 1), ("coat-M", 1)))).Order.Lines.Select(line => line.Cancelled));
    }

    private static (OrderState State, long Refunded) Of(CancelledOrder cancelled) => (cancelled.Order.State, cancelled.Order.Refunded);
}
