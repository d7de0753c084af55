using System.CommandLine;
using Spectre.Console;
using Command = System.CommandLine.Command;

namespace ECommerce.Load;

/// <summary>The day of a drop on an installation that runs already.</summary>
internal static class RehearsalCommand
{
    private const string OperatorVariable = "REHEARSAL_ADMIN_TOKEN";
    /// <summary>How long it is given to clear up when it is stopped: what is under way is answered first, and what it made is taken back.</summary>
    public static readonly TimeSpan Ending = Limits.Patience + Limits.ClearingUp + Limits.Patience;

    private const string KeyVariable = "REHEARSAL_SIGNING_KEY";

    /// <summary>How many things that are left are named.</summary>
    private const int Told = 20;

    private static readonly Option<string> Target = new("--target") { Description = "Where the installation is, such as http://localhost:5080.", Required = true };
    private static readonly Option<bool> Remote = new("--remote") { Description = "The target is another machine, it is yours, and it may be put under load. Without it only this machine is." };
    private static readonly Option<string?> Operator = new("--admin-token") { Description = $"A token with the role admin; or in the variable {OperatorVariable}. Without one it is made like those of users." };
    private static readonly Option<string?> Key = new("--signing-key") { Description = $"The installation's signing key in base64, for tokens; or in the variable {KeyVariable}. Without one the installation's POST /dev/tokens is asked." };
    private static readonly Option<string> Issuer = new("--issuer") { Description = "Of signed tokens.", DefaultValueFactory = _ => "ecommerce" };
    private static readonly Option<string> Audience = new("--audience") { Description = "Of signed tokens.", DefaultValueFactory = _ => "ecommerce" };
    private static readonly Option<int> Users = Commands.Bounded("--users", 500, 10, Limits.Herd, "How many users take part.");
    private static readonly Option<int> Peak = Commands.Bounded("--peak", 1_000, 10, Limits.Rate, "Calls a second on the last step of the ramp.");
    private static readonly Option<int> Steps = Commands.Bounded("--steps", 8, 2, Limits.Rounds, "Steps of the ramp.");
    private static readonly Option<int> Seconds = Commands.Bounded("--seconds", 10, 1, Limits.Seconds, "The length of a step.");
    private static readonly Option<int> Within = Commands.Bounded("--within", 1_000, 10, 30_000, "Milliseconds within which 99 of 100 calls are to be answered.");
    private static readonly Option<DirectoryInfo> Report = new("--report")
    {
        Description = "A folder for rehearsal.json and rehearsal.html.",
        DefaultValueFactory = _ => new("artifacts/load"),
    };

    public static Command Of()
    {
        Target.Validators.Add(given =>
        {
            if (!Uri.TryCreate(given.GetValue(Target), UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            {
                given.AddError("--target is an address such as http://localhost:5080.");
            }
        });
        Key.Validators.Add(given =>
        {
            if (given.GetValue(Key) is { } key && !Convert.TryFromBase64String(key, new byte[key.Length], out _))
            {
                given.AddError("--signing-key is base64.");
            }
        });
        var command = new Command("rehearsal", "The day of a drop on an installation that runs, with products, campaigns and users of its own: a ramp until it gives way, everybody at once, a calm end. "
            + "Says what is sustained, what gives way first and what to raise, and takes back what it made.")
        {
            Target, Remote, Operator, Key, Issuer, Audience, Users, Peak, Steps, Seconds, Within, Report,
        };
        command.SetAction((given, stop) => Play(given, stop));
        return command;
    }

    private static async Task<int> Play(ParseResult given, CancellationToken stop)
    {
        var address = new Uri(given.GetValue(Target)!);
        var tokens = new Tokens(
            given.GetValue(Operator) ?? Environment.GetEnvironmentVariable(OperatorVariable), given.GetValue(Key) ?? Environment.GetEnvironmentVariable(KeyVariable),
            given.GetValue(Issuer)!, given.GetValue(Audience)!);
        var plan = new Plan(
            given.GetValue(Users), given.GetValue(Peak), given.GetValue(Steps), TimeSpan.FromSeconds(given.GetValue(Seconds)),
            new(TimeSpan.FromMilliseconds(given.GetValue(Within)), Answered: 0.99, Oldest: TimeSpan.FromSeconds(60)));
        var setting = new Setting(address.ToString(), DateTimeOffset.UtcNow)
        {
            Where = address.IsLoopback ? "Driver and shop share the cores." : "The machine is the driver's; the shop has its own.",
        };
        return await AnsiConsole.Status().StartAsync("looks for the installation", async status =>
        {
            try
            {
                await using var shop = await Installation.Reach(address, given.GetValue(Remote), tokens);
                var progress = new Shown(status);
                IReadOnlyList<string> left;
                Rehearsed rehearsed;
                try
                {
                    rehearsed = await new Rehearsal(shop, plan, progress, stop).Play();
                    RehearsalReport.Write(given.GetValue(Report)!, setting, rehearsed);
                }
                finally
                {
                    left = await shop.ClearUp(progress);
                    await Tell(left);
                }

                return rehearsed.Wrong is null && left.Count == 0 ? 0 : 1;
            }
            catch (OperationCanceledException)
            {
                await Console.Error.WriteLineAsync("The rehearsal was stopped.");
                return 1;
            }
            catch (Exception wrong) when (wrong is ArgumentException or InvalidOperationException)
            {
                await Console.Error.WriteLineAsync(wrong.Message);
                return 1;
            }
        });
    }

    private static async Task Tell(IReadOnlyList<string> left)
    {
        foreach (var item in left.Take(Told))
        {
            await Console.Error.WriteLineAsync($"Not cleared up: {item}");
        }

        if (left.Count > Told)
        {
            await Console.Error.WriteLineAsync($"Not cleared up: {left.Count - Told} more.");
        }
    }
}
