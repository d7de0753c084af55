using System.CommandLine;
using Command = System.CommandLine.Command;

namespace ECommerce.Load;

/// <summary>What can be asked for on the command line.</summary>
internal static class Commands
{
    private static readonly Option<int> Connections = Bounded("--connections", 128, 1, Limits.Connections, "Operations under way at once.");
    private static readonly Option<int> Rounds = Bounded("--rounds", 5, 1, Limits.Rounds, "Rounds that count.");
    private static readonly Option<int> WarmRounds = Bounded("--warm-rounds", 9, 0, Limits.Rounds, "Rounds before them that do not.");
    private static readonly Option<int> Seconds = Bounded("--seconds", 3, 1, Limits.Seconds, "The length of a round, or of a part of a drop.");
    private static readonly Option<int> Rate = Bounded("--rate", 0, 0, Limits.Rate, "Operations that begin in a second (an open loop); 0: as many as are answered. Calls a second on a calm day, for a drop.");
    private static readonly Option<int> Users = Bounded("--users", 1_024, 1, Limits.Users, "How many users there are.");
    private static readonly Option<int> Skus = Bounded("--skus", 1_000, 1, Limits.Skus, "How many skus, where a profile does not say.");
    private static readonly Option<int> Orders = Bounded("--orders", 0, 0, Limits.Orders, "Orders that are in the ledger before anything is measured.");
    private static readonly Option<int> Streams = Bounded("--streams", 0, 0, Limits.Connections, "Claims are measured a second time, in turn, while so many event streams follow the campaign.");
    private static readonly Option<double> Skew = new("--skew") { Description = "The exponent of Zipf's law, 0 to 1.5.", DefaultValueFactory = _ => 0 };
    private static readonly Option<string> Ledger = new("--ledger") { Description = "postgres or sqlite.", DefaultValueFactory = _ => "postgres" };
    private static readonly Option<bool> IsCluster = new("--cluster") { Description = "Two silos and two frontends instead of one process." };
    private static readonly Option<FileInfo> Program = new("--program") { Description = "The ECommerce.WebFrontend.dll to run as one process, for example a published one; this build's when not given." };
    private static readonly Option<string[]> Beside = new("--beside")
    {
        Description = "What is measured in turn with the shop: row-lock, conditional-update, empty, or the path of another build's ECommerce.WebFrontend.dll.",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string[]> Set = new("--set")
    {
        Description = "Configuration of the shop, as Section__Key=value, or of its runtime, as DOTNET_name=value; not of another build.",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<DirectoryInfo> Report = new("--report")
    {
        Description = "A folder for load.json and load.html.",
        DefaultValueFactory = _ => new("artifacts/load"),
    };

    public static RootCommand Root()
    {
        Ledger.AcceptOnlyFromAmong("postgres", "sqlite");
        Skew.Validators.Add(given =>
        {
            if (given.GetValue(Skew) is < 0 or > 1.5)
            {
                given.AddError("--skew is from 0 to 1.5.");
            }
        });
        Beside.Validators.Add(given =>
        {
            foreach (var unknown in given.GetValue(Beside)!.Where(other => !RivalServer.Kinds.Contains(other) && !File.Exists(other)))
            {
                given.AddError($"There is no {unknown} to measure beside the shop.");
            }
        });
        Program.AcceptExistingOnly();
        Set.Validators.Add(given =>
        {
            foreach (var wrong in given.GetValue(Set)!.Where(setting => !setting.Contains('=')))
            {
                given.AddError($"{wrong} is not Name=value.");
            }
        });
        return new RootCommand("Load on a real shop on this machine, beside plain servers; checks what it did.") { RunCommand(), FloorsCommand(), ColdCommand(), StreamCommand(), HistoryCommand() };
    }

    private static Command RunCommand()
    {
        var profiles = Profiles([.. Profile.All.Select(profile => profile.Name), "drop", "overload"]);
        var command = new Command("run", "Runs profiles, one after the other: " + string.Join("; ", Profile.All.Select(profile => $"{profile.Name}: {profile.Description}"))
            + "; drop: a calm day, a ramp, everybody in one instant, recovery; overload: five times as many buyers as can be served.")
        {
            profiles, Connections, Rounds, WarmRounds, Seconds, Rate, Users, Skus, Skew, Orders, Streams, Ledger, IsCluster, Program, Set, Beside, Report,
        };
        command.SetAction((given, stop) => InSession(given, async session =>
        {
            foreach (var profile in given.GetValue(profiles)!)
            {
                await session.Run(profile, ScaleOf(given), PaceOf(given), given.GetValue(Beside) ?? [], given.GetValue(Orders), given.GetValue(Streams));
            }
        }));
        return command;
    }

    private static Command FloorsCommand()
    {
        var groups = new Argument<string[]>("groups") { Description = "claim, buy, read; none: all.", Arity = ArgumentArity.ZeroOrMore };
        groups.AcceptOnlyFromAmong("claim", "buy", "read");
        var command = new Command("floors", "Measures what the shop has to reach beside plain servers; exits with 1 when a floor is missed.")
        {
            groups, Connections, Rounds, WarmRounds, Seconds, Ledger, IsCluster, Program, Set, Report,
        };
        command.SetAction((given, stop) => InSession(given, session => session.Floors(PaceOf(given), given.GetValue(groups) ?? [])));
        return command;
    }

    private static Command ColdCommand()
    {
        var profiles = Profiles([.. Profile.All.Select(profile => profile.Name)]);
        var command = new Command("cold", "Compares the first ten seconds after a start with later ones.")
        {
            profiles, Connections, Rounds, WarmRounds, Seconds, Users, Skus, Skew, Ledger, IsCluster, Program, Set, Report,
        };
        command.SetAction((given, stop) => InSession(given, async session =>
        {
            foreach (var profile in given.GetValue(profiles)!)
            {
                await session.Cold(Profile.Of(profile), ScaleOf(given), PaceOf(given));
            }
        }));
        return command;
    }

    private static Command StreamCommand()
    {
        var backlog = Bounded("--backlog", 200_000, 1, Limits.Orders, "Events that wait to be published.");
        var command = new Command("stream", "What the payment stream costs, how fast a backlog drains, and how long a payment takes to get out.") { Seconds, backlog };
        command.SetAction((given, stop) => PaymentStreamRun.All(given.GetValue(Seconds), given.GetValue(backlog)));
        return command;
    }

    private static Command HistoryCommand()
    {
        var orders = new Argument<int[]>("orders") { Description = "How many orders of a year are in the ledger, one shop for each number.", Arity = ArgumentArity.OneOrMore };
        orders.Validators.Add(given =>
        {
            if (given.GetValue(orders)!.Any(number => number is < 1 or > Limits.History))
            {
                given.AddError($"There are 1 to {Limits.History} orders.");
            }
        });
        var command = new Command("history", "How fast a start, a checkout and an audit are on PostgreSQL with a long history.") { orders, Connections, Rounds, WarmRounds, Seconds };
        command.SetAction(async (given, stop) =>
        {
            foreach (var number in given.GetValue(orders)!)
            {
                await History.Measure(number, PaceOf(given), new Said());
            }
        });
        return command;
    }

    private static Argument<string[]> Profiles(string[] names)
    {
        var profiles = new Argument<string[]>("profiles") { Description = string.Join(", ", names), Arity = ArgumentArity.OneOrMore };
        profiles.AcceptOnlyFromAmong(names);
        return profiles;
    }

    private static Option<int> Bounded(string name, int normally, int least, int most, string description)
    {
        var option = new Option<int>(name) { Description = $"{description} {least} to {most}.", DefaultValueFactory = _ => normally };
        option.Validators.Add(given =>
        {
            if (given.GetValue(option) is var value && (value < least || value > most))
            {
                given.AddError($"{name} is from {least} to {most}.");
            }
        });
        return option;
    }

    private static Task<int> InSession(ParseResult given, Func<Session, Task> measure)
    {
        var more = (given.GetValue(Set) ?? []).Select(setting => setting.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        var form = new ShopForm(Database: null, given.GetValue(IsCluster), given.GetValue(Program)?.FullName, more);
        return Session.Run(given.GetValue(Report)!, given.GetValue(Ledger) == "postgres", form, measure);
    }

    private static Scale ScaleOf(ParseResult given) => new(given.GetValue(Users), given.GetValue(Skus), given.GetValue(Skew));

    private static Pace PaceOf(ParseResult given) => new(
        given.GetValue(Connections), TimeSpan.FromSeconds(given.GetValue(Seconds)), given.GetValue(Rounds), given.GetValue(WarmRounds),
        given.GetValue(Rate) is > 0 and var rate ? rate : null);

    // A line each.
    private sealed class Said : IProgress<string>
    {
        public void Report(string value) => Console.WriteLine(value);
    }
}
