using ECommerce.Testing.Otlp;
using Spectre.Console;

namespace ECommerce.Load;

/// <summary>One call of the program: the servers it starts, what it measures, the reports it leaves.</summary>
internal sealed class Session : IAsyncDisposable
{
    /// <summary>The same shop with everything that OpenTelemetry is told of it, sent to a receiver of this program.</summary>
    public const string Observed = "observed";

    private readonly List<Result> _results = [];
    private readonly List<Floor> _floors = [];
    private readonly List<Cold> _colds = [];
    private readonly Dictionary<string, Target> _others = [];
    private readonly PostgresServer _server;
    private readonly ShopForm _form;
    private readonly IProgress<string> _progress;
    private ShopTarget? _shop;
    private RivalProcess? _rivals;
    private OtlpReceiver? _receiver;
    private int _bought;

    private Session(PostgresServer server, ShopForm form, IProgress<string> progress) => (_server, _form, _progress) = (server, form, progress);

    /// <summary>0: all was right, every operation ended as expected, and no floor was missed.</summary>
    /// <param name="form">Its database is a server of this session's.</param>
    public static async Task<int> Run(DirectoryInfo folder, bool isPostgres, ShopForm form, Func<Session, Task> measure)
    {
        if (form.IsCluster && !isPostgres)
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
            (form.IsCluster ? "two silos, two frontends" : "one process") + (isPostgres ? ", PostgreSQL with fsync" : ", SQLite (rivals: PostgreSQL)")
            + string.Concat(form.More.Select(setting => $", {setting.Key}={setting.Value}")),
            DateTimeOffset.UtcNow);
        return await AnsiConsole.Status().StartAsync("starts", async status =>
        {
            await using var session = new Session(server, form with { Database = isPostgres ? server : null }, new Shown(status));
            try
            {
                await measure(session);
                return session._floors.All(floor => floor.Holds) && session._results.All(result => result.IsAsExpected) ? 0 : 1;
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

    public async Task Run(string profile, Scale scale, Pace pace, IReadOnlyList<string> beside, int orders, int streams)
    {
        var shop = await Shop();
        if (profile == "drop")
        {
            if (scale.Users > Limits.Herd)
            {
                throw new ArgumentException($"At most {Limits.Herd} users tap at one instant.");
            }

            _results.Add(await new Drop(shop, scale.Users, pace).Run(_progress));
            return;
        }

        await Filled(shop, orders, pace);
        if (profile == "overload")
        {
            _results.Add(await new Overload(shop, scale, pace).Run(_progress));
            return;
        }

        var known = Profile.Of(profile);
        List<Contestant> contestants = [new(shop.Name, shop, known.On(shop, scale))];
        if (streams > 0 && profile == "claim")
        {
            contestants.Add(new($"{shop.Name}, {streams} streams", shop, new ClaimLoad(shop, streams)));
        }

        foreach (var other in beside.Where(other => !RivalServer.Kinds.Contains(other) || known.Rivals.Contains(other)))
        {
            var target = await Other(other);
            contestants.Add(new(target.Name, target, known.On(target, scale)));
        }

        var scores = await Contest.Run(contestants, pace, _progress);
        _results.Add(new(profile, pace, scores, Note: $"{scale.Users} users, {scale.Skus} skus, skew {scale.Skew}; the shop's processes hold {shop.Megabytes} MiB."));
    }

    public async Task Floors(Pace pace, IReadOnlyList<string> groups)
    {
        var (results, floors) = await Load.Floors.Measure(
            await Shop(), await Other(RivalServer.RowLock), await Other(RivalServer.Empty), pace, groups, _progress);
        _results.AddRange(results);
        _floors.AddRange(floors);
    }

    public async Task Cold(Profile profile, Scale scale, Pace pace) => _colds.Add(await Load.Cold.Of(profile, scale, _form, pace, _progress));

    public async ValueTask DisposeAsync()
    {
        foreach (var target in _others.Values.Append(_shop))
        {
            await (target?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        await (_rivals?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_receiver?.DisposeAsync() ?? ValueTask.CompletedTask);
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
            _shop = await ShopTarget.Start("shop", _form);
        }

        return _shop;
    }

    private OtlpReceiver Receiver => _receiver ??= OtlpReceiver.Start(keeps: false);

    private async Task<RivalProcess> Rivals() => _rivals ??= await RivalProcess.Start(_server);

    /// <summary>What is measured beside the shop, one for all profiles.</summary>
    private async Task<Target> Other(string name)
    {
        if (!_others.TryGetValue(name, out var other))
        {
            var shop = await Shop();
            _others[name] = other = name == RivalServer.Empty ? new EmptyTarget(await Rivals(), () => shop.AnswerLength)
                : RivalServer.Kinds.Contains(name) ? new RivalTarget(await Rivals(), name)
                : name == Observed ? await ShopTarget.Start(Observed, _form with { More = _form.More.With([.. Receiver.Settings.Select(setting => (setting.Key, setting.Value))]) })
                : await ShopTarget.Start("other build", new(_form.Database, IsCluster: false, Path.GetFullPath(name), ShopForm.AsItIs));
        }

        return other;
    }

    private void Report(DirectoryInfo folder, Setting setting)
    {
        List<Sheet> sheets = [];
        if (_floors.Count > 0)
        {
            sheets.Add(Sheet.Of(_floors));
        }

        if (_colds.Count > 0)
        {
            sheets.Add(Sheet.Of(_colds));
        }

        Tables.Show(setting, [.. _results.Select(Sheet.Of), .. sheets]);
        folder.Create();
        File.WriteAllText(Path.Combine(folder.FullName, "load.json"), JsonReport.Of(setting, _results, _floors, _colds));
        var page = Path.Combine(folder.FullName, "load.html");
        File.WriteAllText(page, HtmlReport.Of(setting, _results, sheets));
        AnsiConsole.WriteLine($"The report with plots: {page}");
    }
}
