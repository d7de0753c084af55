using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace ECommerce.ShopTests.Kafka;

/// <summary>What users paid is what another's Kafka client reads.</summary>
public sealed class Payments_in_Kafka(ITestOutputHelper output)
{
    private const int Users = 1_000;

    /// <summary>Enough to make the point, or with SHOP_TEST_FULL=true the hundred thousand payments that docs/data-platform.md speaks of.</summary>
    private static readonly int Each = Environment.GetEnvironmentVariable("SHOP_TEST_FULL") == "true" ? 100 : 10;

    [Fact]
    public async Task Each_of_many_thousand_payments_under_load_arrives_with_its_id_key_headers_and_order()
    {
        await using var broker = await KafkaBroker.Start(partitions: 32);
        await using var follower = Kcat.Follow(broker);
        await using var process = await ShopProcess.Start(KafkaSettings.Of(broker));
        var shop = new Shop([process.Http], signed: true);
        var load = new PaymentLoad(shop);
        await load.Prepare();
        var users = await load.Users(Users);

        var clock = Stopwatch.StartNew();
        await load.Run(users, Each, atOnce: 64);
        var paid = clock.Elapsed;
        var stream = await shop.DrainedStream(KafkaSettings.Drain);
        var drained = clock.Elapsed - paid;
        await Eventually.Ask(() => Task.FromResult(follower.Events), events => events >= Users * Each, KafkaSettings.Drain);

        Assert.Equal((0, 0), (stream.Number("pending"), stream.Number("parked")));
        var records = follower.Records();
        KafkaTruth.Holds(load, records);
        Assert.All(records, IsAsSpecified);
        await shop.BooksAreRight();
        output.WriteLine($"{load.Count} payments in {paid.TotalSeconds:0.0} s ({load.Count / paid.TotalSeconds:0}/s); "
            + $"the last was published {drained.TotalMilliseconds:0} ms after the last payment; {records.Count} records, "
            + $"{records.Count - load.Count} duplicates; from payment to consumer {Quantiles.Of(follower.Delays())}.");
    }

    private static void IsAsSpecified(KafkaRecord record)
    {
        Assert.Equal(
            ["ce_specversion", "ce_type", "ce_source", "ce_id", "ce_subject", "ce_partitionkey", "ce_time", "content-type"],
            record.Headers.Select(header => header.Name));
        Assert.Equal(
            ("1.0", "com.ecommerce.payment.completed.v1", "/ecommerce", record.Key, "application/json"),
            (record["ce_specversion"], record["ce_type"], record["ce_source"], record["ce_partitionkey"], record["content-type"]));
        Assert.Equal(record["ce_subject"] + ".completed", record.Id);
        using var data = JsonDocument.Parse(record.Payload);
        Assert.Equal(
            (record["ce_subject"], record.Key, 100, 100, record["ce_time"]),
            (data.RootElement.Text("orderId"), data.RootElement.Text("userId"), data.RootElement.Number("total"),
                data.RootElement.Number("paid"), data.RootElement.Text("paidAt")));
        Assert.True(DateTimeOffset.TryParseExact(
            record["ce_time"], "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _), record["ce_time"]);
    }
}
