using System.Globalization;
using System.Text.RegularExpressions;

namespace ECommerce.Load.Tests;

/// <summary>The calculations of docs/scale.md.</summary>
public sealed class ScaleTests
{
    private static readonly Machines Machines = new(DatabaseCores: 10, SiloCores: 4, FrontendCores: 2, Use: 0.5, FrontendShare: 0.5);

    [Fact]
    public void The_costs_are_those_that_the_paper_tells()
    {
        var told = Regex.Matches(Paper, @"^\| ([a-z]+) \| ([\d.]+) \| ([\d.]+) \| (?!\d)", RegexOptions.Multiline)
            .Select(row => new Cost(row.Groups[1].Value, Number(row, 2), Number(row, 3)));

        Assert.Equal(Cost.All, told);
    }

    [Fact]
    public void A_demand_costs_what_its_operations_cost()
    {
        var demand = Demand.Of(60_000, TimeSpan.FromSeconds(60), new Dictionary<Cost, double> { [Cost.Claim] = 1, [Cost.Purchase] = 2 });

        Assert.Equal([1_000, 2_000], demand.PerSecond.Values);
        Assert.Equal((1_000 * Cost.Claim.Shop + 2_000 * Cost.Purchase.Shop) / 1e6, demand.ShopCores, 6);
        Assert.Equal((1_000 * Cost.Claim.Database + 2_000 * Cost.Purchase.Database) / 1e6, demand.DatabaseCores, 6);
    }

    [Fact]
    public void One_database_is_enough_until_its_processors_are_and_then_it_takes_more_than_in_proportion()
    {
        Capacity Of(double cores) => new(new(new Dictionary<Cost, double> { [new("one", 8, 1)] = cores * 1_000_000 }), Machines);

        Assert.Equal((1, 1.0), (Of(5).Databases, Of(5).Times));
        Assert.Equal(2, Of(5.1).Databases);
        Assert.Equal((int)Math.Ceiling(20 * Capacity.AcrossDatabases / 5), Of(20).Databases);
        Assert.Equal((20 * 8 / 2 / 2) + 1, Of(20).Silos);
        Assert.Equal((20 * 8 / 2 / 1) + 1, Of(20).Frontends);
        Assert.Equal((Of(20).Silos + 1) * 40, Of(20).Connections);
    }

    [Fact]
    public void The_connections_of_a_silo_are_those_of_its_pools() => Assert.Equal(
        Capacity.ConnectionsPerSilo,
        Regex.Matches(File.ReadAllText(Path.GetFullPath(Path.Combine(Here(), "../../src/Ledger/Postgres/PostgresConnections.cs"))), @"(?:Pool|Scans) = (\d+);").Sum(match => int.Parse(match.Groups[1].Value)));

    [Theory]
    [InlineData(1_000, false)]
    [InlineData(10, false)]
    [InlineData(0, false)]
    [InlineData(100, true)]
    [InlineData(0, true)]
    public void Parts_never_sell_more_than_there_is_and_all_of_it_when_enough_buyers_come(int refill, bool asksOthers)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            Assert.Equal(10_000, new Escrow(10_000, Parts: 8, refill, Skew: 0, asksOthers ? WhenEmpty.AskOthers : WhenEmpty.Refuse).Run(new(seed)).Sold);
        }
    }

    [Fact]
    public void Nobody_is_told_sold_out_wrongly_when_there_is_one_part_or_when_parts_ask_each_other()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            Assert.Equal(0, new Escrow(2_000, Parts: 1, Refill: 100, Skew: 0, WhenEmpty.Refuse).Run(new(seed)).Wrong);
            Assert.Equal(0, new Escrow(2_000, Parts: 8, Refill: 100, Skew: 1.2, WhenEmpty.AskOthers).Run(new(seed)).Wrong);
        }
    }

    [Fact]
    public void Smaller_refills_leave_less_behind_and_cost_more_and_those_that_shrink_do_both_well()
    {
        EscrowRun Of(int refill) => Sum(new(10_000, Parts: 8, refill, Skew: 0, WhenEmpty.Refuse));
        var (large, small, shrinking) = (Of(1_000), Of(10), Of(0));

        Assert.True(large.Left > 10 * small.Left, $"{large.Left}, {small.Left}");
        Assert.True(small.Refills > 10 * large.Refills, $"{small.Refills}, {large.Refills}");
        Assert.True(shrinking.Left < small.Left && shrinking.Refills < small.Refills / 2, $"{shrinking}");
    }

    [Fact]
    public void The_drops_that_the_paper_tells_of_go_as_it_tells()
    {
        EscrowRun Of(int refill, double skew) => Sum(new(10_000, Parts: 8, refill, skew, WhenEmpty.Refuse));
        string Mean(int sum) => (sum / 20.0).ToString("#,0", CultureInfo.InvariantCulture);

        foreach (var (name, refill) in (IEnumerable<(string, int)>)[("1,000", 1_000), ("100", 100), ("10", 10), ("1", 1), ("shrinking", 0)])
        {
            var (even, skewed) = (Of(refill, 0), Of(refill, 1.2));
            Assert.Contains($"\n| {name} | {Mean(even.Left)} | {Mean(even.Wrong)} | {Mean(skewed.Left)} | {Mean(skewed.Wrong)} | {Mean(even.Refills)} |\n", Paper);
        }
    }

    [Theory]
    [InlineData("What it needs", "capacity", "--users", "1000000", "--seconds", "60")]
    [InlineData("10000 units in 4 parts", "escrow", "--parts", "4", "--runs", "3")]
    public async Task Anybody_can_run_it(string title, params string[] arguments)
    {
        var (code, output) = await Command.Run("dotnet", [ShopProgram.PathOf("Load"), "scale", .. arguments]);

        Assert.True(code == 0, output);
        Assert.Contains(title, output);
    }

    private static string Paper => File.ReadAllText(Path.GetFullPath(Path.Combine(Here(), "../../docs/scale.md")));

    private static EscrowRun Sum(Escrow escrow) => Enumerable.Range(0, 20).Select(seed => escrow.Run(new(seed))).Aggregate((one, other) =>
        new(one.Sold + other.Sold, one.Refills + other.Refills, one.Moves + other.Moves, one.Wrong + other.Wrong, one.Left + other.Left));

    private static double Number(Match row, int group) => double.Parse(row.Groups[group].Value, CultureInfo.InvariantCulture);

    private static string Here([System.Runtime.CompilerServices.CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
