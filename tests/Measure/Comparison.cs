using System.Diagnostics;

namespace ECommerce.Measure;

/// <summary>
/// Two builds of the shop side by side on one machine, asked in turn: what each answers in a second, and what an answer costs of
/// the shop's processor time.
/// </summary>
internal static class Comparison
{
    private const int Connections = 128;
    private const int Rounds = 5;

    // Not counted: in its first 25 seconds a program is still being compiled, and a call costs three times what it costs later.
    private const int WarmRounds = 5;
    private const string Before = "before";
    private const string After = "after";
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(3);
    private static readonly string[] Sides = [Before, After];

    /// <param name="before">The path of the other build's ECommerce.WebFrontend.dll.</param>
    /// <param name="only">Names of ledgers and profiles, such as SQLite or Checkout; none: all.</param>
    public static async Task Run(string before, IReadOnlyList<string> only)
    {
        bool IsAsked(string name, IEnumerable<string> names) => !only.Intersect(names).Any() || only.Contains(name);
        string[] ledgers = ["PostgreSQL", "SQLite"];
        Func<Side, int, Task<double>>[] profiles = [Claim, SoldOut, Checkout, List];
        await using var server = await PostgresServer.StartPrivate(durable: true) ?? throw new InvalidOperationException(PostgresServer.SkipReason);
        foreach (var ledger in ledgers.Where(ledger => IsAsked(ledger, ledgers)))
        {
            var shops = new Dictionary<string, Side>();
            foreach (var (name, program) in ((string, string)[])[(Before, before), (After, ShopProcess.Frontend)])
            {
                shops[name] = await Side.Start(program, ledger == "SQLite" ? null : await server.NewDatabase());
            }

            Console.WriteLine($"{ledger}, {Connections} connections, medians of {Rounds} rounds of {Length.TotalSeconds} s in turn, after {WarmRounds} that are not counted:");
            foreach (var profile in profiles.Where(profile => IsAsked(profile.Method.Name, profiles.Select(each => each.Method.Name))))
            {
                await Compare(profile, shops);
            }

            foreach (var (name, side) in shops)
            {
                Console.WriteLine($"  {name}: ready {side.Process.StartupTime.TotalSeconds:0.00} s after its start, {side.MegabytesAtRest} MB at rest, {side.Megabytes} MB now");
                await side.Shop.BooksAreRight();
                await side.Process.DisposeAsync();
            }
        }
    }

    private static async Task Compare(Func<Side, int, Task<double>> profile, Dictionary<string, Side> shops)
    {
        var rates = Sides.ToDictionary(side => side, _ => new List<double>());
        var costs = Sides.ToDictionary(side => side, _ => new List<double>());
        for (var round = 0; round < WarmRounds + Rounds; round++)
        {
            // Whoever is asked first finds another machine than whoever is asked second.
            foreach (var name in round % 2 == 0 ? Sides : Sides.Reverse())
            {
                var cpu = Cpu.Of(shops[name].Process.Id, null).Process;
                var clock = Stopwatch.StartNew();
                var rate = await profile(shops[name], round);
                var used = Cpu.Of(shops[name].Process.Id, null).Process - cpu;
                if (round >= WarmRounds)
                {
                    rates[name].Add(rate);
                    costs[name].Add(used.TotalMicroseconds / (rate * clock.Elapsed.TotalSeconds));
                }
            }
        }

        Console.WriteLine(
            $"  {profile.Method.Name,-9} {Median(rates[Before]),8:0}/s before, {Median(rates[After]),8:0}/s after, ratio {Ratio(rates):0.00}; "
            + $"CPU {Median(costs[Before]),6:0} µs before, {Median(costs[After]),6:0} µs after, ratio {Ratio(costs):0.00}");
    }

    private static async Task<double> Claim(Side side, int round)
    {
        var campaign = await side.Shop.Runs(Some.Campaign() with { Quantity = 10_000_000 });
        return await Load.Run([side.Process.Http], $"/v1/campaigns/{campaign.Id}/claim", Connections, Length, $"r{round}");
    }

    private static async Task<double> SoldOut(Side side, int round)
    {
        var campaign = await side.Shop.Runs(Some.Campaign() with { Quantity = 1 });
        await (await side.Shop.NewUser()).Claim(campaign.Id);
        return await Load.Repeat(async user => (await user.Claim(campaign.Id)).Expect(409), side.Users, Length);
    }

    private static async Task<double> Checkout(Side side, int round) => (await side.Payers.Run(Length)).PerSecond;

    private static Task<double> List(Side side, int round) =>
        Load.Repeat(async user => (await user.Get("/v1/products?limit=20")).Expect(200), side.Users, Length);

    private static double Median(List<double> figures) => figures.Order().ElementAt(figures.Count / 2);

    private static double Ratio(Dictionary<string, List<double>> figures) => Median([.. figures[After].Zip(figures[Before], (after, before) => after / before)]);

    /// <summary>One of the two shops, with users and goods.</summary>
    private sealed record Side(ShopProcess Process, Shop Shop, IReadOnlyList<Caller> Users, Payers Payers, long MegabytesAtRest)
    {
        public long Megabytes => MegabytesOf(Process);

        public static async Task<Side> Start(string program, string? postgres)
        {
            var process = await ShopProcess.Start(new ShopSettings { Postgres = postgres, SigningKey = true }, program);
            await Task.Delay(TimeSpan.FromSeconds(3));
            var atRest = MegabytesOf(process);
            var shop = new Shop([process.Http], signed: true);
            for (var i = 0; i < 50; i++)
            {
                await shop.Sells(Some.Product());
            }

            var payers = new Payers(shop);
            await payers.Prepare(Connections);
            return new(process, shop, await shop.NewUsers(Connections), payers, atRest);
        }

        private static long MegabytesOf(ShopProcess process) => System.Diagnostics.Process.GetProcessById(process.Id).WorkingSet64 >> 20;
    }
}
