using System.CommandLine;
using Spectre.Console;
using Command = System.CommandLine.Command;

namespace ECommerce.Load;

/// <summary>What docs/scale.md says, for other figures than those in it. Nothing is measured.</summary>
internal static class ScaleCommand
{
    private static readonly Option<int> Users = Commands.Bounded("--users", 100_000, 1, 100_000_000, "Who come.");
    private static readonly Option<int> Seconds = Commands.Bounded("--seconds", 60, 1, 86_400, "Within which they come.");
    private static readonly Option<double> Reads = Each("--reads", 12, "Pages and lists");
    private static readonly Option<double> Claims = Each("--claims", 1, "Claims of a coupon");
    private static readonly Option<double> Purchases = Each("--purchases", 0.3, "Orders that are placed and paid in one call");
    private static readonly Option<double> Checkouts = Each("--checkouts", 0, "Orders that are placed and then paid");
    private static readonly Option<int> DatabaseCores = Commands.Bounded("--database-cores", 16, 1, 1_024, "Of one PostgreSQL.");
    private static readonly Option<int> SiloCores = Commands.Bounded("--silo-cores", 4, 1, 256, "Of one silo.");
    private static readonly Option<int> FrontendCores = Commands.Bounded("--frontend-cores", 4, 1, 256, "Of one frontend.");
    private static readonly Option<int> Use = Commands.Bounded("--use", 60, 10, 100, "Percent of a processor that are planned for.");
    private static readonly Option<int> Units = Commands.Bounded("--units", 10_000, 1, 1_000_000, "Units of the sku, or coupons of the campaign.");
    private static readonly Option<int> Parts = Commands.Bounded("--parts", 8, 1, 1_000, "Parts that they are split into.");
    private static readonly Option<int> Runs = Commands.Bounded("--runs", 100, 1, 10_000, "Drops that are played for each line.");
    private static readonly Option<double> Skew = new("--skew") { Description = "The exponent of Zipf's law by which buyers come to parts, 0 to 1.5.", DefaultValueFactory = _ => 0 };

    private static readonly int[] Refills = [1_000, 100, 10, 1, 0];

    public static Command Of()
    {
        Skew.Validators.Add(given =>
        {
            if (given.GetValue(Skew) is not (>= 0 and <= 1.5))
            {
                given.AddError("--skew is from 0 to 1.5.");
            }
        });
        var capacity = new Command("capacity", "How many silos, frontends and databases a drop needs, by what an operation was measured to cost.")
        {
            Users, Seconds, Reads, Claims, Purchases, Checkouts, DatabaseCores, SiloCores, FrontendCores, Use,
        };
        capacity.SetAction(given => Show(OfCapacity(CapacityOf(given))));
        var escrow = new Command("escrow", "Stock or a quota in parts: who is told sold out while there is a unit elsewhere, and what it costs to tell nobody so.") { Units, Parts, Runs, Skew };
        escrow.SetAction(given => Show(OfEscrow(given.GetValue(Units), given.GetValue(Parts), given.GetValue(Skew), given.GetValue(Runs))));
        return new Command("scale", "Calculations of docs/scale.md, for any figures.") { capacity, escrow };
    }

    private static Capacity CapacityOf(ParseResult given) => new(
        Demand.Of(given.GetValue(Users), TimeSpan.FromSeconds(given.GetValue(Seconds)), new Dictionary<Cost, double>
        {
            [Cost.Read] = given.GetValue(Reads),
            [Cost.Claim] = given.GetValue(Claims),
            [Cost.Purchase] = given.GetValue(Purchases),
            [Cost.Checkout] = given.GetValue(Checkouts),
        }),
        new(given.GetValue(DatabaseCores), given.GetValue(SiloCores), given.GetValue(FrontendCores), given.GetValue(Use) / 100.0, FrontendShare: 0.5));

    private static Sheet OfCapacity(Capacity capacity) => new("What it needs", ["", "a second", "shop's processors", "database's processors"],
    [
        .. capacity.Demand.PerSecond.Select(it => (string[])[it.Key.Operation, $"{it.Value:0}", $"{it.Value * it.Key.Shop / 1_000_000:0.0}", $"{it.Value * it.Key.Database / 1_000_000:0.0}"]),
        ["all", $"{capacity.Demand.PerSecond.Values.Sum():0}", $"{capacity.Demand.ShopCores:0.0}", $"{capacity.Demand.DatabaseCores:0.0}"],
        ["silos, one of them to spare", "", $"{capacity.Silos}", ""],
        ["frontends, one of them to spare", "", $"{capacity.Frontends}", ""],
        ["connections of PostgreSQL", "", "", $"{capacity.Connections}"],
        ["databases", "", "", $"{capacity.Databases}"],
    ],
    capacity.Times >= 1
        ? $"One PostgreSQL carries {capacity.Times:0.0} times as much."
        : $"One PostgreSQL carries {capacity.Times:P0} of it: see the steps of docs/scale.md. That several carry it assumes {Capacity.AcrossDatabases} times the cost where a payment is in two of them.");

    private static Sheet OfEscrow(int units, int parts, double skew, int runs) => new($"{units} units in {parts} parts, skew {skew}",
        ["refill", "a part that is empty", "drops with a wrong sold out", "units left when it is first said", "wrong answers a drop", "refills", "moves", "sold"],
        [.. from refill in Refills from whenEmpty in Enum.GetValues<WhenEmpty>() select Row(new(units, parts, refill, skew, whenEmpty), runs)],
        $"The mean of {runs} drops with twice as many buyers as units. Refills and moves are transactions across two databases.");

    private static string[] Row(Escrow escrow, int runs)
    {
        var played = Enumerable.Range(0, runs).Select(seed => escrow.Run(new(seed))).ToList();
        return
        [
            escrow.Refill == 0 ? "shrinking" : $"{escrow.Refill}", escrow.WhenEmpty == WhenEmpty.Refuse ? "refuses" : "asks others", $"{played.Count(run => run.Wrong > 0) / (double)runs:P0}",
            $"{played.Average(run => run.Left):0}", $"{played.Average(run => run.Wrong):0}", $"{played.Average(run => run.Refills):0}", $"{played.Average(run => run.Moves):0}", $"{played.Average(run => run.Sold):0}",
        ];
    }

    private static int Show(Sheet sheet)
    {
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 180);
        AnsiConsole.Write(Tables.Of(sheet));
        return 0;
    }

    private static Option<double> Each(string name, double normally, string what)
    {
        var option = new Option<double>(name) { Description = $"{what}, by each user on average. 0 to 1,000.", DefaultValueFactory = _ => normally };
        option.Validators.Add(given =>
        {
            if (given.GetValue(option) is not (>= 0 and <= 1_000))
            {
                given.AddError($"{name} is from 0 to 1,000.");
            }
        });
        return option;
    }
}
