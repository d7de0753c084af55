using Spectre.Console;

namespace ECommerce.Load;

/// <summary>How the shop runs.</summary>
/// <param name="IsPostgres">Otherwise SQLite.</param>
/// <param name="IsCluster">Two silos and two frontends, which need PostgreSQL; otherwise one process.</param>
/// <param name="Program">The program that is run as one process; null: this build's.</param>
/// <param name="Settings">Of the shop.</param>
internal sealed record Form(bool IsPostgres, bool IsCluster, string? Program, IReadOnlyDictionary<string, string> Settings);

/// <summary>One call of the program: the servers it starts, what it measures, the reports it leaves.</summary>
internal sealed class Session : IAsyncDisposable
{
    private readonly List<Result> _results = [];
    private readonly List<Floor> _floors = [];
    private readonly List<Cold> _colds = [];
    private readonly List<Target> _targets = [];
    private readonly PostgresServer _server;
    private readonly ShopForm _form;
    private readonly IProgress<string> _progress;
    private ShopTarget? _shop;
    private RivalProcess? _rivals;
    private int _bought;

    private Session(PostgresServer server, Form form, IProgress<string> progress) =>
        (_server, _form, _progress) = (server, new(form.IsPostgres ? server : null, form.IsCluster, form.Program, form.Settings), progress);

    /// <summary>0: all was right, every operation ended as expected, and no floor was missed.</summary>
    public static async Task<int> Run(DirectoryInfo folder, Form form, Func<Session, Task> measure)
    {
        if (form is { IsCluster: true, IsPostgres: false })
        {
            await Console.Error.WriteLineAsync("A cluster keeps its ledger in PostgreSQL.");
            return 1;
        }

        await using var server = await PostgresServer.StartPrivate(durable: true);
        if (server is null)
        {
            await Console.Error.WriteLineAsync(PostgresServer.SkipReason);
            return 1;
        }

        var setting = new Setting(
            (form.IsCluster ? "two silos, two frontends" : "one process") + (form.IsPostgres ? ", PostgreSQL with fsync" : ", SQLite (rivals: PostgreSQL)")
            + string.Concat(form.Settings.Select(setting => $", {setting.Key}={setting.Value}")),
            DateTimeOffset.UtcNow);
        return await AnsiConsole.Status().StartAsync("starts", async status =>
        {
            await using var session = new Session(server, form, new Shown(status));
            try
            {
                await measure(session);
                return session._floors.All(floor => floor.Holds) && session._results.SelectMany(result => result.Scores).All(score => score.Unexpected.Count == 0) ? 0 : 1;
            }
            catch (Exception wrong) when (wrong is WrongBooksException or ArgumentException)
            {
                await Console.Error.WriteLineAsync(wrong.Message);
                return 1;
            }
            finally
            {
                session.Report(folder, setting);
            }
        });
    }

    public async Task Run(string profile, Scale scale, Pace pace, IReadOnlyList<string> beside, int orders)
    {
        var shop = await Shop();
        if (profile == "drop")
        {
            if (scale.Users > Limits.Herd)
            {
                throw new ArgumentException($"At most {Limits.Herd} users tap at one instant.");
            }

            var drop = new Drop(shop, scale.Users, pace.PerSecond ?? 200, pace.Length);
            var score = await drop.Run(_progress);
            _results.Add(new(profile, pace, [score], drop.BurnDown, drop.Recovered is { } after
                ? $"As fast as before {after.TotalSeconds:0.0} s after the last tap was answered."
                : "Not as fast as before while it was watched."));
            return;
        }

        await Filled(shop, orders, pace);
        var known = Profile.Of(profile);
        List<Contestant> contestants = [new(shop.Name, shop, known.On(shop, scale))];
        foreach (var other in beside.Where(other => !RivalServer.Kinds.Contains(other) || known.Rivals.Contains(other)))
        {
            var target = await Other(other, shop);
            contestants.Add(new(target.Name, target, known.On(target, scale)));
        }

        var scores = await Contest.Run(contestants, pace, _progress);
        _results.Add(new(profile, pace, scores, Note: $"{scale.Users} users, {scale.Skus} skus, skew {scale.Skew}; the shop's processes hold {shop.Megabytes} MiB."));
    }

    public async Task Floors(Pace pace, IReadOnlyList<string> groups)
    {
        var (results, floors) = await Load.Floors.Measure(await Shop(), await Rivals(), pace, groups, _progress);
        _results.AddRange(results);
        _floors.AddRange(floors);
    }

    public async Task Cold(Profile profile, Scale scale, Pace pace) => _colds.Add(await Load.Cold.Of(profile, scale, _form, pace, _progress));

    public async ValueTask DisposeAsync()
    {
        foreach (var target in _targets)
        {
            await target.DisposeAsync();
        }

        if (_rivals is not null)
        {
            await _rivals.DisposeAsync();
        }
    }

    /// <summary>So many orders are bought before anything is measured.</summary>
    private async Task Filled(ShopTarget shop, int orders, Pace pace)
    {
        if (_bought >= orders)
        {
            return;
        }

        var buys = new PurchaseLoad(shop, Purchase.Buy, pace.Connections * 8, skus: 100, skew: 0);
        await buys.Prepare();
        while (_bought < orders)
        {
            _progress.Report($"{_bought} of {orders} orders are in the ledger");
            var round = await ClosedLoop.Run(buys, pace.Connections, TimeSpan.FromSeconds(1));
            _bought += round.Expected;
        }
    }

    private async Task<ShopTarget> Shop()
    {
        if (_shop is null)
        {
            _progress.Report("starts the shop");
            _targets.Add(_shop = await ShopTarget.Start("shop", _form));
        }

        return _shop;
    }

    private async Task<RivalProcess> Rivals() => _rivals ??= await RivalProcess.Start(_server);

    private async Task<Target> Other(string name, ShopTarget shop)
    {
        Target other = name == RivalServer.Empty ? new EmptyTarget(await Rivals(), () => shop.AnswerLength)
            : RivalServer.Kinds.Contains(name) ? new RivalTarget(await Rivals(), name)
            : await ShopTarget.Start("other build", _form with { Program = Path.GetFullPath(name), IsCluster = false, More = null });
        _targets.Add(other);
        return other;
    }

    private void Report(DirectoryInfo folder, Setting setting)
    {
        Tables.Show(setting, _results);
        if (_floors.Count > 0)
        {
            Tables.Show(_floors);
        }

        if (_colds.Count > 0)
        {
            Tables.Show(_colds);
        }

        folder.Create();
        File.WriteAllText(Path.Combine(folder.FullName, "load.json"), JsonReport.Of(setting, _results, _floors, _colds));
        var page = Path.Combine(folder.FullName, "load.html");
        File.WriteAllText(page, HtmlReport.Of(setting, _results, _floors, _colds));
        AnsiConsole.WriteLine($"The report with plots: {page}");
    }

    /// <summary>At a terminal a line that changes, elsewhere a line each.</summary>
    private sealed class Shown(StatusContext status) : IProgress<string>
    {
        public void Report(string value) => status.Status(value.EscapeMarkup());
    }
}
