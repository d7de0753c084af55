using System.Diagnostics;
using System.Net;
using ECommerce.Deployment.Tests;
using ECommerce.Deployment.Tests.Proxy;

namespace ECommerce.Faults;

/// <summary>Two processes that each are the whole shop, on one PostgreSQL, behind the real proxy with its real configuration.</summary>
public sealed class ProxiedFleet : IFaultyShop, IAsyncDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly NameServer _names = new();
    private readonly List<ShopProcess> _processes = [];
    private readonly int _port = FreePort.Next();
    private readonly int _statistics = FreePort.Next();
    private Running? _proxy;

    /// <summary>As users reach it, by the proxy.</summary>
    public Shop Shop => new([_processes[0].Client(_port)], signed: true);

    /// <summary>Where both publish payments.</summary>
    public string PaymentsFile => _directory.File("payments.jsonl");

    /// <summary>The same for users who give a call up after some time.</summary>
    internal IFaultyShop For(TimeSpan patience)
    {
        var http = _processes[0].Client(_port);
        http.Timeout = patience;
        return new FaultyShop(new Shop([http], signed: true), PaymentsFile);
    }

    /// <summary>Both of them.</summary>
    public IReadOnlyList<ShopProcess> Processes => _processes;

    /// <summary>Starts it for the first scenario that asks, and waits until the proxy takes both for ready.</summary>
    public async Task Running()
    {
        var program = Installed.Haproxy();
        PostgresServer.RequirePostgres();
        if (_proxy is null)
        {
            await Open(program, await PostgresServer.CreateDatabase());
        }

        await HasReady(_processes.Count);
    }

    /// <summary>Returns when the proxy takes so many for ready.</summary>
    public Task HasReady(int wanted) => Eventually.Holds(
        async () =>
        {
            var ready = await Ready();
            Assert.True(ready == wanted, $"The proxy takes {ready} for ready instead of {wanted}:\n{_proxy?.Log}");
        },
        Scenario.Patience);

    public async ValueTask DisposeAsync()
    {
        _proxy?.Kill();
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        await _names.DisposeAsync();
        _directory.Dispose();
    }

    /// <summary>How many servers of the proxy's backend for calls are up, as its own statistics say.</summary>
    private async Task<int> Ready()
    {
        using var http = new HttpClient();
        var text = await http.GetStringAsync($"http://127.0.0.1:{_statistics}/;csv");
        var rows = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(',')).ToList();
        var status = Array.IndexOf(rows[0], "status");
        return rows.Count(row => row[0] == "ready" && row[1].StartsWith("frontend", StringComparison.Ordinal) && row[status].StartsWith("UP", StringComparison.Ordinal));
    }

    private async Task Open(string program, string? database)
    {
        var port = FreePort.Next();
        IPAddress[] hosts = [IPAddress.Parse("127.0.0.2"), IPAddress.Parse("127.0.0.3")];
        _names.Answer(hosts);
        _processes.AddRange(await Task.WhenAll(hosts.Select(host => ShopProcess.Start(new ShopSettings
        {
            SigningKey = true,
            Postgres = database,
            PaymentsFile = PaymentsFile,
            Host = $"{host}",
            Port = port,
            More = new Dictionary<string, string> { ["Shutdown__DrainSeconds"] = ComposeFile.Own["frontend"].Environment["Shutdown__DrainSeconds"] },
        }))));
        var file = _directory.File(ProxyConfiguration.File);
        var configuration = ProxyConfiguration.OnLoopback(_port, _names.Port, port);
        await File.WriteAllTextAsync(file, $"{configuration}\nfrontend statistics\n    bind 127.0.0.1:{_statistics}\n    stats enable\n    stats uri /\n");
        _proxy = new Running(new ProcessStartInfo(program, ["-db", "-f", file]) { RedirectStandardOutput = true, RedirectStandardError = true });
    }
}
