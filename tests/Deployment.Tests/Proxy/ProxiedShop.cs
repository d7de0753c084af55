using System.Diagnostics;
using System.Net;

namespace ECommerce.Deployment.Tests.Proxy;

/// <summary>The real proxy with its real configuration, in front of stand-ins for frontends.</summary>
internal sealed class ProxiedShop : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TempDirectory _directory = new();
    private readonly NameServer _names = new();
    private readonly int _port = FreePort.Next();
    private readonly int _frontendPort = FreePort.Next();
    private Running? _proxy;

    private ProxiedShop()
    {
    }

    public IReadOnlyList<FrontendStandIn> Frontends { get; private set; } = [];

    /// <summary>Starts it and waits until calls reach each frontend.</summary>
    public static async Task<ProxiedShop> Start(int frontends = 2)
    {
        var program = Installed.Haproxy();
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Loopback has only one address here.");
        var shop = new ProxiedShop();
        var file = shop._directory.File(ProxyConfiguration.File);
        await File.WriteAllTextAsync(file, ProxyConfiguration.OnLoopback(shop._port, shop._names.Port, shop._frontendPort));
        for (var i = 0; i < frontends; i++)
        {
            await shop.Add();
        }

        shop._proxy = new Running(new ProcessStartInfo(program, ["-db", "-f", file]) { RedirectStandardOutput = true, RedirectStandardError = true });
        await shop.Reaches(shop.Frontends);
        return shop;
    }

    /// <summary>One more frontend, and the name stands for it as well.</summary>
    public async Task<FrontendStandIn> Add()
    {
        var frontend = new FrontendStandIn(IPAddress.Parse($"127.0.0.{Frontends.Count + 2}"), _frontendPort);
        await frontend.Start();
        Frontends = [.. Frontends, frontend];
        _names.Answer(Frontends.Select(it => it.Address));
        return frontend;
    }

    /// <summary>The name does not stand for it any more, though it goes on listening.</summary>
    public void Forget(FrontendStandIn frontend) => _names.Answer(Frontends.Where(it => it != frontend).Select(it => it.Address));

    /// <summary>A call as a client makes it who keeps no connection; null: nobody answered with 200.</summary>
    public async Task<(HttpStatusCode Status, IPAddress? By)> Call(string key = "key", HttpContent? body = null)
    {
        using var answer = await Ask(key, body);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, answer.IsSuccessStatusCode ? IPAddress.Parse(text) : null);
    }

    /// <summary>The same, and all of the answer.</summary>
    public async Task<HttpResponseMessage> Ask(string key = "key", HttpContent? body = null)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_port}") };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/orders/order-1/payment") { Content = body ?? new StringContent("{}") };
        request.Headers.Add("Idempotency-Key", key);
        request.Headers.Add("X-Forwarded-For", "192.0.2.1");
        return await http.SendAsync(request);
    }

    /// <summary>Waits until calls go to these frontends and to no others.</summary>
    public async Task Reaches(IEnumerable<FrontendStandIn> wanted)
    {
        var addresses = wanted.Select(frontend => frontend.Address.ToString()).ToHashSet();
        var reached = await Eventually.Ask(Round, addresses.SetEquals, Patience);
        Assert.True(addresses.SetEquals(reached), $"Reached {string.Join(", ", reached)} instead of {string.Join(", ", addresses)}:\n{_proxy?.Log}");
    }

    /// <summary>Waits until a call is answered so.</summary>
    public async Task Answers(HttpStatusCode status) =>
        Assert.Equal(status, await Eventually.Ask(async () => (await Call()).Status, answer => answer == status, Patience));

    public async ValueTask DisposeAsync()
    {
        _proxy?.Kill();
        foreach (var frontend in Frontends)
        {
            await frontend.DisposeAsync();
        }

        await _names.DisposeAsync();
        _directory.Dispose();
    }

    /// <summary>Who answers so many calls that each has its turn.</summary>
    private async Task<IReadOnlySet<string>> Round()
    {
        var reached = new HashSet<string>();
        for (var i = 0; i < 2 * Frontends.Count; i++)
        {
            try
            {
                var (status, by) = await Call();
                reached.Add(by?.ToString() ?? status.ToString());
            }
            catch (HttpRequestException exception)
            {
                reached.Add(exception.HttpRequestError.ToString());
            }
        }

        return reached;
    }
}
