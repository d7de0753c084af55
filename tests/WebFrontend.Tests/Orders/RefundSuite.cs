using System.Text.Json;

namespace ECommerce.WebFrontend.Tests.Orders;

public sealed class Refund_on_Sqlite(SqliteShop shop) : RefundSuite(shop);

public sealed class Refund_on_Postgres(PostgresShop shop) : RefundSuite(shop);

public sealed class Refund_on_a_cluster(ClusterShop shop) : RefundSuite(shop);

public abstract class RefundSuite(SharedShop shared)
{
    private Shop Shop => shared.Shop;

    [Fact]
    public async Task Units_are_taken_back_part_by_part_and_all_parts_add_up_to_what_was_paid()
    {
        var (user, product, order) = await Paid(3, price: 10_000, discount: 1_000);

        var one = (await user.TakeBack(order, [(product.Sku, 1)], "Too small.")).Expect(200);
        Assert.Equal(("paid", 29_000, 9_667), (one.Text("status"), one.Number("paid"), one.Number("refunded")));
        Assert.Equal((3, 1), (one.Items().Single().Number("quantity"), one.Items().Single().Number("cancelled")));
        var refund = one["refunds"].EnumerateArray().Single().HasShape("items:array amount:integer at:time");
        Assert.Equal(9_667, refund.Number("amount"));
        Assert.Equal((product.Sku, 1), (refund.GetProperty("items")[0].Text("sku"), refund.GetProperty("items")[0].Number("quantity")));
        Assert.Equal(9_667, await user.Balance());
        Assert.Equal("used", (await user.Coupons()).Items().Single().Text("status"));
        await Shop.ShowsStock(product, 98);
        Assert.Equal(one.Text, (await user.OrderOf(order)).Expect(200).Text);

        (await user.TakeBack(order, [(product.Sku, 1)])).Expect(200);
        var rest = (await user.Cancel(order)).Expect(200);

        Assert.Equal(("cancelled", 29_000), (rest.Text("status"), rest.Number("refunded")));
        Assert.Equal([9_667, 9_667, 9_666], rest["refunds"].EnumerateArray().Select(part => part.Number("amount")));
        Assert.Equal(29_000, await user.Balance());
        Assert.Equal([9_666, 9_667, 9_667], (await user.Entries(limit: 3)).Items().Select(entry => entry.Number("amount")));
        Assert.All((await user.Entries(limit: 3)).Items(), entry => Assert.Equal(("refund", order), (entry.Text("kind"), entry.Text("orderId"))));
        Assert.Equal("usable", (await user.Coupons()).Items().Single().Text("status"));
        Assert.Equal(rest["refunds"].GetRawText(), (await user.Orders()).Items().Single().GetProperty("refunds").GetRawText());
        await Shop.ShowsStock(product, 100);
        await Shop.BooksAreRight();
    }

    [Fact]
    public async Task The_last_unit_cancels_the_order_by_whatever_way_it_goes()
    {
        var (user, product, order) = await Paid(2);
        (await user.TakeBack(order, [(product.Sku, 1)])).Expect(200);

        var last = (await user.TakeBack(order, [(product.Sku, 1)])).Expect(200);

        Assert.Equal(("cancelled", 20_000), (last.Text("status"), last.Number("refunded")));
        Assert.True(last.Json.TryGetProperty("cancelledAt", out _));
        Assert.Equal("true", (await user.Cancel(order)).Expect(200).Header("Idempotent-Replayed"));
        (await user.Pay(order)).Expect(409, "order_not_payable");
        Assert.Equal(20_000, await user.Balance());
    }

    [Fact]
    public async Task More_than_is_left_of_a_line_is_not_refundable()
    {
        var (user, product, order) = await Paid(2);
        (await user.TakeBack(order, [(product.Sku, 1)])).Expect(200);

        NotRefundable(await user.TakeBack(order, [(product.Sku, 2)]), product.Sku, 1);
        NotRefundable(await user.TakeBack(order, [(product.Sku, 1), (product.Sku, 1)]), product.Sku, 1);
        NotRefundable(await user.TakeBack(order, [(product.Sku, 1), ("no-such-sku", 1)]), "no-such-sku", 0);
        (await user.TakeBack(order, [(product.Sku, 1)])).Expect(200);
        NotRefundable(await user.TakeBack(order, [(product.Sku, 1)]), product.Sku, 0);
        Assert.Equal(20_000, await user.Balance());
    }

    [Fact]
    public async Task Of_an_order_that_is_not_paid_no_units_are_refundable()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();
        var order = await user.Ordered(product.Sku, 1);

        NotRefundable(await user.TakeBack(order, [(product.Sku, 1)]), product.Sku, 0);

        Assert.Equal("awaiting_payment", (await user.OrderOf(order)).Text("status"));
        (await user.Cancel(order)).Expect(200);
        NotRefundable(await user.TakeBack(order, [(product.Sku, 1)]), product.Sku, 0);
    }

    [Fact]
    public async Task Items_are_1_to_50_with_1_to_99_units()
    {
        var (user, product, order) = await Paid(1);
        Assert.Contains("items", Fields(await user.TakeBack(order, [])));
        Assert.Contains("items", Fields(await user.TakeBack(order, Enumerable.Range(0, 51).Select(i => ($"sku-{i}", 1)))));
        Assert.Contains("items[0].quantity", Fields(await user.TakeBack(order, [(product.Sku, 0)])));
        Assert.Contains("items[0].quantity", Fields(await user.TakeBack(order, [(product.Sku, 100)])));
        Assert.Contains("item", Fields(await user.Post($"/v1/orders/{order}/cancellation", new { item = product.Sku })));
        Assert.Equal("paid", (await user.OrderOf(order)).Text("status"));
    }

    [Fact]
    public async Task A_repeat_with_its_key_answers_as_the_first_did()
    {
        var (user, product, order) = await Paid(3);
        var key = Some.Key();
        var first = (await user.TakeBack(order, [(product.Sku, 1)], "Too small.", key)).Expect(200);
        (await user.TakeBack(order, [(product.Sku, 1)])).Expect(200);
        (await user.Cancel(order)).Expect(200);

        var again = (await user.TakeBack(order, [(product.Sku, 1)], "Too small.", key)).Expect(200);

        Assert.Equal(first.Text, again.Text);
        Assert.Equal((null, "true"), (first.Header("Idempotent-Replayed"), again.Header("Idempotent-Replayed")));
        Assert.Equal(30_000, await user.Balance());
    }

    [Fact]
    public async Task The_same_key_with_another_request_is_refused()
    {
        var (user, product, order) = await Paid(3);
        var (part, whole) = (Some.Key(), Some.Key());
        (await user.TakeBack(order, [(product.Sku, 1)], key: part)).Expect(200);
        (await user.TakeBack(order, [(product.Sku, 2)], key: part)).Expect(422, "idempotency_key_reused");
        (await user.TakeBack(order, null, key: part)).Expect(422, "idempotency_key_reused");
        (await user.TakeBack(order, [(product.Sku, 1)], "A reason.", part)).Expect(422, "idempotency_key_reused");
        (await user.TakeBack(order, [(product.Sku, 3)], key: whole)).Expect(409, "not_refundable");
        (await user.TakeBack(order, null, key: whole)).Expect(200);
        (await user.TakeBack(order, [(product.Sku, 2)], key: whole)).Expect(422, "idempotency_key_reused");
        (await user.TakeBack(order, null, key: whole)).Expect(200);
        (await user.TakeBack(order, null, key: "two words")).Expect(400, "malformed_request");
        Assert.Equal(30_000, await user.Balance());
    }

    [Fact]
    public async Task The_receipt_of_the_payment_stays_as_it_was()
    {
        var (user, product, order) = await Paid(2);
        var receipt = (await user.Pay(order)).Expect(200);
        (await user.TakeBack(order, [(product.Sku, 1)])).Expect(200);

        Assert.Equal(receipt.Text, (await user.Pay(order)).Expect(200).Text);
    }

    [Fact]
    public async Task An_operator_takes_back_units_of_anybodys_order_and_says_why()
    {
        var (user, product, order) = await Paid(2);
        var admin = await Shop.Admin();
        var path = $"/v1/admin/orders/{order}/cancellation";
        var items = new[] { new { sku = product.Sku, quantity = 1 } };

        Assert.Contains("reason", Fields(await admin.Post(path, new { items })));
        Assert.Contains("reason", Fields(await admin.Post(path, new { items, reason = " " })));
        Assert.Contains("reason", Fields(await admin.Post(path)));
        var key = Some.Key();
        var taken = (await admin.Post(path, new { items, reason = "Stained." }, ("Idempotency-Key", key))).Expect(200);
        Assert.Equal(("paid", 10_000, "Stained."), (taken.Text("status"), taken.Number("refunded"), taken["refunds"][0].Text("reason")));
        Assert.Equal(taken.Text, (await admin.Post(path, new { items, reason = "Stained." }, ("Idempotency-Key", key))).Expect(200).Text);
        Assert.Equal("cancelled", (await admin.Post(path, new { reason = "Sold by mistake." })).Expect(200).Text("status"));

        Assert.DoesNotContain("Stained.", (await user.OrderOf(order)).Expect(200).Text);
        Assert.DoesNotContain("Stained.", (await user.Orders()).Expect(200).Text);
        Assert.Equal("Stained.", (await admin.Get("/v1/admin/orders/" + order)).Expect(200)["refunds"][0].GetProperty("reason").GetString());
        Assert.Equal(20_000, await user.Balance());
        (await admin.Post("/v1/admin/orders/no-such-order/cancellation", new { reason = "None." })).Expect(404, "unknown_order");
    }

    [Fact]
    public async Task An_operator_cancels_an_order_that_is_not_paid_and_nothing_moves()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser(balance: 10_000);
        var order = await user.Ordered(product.Sku, 1);
        var admin = await Shop.Admin();

        (await admin.Post($"/v1/admin/orders/{order}/cancellation", new { reason = "Asked by phone." })).Expect(200);

        var cancelled = (await admin.Get("/v1/admin/orders/" + order)).Expect(200);
        Assert.Equal(("cancelled", 0, "Asked by phone."), (cancelled.Text("status"), cancelled.Number("refunded"), cancelled.Text("reason")));
        Assert.DoesNotContain("Asked by phone.", (await user.OrderOf(order)).Expect(200).Text);
        (await user.Pay(order)).Expect(409, "order_not_payable");
        Assert.Equal("charge", Assert.Single((await user.Entries()).Expect(200).Items()).Text("kind"));
        await Shop.ShowsStock(product, 100);
        var line = Assert.Single((await admin.Get("/v1/admin/log?subject=orders/" + order)).Expect(200).Items());
        Assert.Equal(("order.cancel", "Asked by phone."), (line.Text("action"), line.Text("reason")));
        Assert.Equal(("open", "cancelled"), (line.GetProperty("before").Text("state"), line.GetProperty("after").Text("state")));
    }

    [Fact]
    public async Task Only_its_user_and_operators_take_back_units_of_an_order()
    {
        var (user, product, order) = await Paid(1);
        var body = new { items = new[] { new { sku = product.Sku, quantity = 1 } }, reason = "Mine." };
        var (own, operators) = ($"/v1/orders/{order}/cancellation", $"/v1/admin/orders/{order}/cancellation");

        (await Shop.Anonymous.Post(own, body)).Expect(401, "unauthorized");
        (await Shop.Anonymous.Post(operators, body)).Expect(401, "unauthorized");
        (await (await Shop.NewUser()).Post(own, body)).Expect(404, "unknown_order");
        (await (await Shop.NewUser()).Post(operators, body)).Expect(403, "forbidden");
        (await user.Post(operators, body)).Expect(403, "forbidden");
        (await (await Shop.Admin()).Post(own, body)).Expect(404, "unknown_order");
        Assert.Equal("paid", (await user.OrderOf(order)).Text("status"));
        (await user.Post(own, body)).Expect(200);
    }

    [Fact]
    public async Task Each_refund_in_part_is_published_with_its_units_and_amount()
    {
        var (user, product, order) = await Paid(3, price: 10_000, discount: 1_000);
        (await user.TakeBack(order, [(product.Sku, 1)])).Expect(200);
        (await user.Cancel(order)).Expect(200);

        var events = await PaymentEvents.Of(order, shared.Processes[0].PaymentsFile, atLeast: 3);

        Assert.Equal(
            [("com.ecommerce.payment.completed.v1", order + ".completed"), ("com.ecommerce.payment.refunded.v1", order + ".refunded.1"), ("com.ecommerce.payment.refunded.v1", order + ".refunded.2")],
            events.Select(told => (told.Text("type"), told.Text("id"))));
        var data = events.Skip(1).Select(told => told.GetProperty("data")).ToList();
        Assert.Equal([(1, 9_667), (2, 19_333)], data.Select(refund => (refund.GetProperty("items")[0].Number("quantity"), refund.Number("refunded"))));
        Assert.All(data, refund => Assert.Equal((29_000, 30_000, 1_000), (refund.Number("paid"), refund.Number("total"), refund.Number("discount"))));
    }

    [Theory]
    [InlineData(1, "percent", 13)]
    [InlineData(2, "fixed", 9_999)]
    [InlineData(3, "fixed", 10_000_000)]
    [InlineData(4, null, 0)]
    public async Task Whatever_is_taken_back_by_whomever_at_once_adds_up_to_what_was_paid(int seed, string? discount, long value)
    {
        var random = new Random(seed);
        var products = new List<Product>();
        foreach (var price in (long[])[7, 33_333, 0])
        {
            products.Add(await Shop.Sells(Some.Product() with { Price = price }));
        }

        var user = await Shop.NewUser(balance: 1_000_000);
        var coupon = discount is null ? null : await user.Claimed((await Shop.Runs(Some.Campaign() with { Type = discount, Value = value })).Id);
        var order = (await user.Order(products.Select(product => (product.Sku, random.Next(1, 5))))).Expect(201).Text("id");
        var paid = (await user.Pay(order, coupon)).Expect(200).Number("paid");
        var admin = await Shop.Admin();
        Func<Task<Answer>> Call(int i)
        {
            var (key, reason) = (Some.Key(), "Reason " + i);
            var caller = i % 3 == 0 ? admin : user;
            var path = i % 3 == 0 ? $"/v1/admin/orders/{order}/cancellation" : $"/v1/orders/{order}/cancellation";
            var items = random.GetItems(products.ToArray(), random.Next(1, 3)).Select(product => new { sku = product.Sku, quantity = 1 }).ToList();
            return () => i == 11 ? caller.Post(path, new { reason }, ("Idempotency-Key", key)) : caller.Post(path, new { items, reason }, ("Idempotency-Key", key));
        }

        var calls = Enumerable.Range(0, 12).Select(Call).ToList();
        var first = await Task.WhenAll(calls.SelectMany(call => (Func<Task<Answer>>[])[call, call]).Select(call => call()));
        Assert.All(first, answer => Assert.True(answer.Status == 200 || answer.Code == "not_refundable", answer.ToString()));
        (await user.Cancel(order)).Expect(200);
        foreach (var (call, answer) in calls.Zip(first.Chunk(2)).Where(made => made.Second.All(twice => twice.IsSuccess)))
        {
            Assert.Contains((await call()).Expect(200).Text, answer.Select(twice => twice.Text));
        }

        var cancelled = (await user.OrderOf(order)).Expect(200);
        Assert.Equal(("cancelled", paid), (cancelled.Text("status"), cancelled.Number("refunded")));
        Assert.Equal(paid, cancelled["refunds"].EnumerateArray().Sum(refund => refund.Number("amount")));
        Assert.Equal(1_000_000, await user.Balance());
        Assert.All((await user.Coupons()).Items(), left => Assert.Equal("usable", left.Text("status")));
        foreach (var product in products)
        {
            await Shop.ShowsStock(product, 100);
        }

        await Shop.BooksAreRight();
    }

    // A user whose wallet is empty, and an order that they paid with a coupon when there is a discount.
    private async Task<(Caller User, Product Product, string Order)> Paid(int quantity, long price = 10_000, long discount = 0)
    {
        var product = await Shop.Sells(Some.Product() with { Price = price });
        var user = await Shop.NewUser(balance: price * quantity - discount);
        var coupon = discount == 0 ? null : await user.Claimed((await Shop.Runs(Some.Campaign() with { Value = discount })).Id);
        var order = await user.Ordered(product.Sku, quantity);
        Assert.Equal(0, (await user.Pay(order, coupon)).Expect(200).Number("balance"));
        return (user, product, order);
    }

    private static void NotRefundable(Answer answer, string sku, long refundable)
    {
        answer.Expect(409, "not_refundable");
        Assert.Equal((sku, refundable), (answer.Text("sku"), answer.Number("refundable")));
    }

    private static IEnumerable<string> Fields(Answer answer) =>
        answer.Expect(422, "validation_failed")["errors"].EnumerateObject().Select(field => field.Name);
}
