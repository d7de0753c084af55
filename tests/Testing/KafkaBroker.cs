using System.Diagnostics;

namespace ECommerce.Testing;

/// <summary>A Kafka cluster in a process of its own, which fails when a test wants it to; see tests/Broker.</summary>
public sealed class KafkaBroker : IAsyncDisposable
{
    /// <summary>A code for <see cref="Fail"/>: the connection is cut instead of an answer.</summary>
    public const int CutConnection = -195;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly SemaphoreSlim _turn = new(1);

    private KafkaBroker(Process process, string bootstrap)
    {
        _process = process;
        Bootstrap = bootstrap;
        AppDomain.CurrentDomain.ProcessExit += KillAtExit;
    }

    /// <summary>Where it listens.</summary>
    public string Bootstrap { get; }

    /// <summary>The settings with which a shop publishes here, for <see cref="ShopSettings.More"/>.</summary>
    public IReadOnlyDictionary<string, string> Settings(string topic) => new Dictionary<string, string>
    {
        ["DataPlatform__Kafka__BootstrapServers"] = Bootstrap,
        ["DataPlatform__Kafka__Topic"] = topic,
        ["DataPlatform__Kafka__Config__compression.type"] = "lz4",
    };

    /// <summary>Without kcat, which reads what was published: fails where tests run for the record (CI=true), skips the test elsewhere.</summary>
    public static void Require()
    {
        const string reason = "kcat was not found: install it (for example apt-get install kcat).";
        Assert.False(!Kcat.IsInstalled && Environment.GetEnvironmentVariable("CI") == "true", reason);
        Assert.SkipWhen(!Kcat.IsInstalled, reason);
    }

    /// <summary>Starts one. Without kcat it skips or fails the test, as <see cref="Require"/> does.</summary>
    public static async Task<KafkaBroker> Start(string topic = "payments", int partitions = 8, int brokers = 3)
    {
        Require();
        var process = Process.Start(new ProcessStartInfo("dotnet", [ShopProgram.PathOf("Broker"), $"{brokers}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var bootstrap = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        var broker = new KafkaBroker(process, bootstrap ?? throw new InvalidOperationException("The broker did not start."));
        await broker.Create(topic, partitions);
        return broker;
    }

    /// <summary>Creates a topic.</summary>
    public Task Create(string topic, int partitions) => Do($"topic {topic} {partitions}");

    /// <summary>From now on the brokers answer that there is no such topic.</summary>
    public Task Hide(string topic) => Do($"hide {topic}");

    /// <summary>From now on there is such a topic again.</summary>
    public Task Show(string topic) => Do($"show {topic}");

    /// <summary>Cuts all connections and accepts no new ones.</summary>
    public Task Down() => Do("down");

    public Task Up() => Do("up");

    /// <summary>Answers come this much later from now on.</summary>
    public Task Slow(TimeSpan by) => Do($"slow {by.TotalMilliseconds:0}");

    /// <summary>
    /// Takes connections and requests, and answers none of them until the result is disposed; then all connections are cut. The process
    /// itself cannot be frozen: the library's cluster ends when it is woken by a signal.
    /// </summary>
    public async Task<IAsyncDisposable> Hang()
    {
        await Slow(TimeSpan.FromHours(1));
        return new Undo(async () =>
        {
            await Down();
            await Slow(TimeSpan.Zero);
            await Up();
        });
    }

    /// <summary>Fails the next produce requests, one with each code.</summary>
    public Task Fail(params IEnumerable<int> codes) => Do($"errors {string.Join(' ', codes)}");

    /// <summary>Forgets the errors that no request has met yet.</summary>
    public Task Heal() => Do("heal");

    public Task MoveLeader(int partition, int broker, string topic = "payments") => Do($"leader {topic} {partition} {broker}");

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= KillAtExit;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task Do(string command)
    {
        await _turn.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(command);
            await _process.StandardInput.FlushAsync();
            Assert.Equal("done", await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience));
        }
        finally
        {
            _turn.Release();
        }
    }

    private void KillAtExit(object? sender, EventArgs e) => _process.Kill();
}
