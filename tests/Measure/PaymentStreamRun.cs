using System.Diagnostics;

namespace ECommerce.Measure;

/// <summary>The payment stream on either ledger, with the file publisher.</summary>
internal static class PaymentStreamRun
{
    private const int Rounds = 5;
    private const int Connections = 64;

    public static async Task Measure(int seconds, int backlog)
    {
        await using var server = await PostgresServer.StartPrivate(durable: true) ?? throw new InvalidOperationException(PostgresServer.SkipReason);
        await UnderLoad("PostgreSQL", server, seconds);
        await UnderLoad("SQLite", null, seconds);

        await Idle("PostgreSQL", server);
        await Idle("SQLite", null);
        await Drain("PostgreSQL", server, backlog);
        await Drain("SQLite", null, backlog);
    }

    // As fast as it goes, and then at half of that: there a difference in what is used is not hidden by one in what is done.
    private static async Task UnderLoad(string ledger, PostgresServer? server, int seconds)
    {
        await using var process = await Started(server);
        var database = new StreamDatabase(process);
        var shop = new Shop([process.Http], signed: true);
        var payers = new Payers(shop);
        await payers.Prepare(Connections);
        var half = (await payers.Run(TimeSpan.FromSeconds(seconds))).PerSecond / 2;
        foreach (var rate in new double?[] { null, half })
        {
            var (on, off) = (new List<Round>(), new List<Round>());
            for (var round = 0; round < Rounds; round++)
            {
                foreach (var isOn in new[] { true, false })
                {
                    await database.Stand(aside: !isOn);
                    await shop.DrainedStream(TimeSpan.FromSeconds(isOn ? 30 : 0));
                    using var arrivals = new Arrivals(process.PaymentsFile);
                    var cpu = Cpu.Of(process.Id, server?.Id);
                    var run = await payers.Run(TimeSpan.FromSeconds(seconds), rate);
                    var used = Since(cpu, process, server);
                    await shop.DrainedStream(TimeSpan.FromSeconds(isOn ? 30 : 0));
                    (isOn ? on : off).Add(new(run.PerSecond, run.Latencies, used.Process, used.Database, isOn ? arrivals.Delays() : []));
                }
            }

            Console.WriteLine($"{ledger}, {Connections} payers {(rate is null ? "as fast as it goes" : "at half of that")}, stream on and off in turn, medians of {Rounds} rounds:");
            Console.WriteLine($"  payments a second {Median(on, r => r.PerSecond):0} on, {Median(off, r => r.PerSecond):0} off; "
                + $"answered after {Quantiles([.. on.SelectMany(r => r.Latencies)])} on, {Quantiles([.. off.SelectMany(r => r.Latencies)])} off");
            Console.WriteLine($"  CPU a second: shop {Median(on, r => r.Shop) / seconds:0} ms on, {Median(off, r => r.Shop) / seconds:0} off; "
                + $"database {Median(on, r => r.Database) / seconds:0} ms on, {Median(off, r => r.Database) / seconds:0} off; "
                + $"published after {Quantiles([.. on.SelectMany(r => r.Delays)])}");
        }
    }

    private static double Median(IEnumerable<Round> rounds, Func<Round, double> figure) => rounds.Select(figure).Order().ElementAt(Rounds / 2);

    private static async Task Idle(string ledger, PostgresServer? server)
    {
        await using var process = await Started(server);
        var shop = new Shop([process.Http], signed: true);
        var payers = new Payers(shop);
        await payers.Prepare(1);
        await payers.Run(TimeSpan.FromSeconds(1));
        using var arrivals = new Arrivals(process.PaymentsFile);
        for (var i = 0; i < 100; i++)
        {
            await payers.PayOnce();
            await Task.Delay(50);
        }

        await shop.DrainedStream(TimeSpan.FromSeconds(5));
        var delays = arrivals.Delays();
        await AtRest(process, server);
        var on = await AtRest(process, server);
        await new StreamDatabase(process).Stand(aside: true);
        var off = await AtRest(process, server);
        Console.WriteLine($"{ledger}, one payment at a time: published after {Quantiles(delays)}; at rest {on:0.0} ms CPU a second on, {off:0.0} off");
    }

    private static async Task<double> AtRest(ShopProcess process, PostgresServer? server)
    {
        var length = TimeSpan.FromSeconds(10);
        var cpu = Cpu.Of(process.Id, server?.Id);
        await Task.Delay(length);
        var (own, database) = Since(cpu, process, server);
        return (own + database) / length.TotalSeconds;
    }

    private static (double Process, double Database) Since((TimeSpan Process, TimeSpan Database) before, ShopProcess process, PostgresServer? server)
    {
        var now = Cpu.Of(process.Id, server?.Id);
        return ((now.Process - before.Process).TotalMilliseconds, (now.Database - before.Database).TotalMilliseconds);
    }

    private static async Task Drain(string ledger, PostgresServer? server, int backlog)
    {
        await using var process = await Started(server);
        var database = new StreamDatabase(process);
        var shop = new Shop([process.Http], signed: true);
        await database.Stand(aside: true);
        await database.Fill(backlog);
        var cpu = Cpu.Of(process.Id, server?.Id);
        await database.Stand(aside: false);
        var clock = Stopwatch.StartNew();
        await Eventually.Ask(database.Waiting, waiting => waiting < backlog, TimeSpan.FromSeconds(30));
        clock.Restart();
        await Eventually.Ask(database.Waiting, waiting => waiting == 0, TimeSpan.FromMinutes(5));
        var used = Since(cpu, process, server);
        Console.WriteLine(
            $"{ledger}, backlog of {backlog}: drained in {clock.Elapsed.TotalSeconds:0.0} s, {backlog / clock.Elapsed.TotalSeconds:0} a second; " +
            $"CPU {used.Process / 1_000:0.0} s of the shop, {used.Database / 1_000:0.0} s of the database");
    }

    private static async Task<ShopProcess> Started(PostgresServer? server) =>
        await ShopProcess.Start(new ShopSettings { Postgres = server is null ? null : await server.NewDatabase(), SigningKey = true });

    private static string Quantiles(IReadOnlyList<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToList();
        string At(double part) => sorted.Count == 0 ? "–" : $"{sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * part))]:0.0}";
        return $"{At(0.5)}/{At(0.99)} ms (median/p99)";
    }

    private sealed record Round(double PerSecond, IReadOnlyList<double> Latencies, double Shop, double Database, IReadOnlyList<double> Delays);
}
