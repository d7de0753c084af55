using System.Diagnostics;

namespace ECommerce.Measure;

/// <summary>What publishing to Kafka costs beside the payments themselves: a backlog drained alone, and the delay under load.</summary>
internal static class PaymentFeed
{
    private const int Users = 4_000;
    private const int AtOnce = 32;
    private const int Partitions = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task Run(int backlog, TimeSpan live)
    {
        await using var server = await PostgresServer.StartPrivate(durable: true)
            ?? throw new InvalidOperationException(PostgresServer.SkipReason);
        await using var broker = await KafkaBroker.Start(partitions: Partitions);
        await using var process = await ShopProcess.Start(new ShopSettings
        {
            Postgres = await server.NewDatabase(),
            SigningKey = true,
            More = new Dictionary<string, string>
            {
                ["DataPlatform__Kafka__BootstrapServers"] = broker.Bootstrap,
                ["DataPlatform__Kafka__Config__compression.type"] = "lz4",
            },
        });
        var shop = new Shop([process.Http], signed: true);
        var load = new PaymentLoad(shop);
        await load.Prepare();
        var users = await load.Users(Users);

        await broker.Down();
        var (rate, cpu) = await Pay(process, load, users, backlog);
        Console.WriteLine($"paying with the broker away: {rate:0} payments a second, {cpu.TotalMicroseconds:0} µs of the shop's CPU each");

        var waiting = await shop.Pending();
        var before = process.ProcessorTime;
        var clock = Stopwatch.StartNew();
        await broker.Up();
        await Eventually.Ask(shop.Pending, pending => pending == 0, Patience);
        var drained = waiting / clock.Elapsed.TotalSeconds;
        var each = (process.ProcessorTime - before) / waiting;
        Console.WriteLine($"draining {waiting}: {drained:0} events a second, {each.TotalMicroseconds:0} µs of the shop's CPU each; "
            + $"{drained / rate:0.0} times the rate of payments, {each / cpu:0.000} of their CPU");

        await using var follower = Kcat.Follow(broker);
        await Eventually.Ask(() => Task.FromResult(follower.Count), count => count >= backlog, Patience);
        var read = follower.Count;
        using var stop = new CancellationTokenSource(live);
        var paid = load.Count;
        await load.RunUntil(stop.Token, users, AtOnce);
        paid = load.Count - paid;
        await Eventually.Ask(() => Task.FromResult(follower.Count), count => count >= read + paid, Patience);
        var delays = follower.Delays(read);
        Console.WriteLine($"{paid / live.TotalSeconds:0} payments a second with the broker there; from payment to consumer: median "
            + $"{delays[delays.Count / 2].TotalMilliseconds:0} ms, 99 of 100 within {delays[delays.Count * 99 / 100].TotalMilliseconds:0} ms");
        await shop.BooksAreRight();
    }

    private static async Task<(double Rate, TimeSpan Cpu)> Pay(ShopProcess process, PaymentLoad load, IReadOnlyList<Caller> users, int count)
    {
        var before = process.ProcessorTime;
        var clock = Stopwatch.StartNew();
        await load.Run(users, count / users.Count, AtOnce);
        return (load.Count / clock.Elapsed.TotalSeconds, (process.ProcessorTime - before) / load.Count);
    }
}
