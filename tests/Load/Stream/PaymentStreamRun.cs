using System.Diagnostics;

namespace ECommerce.Load;

/// <summary>The payment stream of one shop, on one ledger, to one data platform.</summary>
internal sealed class PaymentStreamRun : IAsyncDisposable
{
    private const int Rounds = 5;
    private const int Connections = 64;
    private const int Partitions = 32;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly string _name;
    private readonly ShopProcess _process;
    private readonly Shop _shop;
    private readonly PostgresServer? _server;
    private readonly StreamDatabase _database;
    private readonly Arrivals _arrivals;

    private PaymentStreamRun(string name, ShopProcess process, PostgresServer? server, Arrivals arrivals)
    {
        (_name, _process, _server, _arrivals) = (name, process, server, arrivals);
        _shop = new([process.Http], signed: true);
        _database = new(process);
    }

    public static async Task All(int seconds, int backlog)
    {
        await using var server = await PostgresServer.StartPrivate(durable: true) ?? throw new InvalidOperationException(PostgresServer.SkipReason);
        await using var broker = await KafkaBroker.Start(partitions: Partitions);
        foreach (var postgres in new[] { server, null })
        {
            foreach (var kafka in new[] { broker, null })
            {
                await using (var run = await Start(postgres, kafka))
                {
                    await run.UnderLoad(seconds);
                }

                await using (var run = await Start(postgres, kafka))
                {
                    await run.Alone();
                }

                await using (var run = await Start(postgres, kafka))
                {
                    await run.Drain(backlog);
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        await _arrivals.DisposeAsync();
        await _process.DisposeAsync();
    }

    private static async Task<PaymentStreamRun> Start(PostgresServer? server, KafkaBroker? broker)
    {
        var topic = $"payments-{Guid.NewGuid():N}";
        var settings = new ShopSettings { Postgres = server is null ? null : await server.NewDatabase(), SigningKey = true };
        if (broker is not null)
        {
            await broker.Create(topic, Partitions);
            settings = settings with { More = broker.Settings(topic) };
        }

        var process = await ShopProcess.Start(settings);
        var arrivals = broker is null ? Arrivals.In(process.PaymentsFile) : Arrivals.In(broker, topic);
        return new($"{(server is null ? "SQLite" : "PostgreSQL")} to {(broker is null ? "a file" : "Kafka")}", process, server, arrivals);
    }

    // As fast as it goes, and then at half of that: there a difference in what is used is not hidden by one in what is done.
    private async Task UnderLoad(int seconds)
    {
        var payers = new Payers(_shop);
        await payers.Prepare(Connections);
        var full = (await payers.Run(TimeSpan.FromSeconds(seconds))).PerSecond;
        foreach (var rate in new double?[] { null, full / 2 })
        {
            var (on, off) = (new List<Round>(), new List<Round>());
            for (var round = 0; round < Rounds; round++)
            {
                on.Add(await Pay(payers, seconds, rate, published: true));
                off.Add(await Pay(payers, seconds, rate, published: false));
            }

            Console.WriteLine($"{_name}, {Connections} payers {(rate is null ? "as fast as it goes" : "at half of that")}, stream on and off in turn, medians of {Rounds} rounds:");
            Console.WriteLine($"  payments a second {Median(on.Select(r => r.PerSecond)):0} on, {Median(off.Select(r => r.PerSecond)):0} off; "
                + $"answered after {Quantiles([.. on.SelectMany(r => r.Latencies)])} on, {Quantiles([.. off.SelectMany(r => r.Latencies)])} off");
            Console.WriteLine($"  CPU of a payment: shop {Compared(on, off, r => r.Shop)}"
                + (_server is null ? "" : $"; with the database {Compared(on, off, r => r.Shop + r.Database)}"));
            Console.WriteLine($"  from payment to consumer {Quantiles([.. on.SelectMany(r => r.Delays)])}");
        }
    }

    private async Task<Round> Pay(Payers payers, int seconds, double? rate, bool published)
    {
        await _database.Stand(aside: !published);
        await _shop.DrainedStream(published ? Patience : TimeSpan.Zero);
        _arrivals.Forget();
        var cpu = Used();
        var (perSecond, latencies) = await payers.Run(TimeSpan.FromSeconds(seconds), rate);
        var (shop, database) = Since(cpu);
        return new(perSecond, latencies, shop * 1_000 / latencies.Count, database * 1_000 / latencies.Count, published ? await _arrivals.Delays(latencies.Count) : []);
    }

    private async Task Alone()
    {
        const int payments = 100;
        var payers = new Payers(_shop);
        await payers.Prepare(1);
        await payers.Run(TimeSpan.FromSeconds(1));
        await _shop.DrainedStream(Patience);
        _arrivals.Forget();
        for (var i = 0; i < payments; i++)
        {
            await payers.PayOnce();
            await Task.Delay(50);
        }

        var delays = await _arrivals.Delays(payments);
        await AtRest();
        var on = await AtRest();
        await _database.Stand(aside: true);
        var off = await AtRest();
        Console.WriteLine($"{_name}, one payment at a time: from payment to consumer {Quantiles(delays)}; at rest {on:0.0} ms CPU a second on, {off:0.0} off");
    }

    private async Task<double> AtRest()
    {
        var length = TimeSpan.FromSeconds(10);
        var cpu = Used();
        await Task.Delay(length);
        var (shop, database) = Since(cpu);
        return (shop + database) / length.TotalSeconds;
    }

    private async Task Drain(int backlog)
    {
        await _database.Stand(aside: true);
        await _database.Fill(backlog);
        var cpu = Used();
        await _database.Stand(aside: false);
        var clock = Stopwatch.StartNew();
        await Eventually.Ask(_database.Waiting, waiting => waiting < backlog, TimeSpan.FromSeconds(30));
        clock.Restart();
        await Eventually.Ask(_database.Waiting, waiting => waiting == 0, Patience);
        var (shop, database) = Since(cpu);
        Console.WriteLine(
            $"{_name}, backlog of {backlog}: drained in {clock.Elapsed.TotalSeconds:0.0} s, {backlog / clock.Elapsed.TotalSeconds:0} a second; "
            + $"CPU of an event: shop {shop * 1_000 / backlog:0} µs, database {database * 1_000 / backlog:0} µs");
    }

    private (TimeSpan Process, TimeSpan Database) Used() => Cpu.Of([_process.Id], _server);

    // In milliseconds.
    private (double Shop, double Database) Since((TimeSpan Process, TimeSpan Database) before)
    {
        var now = Used();
        return ((now.Process - before.Process).TotalMilliseconds, (now.Database - before.Database).TotalMilliseconds);
    }

    private static string Compared(IReadOnlyList<Round> on, IReadOnlyList<Round> off, Func<Round, double> figure) =>
        $"{Median(on.Select(figure)):0} µs on, {Median(off.Select(figure)):0} off (ratio {Median(on.Zip(off, (a, b) => figure(a) / figure(b))):0.000})";

    private static double Median(IEnumerable<double> figures) => figures.Order().ElementAt(Rounds / 2);

    private static string Quantiles(IReadOnlyList<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToList();
        string At(double part) => sorted.Count == 0 ? "–" : $"{sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * part))]:0.0}";
        return $"{At(0.5)}/{At(0.99)} ms (median/p99)";
    }

    /// <summary>One run of the payers. Processor time in microseconds for each payment.</summary>
    private sealed record Round(double PerSecond, IReadOnlyList<double> Latencies, double Shop, double Database, IReadOnlyList<double> Delays);
}
