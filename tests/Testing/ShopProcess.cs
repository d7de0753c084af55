using System.Diagnostics;
using System.Net;
using System.Net.Http;
using System.Text;

namespace ECommerce.Testing;

/// <summary>A real, built program in a process of its own, over real HTTP. Its files go when it is disposed.</summary>
public sealed class ShopProcess : IAsyncDisposable
{
    /// <summary>The program that answers HTTP; without a cluster it is the whole shop.</summary>
    public const string Frontend = "WebFrontend";

    /// <summary>The program that holds the grains of a cluster.</summary>
    public const string Silo = "Silo";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly TempDirectory _directory = new();
    private readonly string _program;
    private readonly ShopSettings _settings;
    private readonly int _port;
    private Running _running = null!;

    private ShopProcess(ShopSettings settings, string program)
    {
        (_settings, _program, _port) = (settings, program, settings.Port ?? FreePort.Next());
        Http = Client();
    }

    /// <summary>Calls this process; no limit on connections.</summary>
    public HttpClient Http { get; }

    /// <summary>Where it listens.</summary>
    public Uri Address => new($"http://{_settings.Host}:{_port}");

    /// <summary>The file to which it publishes payments.</summary>
    public string PaymentsFile => _settings.PaymentsFile ?? _directory.File("payments.jsonl");

    /// <summary>From the start of the process to the first 200 of /readyz.</summary>
    public TimeSpan StartupTime { get; private set; }

    /// <summary>The process that runs now, or ran last.</summary>
    public int Id => _running.Id;

    /// <summary>The most memory that it has had at once, in bytes.</summary>
    public long PeakMemory => Process.GetProcessById(Id).PeakWorkingSet64;

    /// <summary>The connection string of its database, if it has one.</summary>
    public string? Postgres => _settings.Postgres;

    /// <summary>The file of the embedded ledger, where that is used.</summary>
    public string SqliteFile => _directory.File("shop.db");

    /// <summary>True: it is not running any more.</summary>
    public bool HasExited => _running.HasExited;

    /// <summary>What it wrote to its console since it last started.</summary>
    public string Log => _running.Log;

    /// <summary>Starts the program and waits until it is ready.</summary>
    /// <param name="program">The name of its project, or the path of a program that another build made.</param>
    public static async Task<ShopProcess> Start(ShopSettings? settings = null, string program = Frontend)
    {
        var shop = new ShopProcess(settings ?? new ShopSettings(), program);
        try
        {
            await shop.Start();
            return shop;
        }
        catch
        {
            await shop.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the program and does not wait: it may not be ready for long.</summary>
    public static ShopProcess Launched(ShopSettings settings, string program = Frontend)
    {
        var shop = new ShopProcess(settings, program);
        shop.Launch();
        return shop;
    }

    /// <summary>Runs a program that is expected to give up by itself; its exit code (null: it went on) and what it said.</summary>
    public static async Task<(int? ExitCode, string Log)> RunToEnd(
        ShopSettings settings, TimeSpan within, string program = Frontend)
    {
        await using var shop = new ShopProcess(settings, program);
        shop._running = new Running(shop.StartInfo());
        return (await shop._running.Exit(within), shop.Log);
    }

    /// <summary>Starts it again on the same port, with the same files.</summary>
    public async Task Start()
    {
        var clock = Stopwatch.StartNew();
        Launch();
        while (!await IsReady())
        {
            if (_running.HasExited)
            {
                throw new InvalidOperationException($"The shop ended before it was ready:\n{Log}");
            }

            if (clock.Elapsed > Patience)
            {
                Kill();
                throw new TimeoutException($"The shop was not ready after {Patience.TotalSeconds} s:\n{Log}");
            }

            await Task.Delay(10);
        }

        StartupTime = clock.Elapsed;
    }

    /// <summary>Starts it and does not wait: it may not be ready for long.</summary>
    public void Launch() => _running = new Running(StartInfo());

    /// <summary>SIGKILL: no last words, no flush.</summary>
    public void Kill() => _running.Kill();

    /// <summary>SIGTERM, and waits until it is gone; its exit code, null when it had to be killed.</summary>
    public async Task<int?> Stop()
    {
        await Command.Run("kill", "-TERM", _running.Id.ToString());
        var code = await _running.Exit(Patience);
        Kill();
        return code;
    }

    /// <summary>Waits until it ends by itself; its exit code, null when it goes on.</summary>
    public Task<int?> Exit(TimeSpan within) => _running.Exit(within);

    /// <summary>Stops and starts.</summary>
    public async Task Restart()
    {
        await Stop();
        await Start();
    }

    public ValueTask DisposeAsync()
    {
        _running.Kill();
        if (Environment.GetEnvironmentVariable("SHOP_TEST_LOGS") is { Length: > 0 } folder)
        {
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(folder).FullName, $"{_program}-{_port}.log"), Log);
        }

        Http.Dispose();
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Another client with connections of its own: another device.</summary>
    /// <param name="port">Of a proxy on loopback that leads here; null: none does.</param>
    public HttpClient Client(int? port = null) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        MaxConnectionsPerServer = int.MaxValue,
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
        ConnectTimeout = TimeSpan.FromSeconds(10),
    })
    {
        BaseAddress = port is null ? Address : new Uri($"http://127.0.0.1:{port}"),
        Timeout = TimeSpan.FromSeconds(60),
    };

    private async Task<bool> IsReady()
    {
        try
        {
            using var answer = await Http.GetAsync("/readyz");
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private ProcessStartInfo StartInfo()
    {
        var program = Path.IsPathRooted(_program) ? _program : ShopProgram.PathOf(_program);
        string[] command = [.. _settings.Launcher, "dotnet", program];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(program)!,
        };
        foreach (var (name, value) in _settings.Environment(_port, SqliteFile, PaymentsFile))
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
