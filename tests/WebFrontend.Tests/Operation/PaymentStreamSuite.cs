namespace ECommerce.WebFrontend.Tests.Operation;

public sealed class Payment_stream_on_Sqlite(SqliteShop shop) : PaymentStreamSuite(shop);

public sealed class Payment_stream_on_Postgres(PostgresShop shop) : PaymentStreamSuite(shop);

public sealed class Payment_stream_on_a_cluster(ClusterShop shop) : PaymentStreamSuite(shop);

public abstract class PaymentStreamSuite(SharedShop shared)
{
    private const string EnvelopeShape =
        "specversion:text type:text source:text id:text subject:text partitionkey:text time:time datacontenttype?:text data:object";

    private const string DataShape =
        "orderId:text userId:text items:array total:integer discount:integer couponId?:text campaignId?:text paid:integer paidAt:time";

    private Shop Shop => shared.Shop;

    private string File => shared.Processes[0].PaymentsFile;

    [Fact]
    public async Task A_payment_is_published_as_a_cloud_event()
    {
        var campaign = await Shop.Runs(Some.Campaign());
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();
        var coupon = await user.Claimed(campaign.Id);
        (await user.Charge(50_000)).Expect(201);
        var order = await user.Ordered(product.Sku, 2);
        var receipt = (await user.Pay(order, coupon)).Expect(200);

        var published = Assert.Single(await PaymentEvents.Of(order, File, atLeast: 1)).HasShape(EnvelopeShape);

        Assert.Equal(("1.0", "com.ecommerce.payment.completed.v1"), (published.Text("specversion"), published.Text("type")));
        Assert.Equal(("/ecommerce", user.Id), (published.Text("source"), published.Text("partitionkey")));
        Assert.Equal(receipt.Time("paidAt"), published.GetProperty("time").GetDateTimeOffset());
        var data = published.GetProperty("data").HasShape(DataShape);
        Assert.Equal((order, user.Id), (data.Text("orderId"), data.Text("userId")));
        Assert.Equal((20_000, 1_000, 19_000), (data.Number("total"), data.Number("discount"), data.Number("paid")));
        Assert.Equal((coupon, campaign.Id), (data.Text("couponId"), data.Text("campaignId")));
        var item = data.GetProperty("items").EnumerateArray().Single();
        item.HasShape("sku:text productId:text name:text options:object quantity:integer price:integer");
        Assert.Equal((product.Sku, 2, 10_000), (item.Text("sku"), item.Number("quantity"), item.Number("price")));
    }

    [Fact]
    public async Task A_payment_without_a_coupon_names_none()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser(balance: 50_000);
        var order = await user.Ordered(product.Sku, 1);
        (await user.Pay(order)).Expect(200);

        var data = Assert.Single(await PaymentEvents.Of(order, File, atLeast: 1)).GetProperty("data");

        Assert.False(data.TryGetProperty("couponId", out var coupon) && coupon.ValueKind != System.Text.Json.JsonValueKind.Null);
        Assert.False(data.TryGetProperty("campaignId", out var campaign) && campaign.ValueKind != System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task A_cancellation_follows_its_payment_with_an_id_of_its_own()
    {
        var order = await A_cancelled_order();

        var events = await PaymentEvents.Of(order, File, atLeast: 2);

        Assert.Equal(
            ["com.ecommerce.payment.completed.v1", "com.ecommerce.payment.cancelled.v1"], events.Select(e => e.Text("type")));
        Assert.Equal(2, events.Select(e => e.Text("id")).Distinct().Count());
    }

    [Fact]
    public async Task The_stream_reports_its_backlog()
    {
        await PaymentEvents.Of(await A_cancelled_order(), File, atLeast: 2);

        var stream = await Shop.DrainedStream(Bounds.Publication);

        stream.HasShape("pending:integer oldestSeconds:number parked:integer published:integer publishedPerSecond:number partitions:array parkedEvents:array");
        Assert.Equal(0, stream.Number("parked"));
        Assert.True(stream.Number("published") >= 2);
    }

    [Fact]
    public async Task The_stream_reports_the_backlog_and_the_owner_of_each_partition()
    {
        await PaymentEvents.Of(await A_cancelled_order(), File, atLeast: 2);

        var stream = await Shop.DrainedStream(Bounds.Publication);

        var partitions = stream.GetProperty("partitions").EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(0, 16).Select(i => (long)i), partitions.Select(partition => partition.Number("partition")));
        Assert.All(partitions, partition => partition.HasShape(
            "partition:integer pending:integer oldestSeconds:number parked:integer published:integer owner:text"));
        Assert.Equal(stream.Number("published"), partitions.Sum(partition => partition.Number("published")));
        Assert.True(stream.GetProperty("publishedPerSecond").GetDouble() > 0);
    }

    [Fact]
    public async Task A_retry_of_parked_payments_tells_how_many_there_were()
    {
        var answer = (await (await Shop.Admin()).Post("/v1/admin/payment-stream/parked/retry")).Expect(202);

        Assert.Equal(0, answer.Json.Number("events"));
        Assert.Equal("/v1/admin/payment-stream", answer.Header("Location"));
    }

    [Fact]
    public async Task A_replay_publishes_the_same_events_again()
    {
        var from = DateTimeOffset.UtcNow.AddSeconds(-5);
        var order = await A_cancelled_order();
        var first = await PaymentEvents.Of(order, File, atLeast: 2);

        var answer = await Replay(from, DateTimeOffset.UtcNow.AddSeconds(5));

        answer.Expect(202);
        var all = await PaymentEvents.Of(order, File, atLeast: 4);
        Assert.Equal(first.Select(e => e.GetRawText()).Order(), all.Select(e => e.GetRawText()).Distinct().Order());
        Assert.True(all.Count >= 4, $"{all.Count} events after the replay");
        await Shop.BooksAreRight();
    }

    [Fact]
    public async Task A_replay_needs_an_end_after_its_start()
    {
        var now = DateTimeOffset.UtcNow;

        (await Replay(now, now.AddDays(-1))).Expect(422, "validation_failed");
        (await (await Shop.Admin()).Post("/v1/admin/payment-stream/replay", new { })).Expect(422, "validation_failed");
    }

    [Fact]
    public async Task A_time_without_an_offset_is_refused()
    {
        var admin = await Shop.Admin();
        var replay = new { from = "2026-03-01T00:00:00", to = "2026-03-02T00:00:00Z" };
        (await admin.Post("/v1/admin/payment-stream/replay", replay)).Expect(422, "validation_failed");
        (await admin.Post("/v1/admin/payment-stream/replay", new { from = "2026-03-01T09:00:00+09:00", replay.to })).Expect(202);
    }

    private async Task<Answer> Replay(DateTimeOffset from, DateTimeOffset to) =>
        await (await Shop.Admin()).Post("/v1/admin/payment-stream/replay", new { from = from.UtcDateTime, to = to.UtcDateTime });

    private async Task<string> A_cancelled_order()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser(balance: 50_000);
        var order = await user.Ordered(product.Sku, 1);
        (await user.Pay(order)).Expect(200);
        (await user.Cancel(order)).Expect(200);
        return order;
    }
}
