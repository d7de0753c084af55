namespace ECommerce.ShopTests.Kafka;

/// <summary>SIGKILL at random moments while payments flow to Kafka, twelve times: four shops side by side, three times each.</summary>
public sealed class Killed_while_publishing(ITestOutputHelper output)
{
    private const int Shops = 4;
    private const int Kills = 3;
    private const int Users = 40;
    private const int AtOnce = 6;
    private const int Seed = 20_101_202;

    [Fact]
    public async Task No_event_of_a_paid_order_is_lost_and_duplicates_are_equal()
    {
        await using var broker = await KafkaBroker.Start();
        var reports = await Task.WhenAll(Enumerable.Range(0, Shops).Select(shop => Survive(broker, $"shop-{shop}", new Random(Seed + shop))));

        output.WriteLine($"{Shops * Kills} kills: {reports.Sum(r => r.Paid)} paid orders, {reports.Sum(r => r.Records)} records, "
            + $"{reports.Sum(r => r.Records - r.Paid)} of them duplicates.");
    }

    private static async Task<(int Paid, int Records)> Survive(KafkaBroker broker, string topic, Random random)
    {
        await broker.Create(topic, 8);
        await using var follower = Kcat.Follow(broker, topic);
        await using var process = await ShopProcess.Start(KafkaSettings.Of(broker, topic));
        var shop = new Shop([process.Http], signed: true);
        var load = new PaymentLoad(shop);
        await load.Prepare();
        var users = await load.Users(Users);
        for (var kill = 0; kill < Kills; kill++)
        {
            var before = follower.Count;
            using var stop = new CancellationTokenSource();
            var paying = load.RunUntil(stop.Token, users, AtOnce, mayBreak: true);

            // The right to publish of the process before must end first; then the moment is anywhere in the first second.
            Assert.True(await Eventually.Ask(() => Task.FromResult(follower.Count), count => count > before + 50, KafkaSettings.Drain) > before + 50);
            await Task.Delay(random.Next(1_000));
            process.Kill();
            await stop.CancelAsync();
            await paying;
            await process.Start();
        }

        var stream = await shop.DrainedStream(KafkaSettings.Drain);
        Assert.Equal((0, 0), (stream.Number("pending"), stream.Number("parked")));
        var paid = await PaidOrders(users);
        await Eventually.Ask(() => Task.FromResult(follower.Events), events => events >= paid.Count, KafkaSettings.Drain);
        var records = follower.Records();
        KafkaTruth.Holds(load, records, exact: false);
        Assert.Equal(paid.Order(), records.Select(record => record["ce_subject"]).Distinct().Order());
        await shop.BooksAreRight();
        return (paid.Count, records.Count);
    }

    private static async Task<IReadOnlyList<string>> PaidOrders(IReadOnlyList<Caller> users)
    {
        var paid = new List<string>();
        foreach (var user in users)
        {
            var orders = await JsonReading.AllPages(cursor => user.Orders(limit: 100, cursor));
            paid.AddRange(orders.Where(order => order.Text("status") == "paid").Select(order => order.Text("id")));
        }

        return paid;
    }
}
