using System.Diagnostics;

namespace ECommerce.ShopTests.Kafka;

/// <summary>Payments do not notice what their events go through.</summary>
public sealed class Failing_Kafka(ITestOutputHelper output)
{
    private const int Users = 3_000;
    private const int AtOnce = 16;

    private const int NotLeader = 6;
    private const int TimedOut = 7;
    private const int NotEnoughReplicas = 19;
    private const int NoRight = 29;
    private const int OutOfSequence = 45;
    private const int StaleEpoch = 47;
    private const int UnknownProducer = 59;

    /// <summary>How long the broker is away; 30 for the figures in docs/data-platform.md.</summary>
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("KAFKA_OUTAGE_SECONDS"), out var seconds) ? seconds : 8);

    [Fact]
    public async Task Payments_do_not_wait_for_a_broker_that_is_away_and_their_events_come_later_in_order()
    {
        await using var broker = await KafkaBroker.Start(partitions: 32);
        await using var process = await ShopProcess.Start(KafkaSettings.Of(broker));
        var shop = new Shop([process.Http], signed: true);
        var (load, users) = await Begin(shop);
        using var stop = new CancellationTokenSource();
        var paying = load.RunUntil(stop.Token, users, AtOnce);

        await Task.Delay(TimeSpan.FromSeconds(3));
        var start = Stopwatch.GetTimestamp();
        await Task.Delay(Outage);
        var away = Stopwatch.GetTimestamp();
        await broker.Down();
        await Task.Delay(Outage);
        var backlog = await shop.Pending();
        var back = Stopwatch.GetTimestamp();
        await broker.Up();
        await Eventually.Ask(shop.Pending, pending => pending < 1_000, KafkaSettings.Drain);
        var drained = Stopwatch.GetTimestamp();
        await Task.Delay(Outage);
        var end = Stopwatch.GetTimestamp();
        await stop.CancelAsync();
        await paying;

        var there = load.Between((start, away), (drained, end));
        var without = load.Between((away, back));
        output.WriteLine($"Broker there: {there.Count} payments, {Quantiles.Of(there)}.");
        output.WriteLine($"Broker away for {Outage.TotalSeconds} s: {without.Count} payments, {Quantiles.Of(without)}; ratio of the medians "
            + $"{Quantiles.Median(without) / Quantiles.Median(there):0.00}. The backlog of {backlog} was gone {Stopwatch.GetElapsedTime(back, drained).TotalSeconds:0.0} s after the broker's return.");

        // Whoever waits for a broker waits for seconds; less than that is what else the machine does meanwhile.
        Assert.True(Quantiles.Median(without) < (Quantiles.Median(there) * 3) + TimeSpan.FromMilliseconds(20), "Payments are slower without the broker.");
        Assert.True(backlog > without.Count / 2, $"Only {backlog} waited of {without.Count}.");
        await AllArrive(shop, load, broker);
    }

    [Fact]
    public async Task A_broker_that_refuses_stalls_errs_cuts_and_moves_costs_no_payment_and_no_event()
    {
        await using var broker = await KafkaBroker.Start(partitions: 32);
        await using var process = await ShopProcess.Start(KafkaSettings.Of(broker));
        var shop = new Shop([process.Http], signed: true);
        var (load, users) = await Begin(shop);
        using var stop = new CancellationTokenSource();
        var paying = load.RunUntil(stop.Token, users, AtOnce);

        var breath = TimeSpan.FromSeconds(1.5);
        for (var flap = 0; flap < 3; flap++)
        {
            await broker.Down();
            await Task.Delay(TimeSpan.FromMilliseconds(300));
            await broker.Up();
            await Task.Delay(TimeSpan.FromMilliseconds(500));
        }

        await broker.Slow(TimeSpan.FromMilliseconds(500));
        await Task.Delay(breath * 2);
        await broker.Slow(TimeSpan.Zero);
        foreach (var code in (int[])[NotLeader, TimedOut, NotEnoughReplicas, KafkaBroker.CutConnection, OutOfSequence, StaleEpoch, UnknownProducer, NoRight])
        {
            await broker.Fail(code, code, 0, code, 0, 0, 0, code);
            await Task.Delay(breath);
        }

        await broker.Heal();
        for (var partition = 0; partition < 32; partition++)
        {
            await broker.MoveLeader(partition, 1 + (partition % 2));
        }

        await broker.Slow(TimeSpan.FromMilliseconds(200));
        await Task.Delay(breath);
        await broker.Down();
        await broker.Slow(TimeSpan.Zero);
        await broker.Up();
        await Task.Delay(breath);
        await stop.CancelAsync();
        await paying;
        await AllArrive(shop, load, broker);
    }

    private static async Task<(PaymentLoad Load, IReadOnlyList<Caller> Users)> Begin(Shop shop)
    {
        var load = new PaymentLoad(shop);
        await load.Prepare();
        return (load, await load.Users(Users));
    }

    private async Task AllArrive(Shop shop, PaymentLoad load, KafkaBroker broker)
    {
        var stream = await shop.DrainedStream(KafkaSettings.Drain);
        Assert.Equal((0, 0), (stream.Number("pending"), stream.Number("parked")));

        // Read from the beginning by somebody who saw none of the failures.
        var records = await Kcat.Read(broker);
        KafkaTruth.Holds(load, records);
        await shop.BooksAreRight();
        output.WriteLine($"{load.Count} payments, {records.Count} records, {records.Count - load.Count} of them duplicates.");
    }
}
