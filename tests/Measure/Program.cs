using System.Text;
using ECommerce.Measure;

// The payment stream: how fast a backlog drains, what it costs while payments run, how long a payment takes to get out.
// dotnet run -c Release --project tests/Measure -- stream [seconds a round] [backlog]
if (args is ["stream", ..])
{
    await PaymentStreamRun.All(seconds: args.Length > 1 ? int.Parse(args[1]) : 5, backlog: args.Length > 2 ? int.Parse(args[2]) : 200_000);
    return;
}

// This build beside another one.
// dotnet run -c Release --project tests/Measure -- compare <the other build's ECommerce.WebFrontend.dll> [PostgreSQL|SQLite] [Claim|SoldOut|Checkout|List]
if (args is ["compare", var before, .. var only])
{
    await Comparison.Run(before, only);
    return;
}

// Claims a second on one campaign: the shop, beside a row lock for each claim, beside an endpoint that does nothing.
// dotnet run -c Release --project tests/Measure -- [connections] [rounds] [seconds a round]
if (args is ["serve", var port, var database, var body])
{
    await Rivals.Serve(int.Parse(port), database, int.Parse(body));
    return;
}

var connections = args.Length > 0 ? int.Parse(args[0]) : 128;
var rounds = args.Length > 1 ? int.Parse(args[1]) : 5;
var length = TimeSpan.FromSeconds(args.Length > 2 ? int.Parse(args[2]) : 4);

await using var server = await PostgresServer.StartPrivate(durable: true)
    ?? throw new InvalidOperationException(PostgresServer.SkipReason);
await using var deployment = await Deployment.Start(new ShopSettings { Postgres = await server.NewDatabase(), SigningKey = true });
var shop = deployment.Shop();
var frontends = deployment.Frontends.Select(frontend => frontend.Http).ToList();
var sample = await shop.Runs(Some.Campaign());
var bodySize = Encoding.UTF8.GetByteCount((await (await shop.NewUser()).Claim(sample.Id)).Expect(201).Text);
using var rivals = Rivals.Start(await server.NewDatabase(), bodySize, out var rivalAddress);
using var rivalHttp = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = int.MaxValue }) { BaseAddress = rivalAddress };
await Eventually.Ask(() => Load.IsUp(rivalHttp), up => up, TimeSpan.FromSeconds(20));

var results = new Dictionary<string, List<double>> { ["shop"] = [], ["row lock"] = [], ["empty"] = [] };
for (var round = 0; round <= rounds; round++)
{
    var campaign = await shop.Runs(Some.Campaign() with { Quantity = 10_000_000 });
    (await rivalHttp.PutAsync($"/rows/{campaign.Id}", null)).EnsureSuccessStatusCode();
    var rates = new (string Name, double Rate)[]
    {
        ("shop", await Load.Run(frontends, $"/v1/campaigns/{campaign.Id}/claim", connections, length, $"r{round}s")),
        ("row lock", await Load.Run([rivalHttp], $"/rows/{campaign.Id}", connections, length, $"r{round}r")),
        ("empty", await Load.Run([rivalHttp], "/empty", connections, length, $"r{round}e")),
    };
    Console.WriteLine($"round {round}{(round == 0 ? " (warm-up, not counted)" : "")}: "
        + string.Join(", ", rates.Select(rate => $"{rate.Name} {rate.Rate:0}/s")));
    if (round == 0)
    {
        continue;
    }

    foreach (var (name, rate) in rates)
    {
        results[name].Add(rate);
    }
}

await shop.BooksAreRight();
double Median(string name) => results[name].Order().ElementAt(results[name].Count / 2);
Console.WriteLine($"{connections} connections, {Environment.ProcessorCount} cores, medians of {rounds} rounds of {length.TotalSeconds} s:");
foreach (var name in results.Keys)
{
    Console.WriteLine($"  {name}: {Median(name):0} a second");
}

Console.WriteLine($"  shop / row lock: {Median("shop") / Median("row lock"):0.0}");
Console.WriteLine($"  shop / empty: {Median("shop") / Median("empty"):0.00}");
rivals.Kill();
