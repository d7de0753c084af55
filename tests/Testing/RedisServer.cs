using System.Diagnostics;

namespace ECommerce.Testing;

/// <summary>A Redis of the caller's own, on loopback, that keeps what it was told (AOF) over a restart on the same port.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private const string Program = "redis-server";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TempDirectory _directory = new();
    private readonly int _port = FreePort.Next();
    private readonly string _address;
    private Running _running = null!;

    private RedisServer(string address) => _address = address;

    /// <summary>As clients name it.</summary>
    public string ConnectionString => $"{_address}:{_port}";

    /// <summary>Its process.</summary>
    public int Id => _running.Id;

    /// <summary>True: it can be run.</summary>
    public static bool IsInstalled { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, Program)));

    /// <summary>Without redis-server: fails where tests run for the record (CI=true), skips the test elsewhere.</summary>
    public static void RequireRedis()
    {
        const string reason = "redis-server was not found: install it (for example apt-get install redis-server).";
        Assert.False(!IsInstalled && Environment.GetEnvironmentVariable("CI") == "true", reason);
        Assert.SkipUnless(IsInstalled, reason);
    }

    /// <summary>Starts one.</summary>
    /// <param name="address">Where it listens.</param>
    public static async Task<RedisServer> StartNew(string address = "127.0.0.1")
    {
        var server = new RedisServer(address);
        await server.Start();
        return server;
    }

    /// <summary>Starts it, also after <see cref="Stop"/>, with what it held.</summary>
    public async Task Start()
    {
        _running = new Running(new ProcessStartInfo(
            Program, ["--port", $"{_port}", "--bind", _address, "--protected-mode", "no", "--appendonly", "yes", "--dir", _directory.Path])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        var isUp = await Eventually.Ask(
            () => Task.FromResult(_running.Log.Contains("Ready to accept connections", StringComparison.Ordinal) || _running.HasExited),
            done => done,
            Patience);
        if (!isUp || _running.HasExited)
        {
            throw new InvalidOperationException($"Redis did not start:\n{_running.Log}");
        }
    }

    /// <summary>Asks it something; the lines of its answer.</summary>
    public async Task<IReadOnlyList<string>> Ask(params string[] question)
    {
        var (code, output) = await Command.Run("redis-cli", ["-h", _address, "-p", $"{_port}", .. question]);
        return code == 0
            ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            : throw new InvalidOperationException($"Redis does not answer: {output}");
    }

    /// <summary>SIGKILL.</summary>
    public void Stop() => _running.Kill();

    public ValueTask DisposeAsync()
    {
        _running.Kill();
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }
}
