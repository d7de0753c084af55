namespace ECommerce.ShopTests.Kafka;

/// <summary>An event that Kafka will not have waits where operators see it, and goes when they say so.</summary>
public sealed class Parked_payments
{
    private const int Lines = 40;
    private const string Limit = "DataPlatform__Kafka__Config__message.max.bytes";

    [Fact]
    public async Task An_event_too_large_holds_up_nobody_is_seen_with_its_reason_and_goes_when_retried()
    {
        await using var broker = await KafkaBroker.Start();
        using var directory = new TempDirectory();
        var file = ("Sqlite__Path", directory.File("shop.db"));
        IReadOnlyList<string> orders;
        await using (var process = await ShopProcess.Start(KafkaSettings.Of(broker, more: [file, (Limit, "4000")])))
        {
            var shop = new Shop([process.Http], signed: true);
            orders = await SmallLargeSmall(shop);
            await IsParked(shop, orders[1]);
            Assert.Equal([orders[0], orders[2]], await Published(broker));

            // As long as the reason is there, it comes back.
            Assert.Equal(1, (await (await shop.Admin()).Post("/v1/admin/payment-stream/parked/retry")).Expect(202).Number("events"));
            await IsParked(shop, orders[1]);
            await process.Stop();
        }

        await using (var process = await ShopProcess.Start(KafkaSettings.Of(broker, more: [file, (Limit, "1000000")])))
        {
            var shop = new Shop([process.Http], signed: true);
            await IsParked(shop, orders[1]);
            var admin = await shop.Admin();
            Assert.Equal(1, (await admin.Post("/v1/admin/payment-stream/parked/retry")).Expect(202).Number("events"));
            var stream = await shop.DrainedStream(KafkaSettings.Drain);
            Assert.Equal((0, 3), (stream.Number("parked"), stream.Number("published")));
            Assert.Empty(stream.GetProperty("parkedEvents").EnumerateArray());
            Assert.Equal([orders[0], orders[2], orders[1]], await Published(broker));
            Assert.Equal(0, (await admin.Post("/v1/admin/payment-stream/parked/retry")).Expect(202).Number("events"));
            await shop.BooksAreRight();
        }
    }

    // One user's: orders of one line, of many, of one.
    private static async Task<IReadOnlyList<string>> SmallLargeSmall(Shop shop)
    {
        var product = await shop.Sells(Some.Product() with { Price = 10, Colors = [.. Enumerable.Range(0, Lines).Select(i => $"Color {i}")] });
        var user = (await shop.NewUsers(1, 1_000_000))[0];
        var orders = new List<string>();
        foreach (var lines in (int[])[1, Lines, 1])
        {
            var order = (await user.Order(Enumerable.Range(0, lines).Select(i => (product.SkuOf(i), 1)))).Expect(201).Text("id");
            (await user.Pay(order)).Expect(200);
            orders.Add(order);
        }

        return orders;
    }

    private static async Task IsParked(Shop shop, string order)
    {
        var admin = await shop.Admin();
        var stream = await Eventually.Ask(
            async () => (await admin.Get("/v1/admin/payment-stream")).Expect(200).Json,
            view => (view.Number("pending"), view.Number("parked")) == (0, 1),
            KafkaSettings.Drain);
        Assert.Equal((0, 1, 2), (stream.Number("pending"), stream.Number("parked"), stream.Number("published")));
        var parked = Assert.Single(stream.GetProperty("parkedEvents").EnumerateArray());
        Assert.Equal(order + ".completed", parked.Text("eventId"));
        Assert.Contains("too large", parked.Text("reason"), StringComparison.OrdinalIgnoreCase);
    }

    // By first appearance in the topic, where one user's are in one partition; what was sent beside the poison came again.
    private static async Task<IReadOnlyList<string>> Published(KafkaBroker broker) =>
        [.. (await Kcat.Read(broker)).Select(record => record["ce_subject"]).Distinct()];
}
