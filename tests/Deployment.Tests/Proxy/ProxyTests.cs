using System.Net;

namespace ECommerce.Deployment.Tests.Proxy;

/// <summary>What the proxy promises to those who call and to the frontends.</summary>
public sealed class ProxyTests
{
    [Fact]
    public async Task The_configuration_is_valid_as_it_stands()
    {
        var (code, output) = await Command.Run(Installed.Haproxy(), "-c", "-f", Path.Combine(Repository.Root, ProxyConfiguration.File));

        Assert.True(code == 0, output);
        Assert.DoesNotContain("[WARNING]", output);
    }

    [Fact]
    public void It_looks_for_the_frontends_by_the_name_and_on_the_port_that_they_have()
    {
        var frontend = ComposeFile.Own["frontend"];

        Assert.Equal(2, ProxyConfiguration.Servers.Count);
        Assert.All(ProxyConfiguration.Servers, servers =>
        {
            Assert.Equal((frontend.Name, Addresses.PortOf(frontend.Target!)), (servers.Name, servers.Port));
            Assert.True(servers.Most >= 4 * frontend.Scale);
        });
        Assert.Equal($"./{ProxyConfiguration.File}:/usr/local/etc/haproxy/haproxy.cfg:ro", Assert.Single(ComposeFile.Own["proxy"].Volumes));
        Assert.StartsWith("haproxy:", ComposeFile.Own["proxy"].Image);
    }

    [Fact]
    public void It_asks_frontends_what_they_answer()
    {
        var health = Repository.Read("src/WebFrontend/Hosting/Health.cs");

        Assert.Equal(["/readyz", "/livez"], ProxyConfiguration.Probes);
        Assert.All(ProxyConfiguration.Probes, path => Assert.Contains($"\"{path}\"", health));
    }

    [Fact]
    public async Task Calls_are_spread_over_the_frontends()
    {
        await using var shop = await ProxiedShop.Start();
        var answers = new List<IPAddress?>();
        for (var i = 0; i < 40; i++)
        {
            answers.Add((await shop.Call()).By);
        }

        Assert.All(shop.Frontends, frontend => Assert.Equal(20, answers.Count(frontend.Address.Equals)));
    }

    [Fact]
    public async Task A_frontend_is_told_the_address_of_the_caller_and_not_what_the_caller_says_it_is()
    {
        await using var shop = await ProxiedShop.Start(frontends: 1);

        await shop.Call();

        Assert.Equal("127.0.0.1", shop.Frontends[0].Caller);
        Assert.Contains("ForwardedHeaders__KnownProxies", ComposeFile.Own["frontend"].Environment.Keys);
    }

    [Fact]
    public async Task A_frontend_that_is_gone_costs_no_call()
    {
        await using var shop = await ProxiedShop.Start();
        await shop.Frontends[0].Stop();

        for (var i = 0; i < 40; i++)
        {
            Assert.Equal((HttpStatusCode.OK, shop.Frontends[1].Address), await shop.Call());
        }
    }

    [Fact]
    public async Task A_call_that_was_sent_is_not_sent_again()
    {
        await using var shop = await ProxiedShop.Start();
        foreach (var frontend in shop.Frontends)
        {
            frontend.Calls.Clear();
        }

        shop.Frontends[0].DiesOnCalls = true;
        var failed = 0;
        for (var i = 0; i < 20; i++)
        {
            failed += (await shop.Call($"payment-{i}")).Status == HttpStatusCode.BadGateway ? 1 : 0;
        }

        Assert.Equal(10, failed);
        Assert.Equal(
            Enumerable.Range(0, 20).Select(i => $"payment-{i}").Order(),
            shop.Frontends.SelectMany(frontend => frontend.Calls).Select(call => call.Key).Order());
    }

    [Fact]
    public async Task A_frontend_that_is_not_ready_gets_no_calls_until_it_is()
    {
        await using var shop = await ProxiedShop.Start();

        shop.Frontends[0].IsReady = false;
        await shop.Reaches([shop.Frontends[1]]);
        shop.Frontends[0].IsReady = true;
        await shop.Reaches(shop.Frontends);
    }

    [Fact]
    public async Task When_no_frontend_is_ready_those_alive_answer()
    {
        await using var shop = await ProxiedShop.Start();

        shop.Frontends[0].IsReady = shop.Frontends[1].IsReady = shop.Frontends[1].IsAlive = false;

        await shop.Reaches([shop.Frontends[0]]);
    }

    [Fact]
    public async Task When_no_frontend_is_alive_the_caller_is_told_to_repeat()
    {
        await using var shop = await ProxiedShop.Start();
        await Task.WhenAll(shop.Frontends.Select(frontend => frontend.Stop()));
        await shop.Answers(HttpStatusCode.ServiceUnavailable);

        using var answer = await shop.Ask();

        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter?.Delta);
        Assert.Contains("\"code\":\"unavailable\"", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Frontends_come_and_go_with_the_name_that_stands_for_them()
    {
        await using var shop = await ProxiedShop.Start();

        await shop.Add();
        await shop.Reaches(shop.Frontends);
        shop.Forget(shop.Frontends[0]);
        await shop.Reaches(shop.Frontends.Skip(1));
    }

    [Fact]
    public async Task The_key_and_a_large_body_pass_as_they_come()
    {
        await using var shop = await ProxiedShop.Start(frontends: 1);
        var frontend = shop.Frontends[0];
        frontend.Calls.Clear();

        using var import = new TwoPartBody(64 << 20, frontend.BodyBegan.Task);
        Assert.Equal(HttpStatusCode.OK, (await shop.Call("\"key of an import\"", import)).Status);

        Assert.Equal([("\"key of an import\"", 64L << 20)], frontend.Calls);
    }

    /// <summary>A body whose second half is sent only when the first has arrived: who waits for all of it before passing it on waits for ever.</summary>
    private sealed class TwoPartBody(int length, Task arrived) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var half = new byte[length / 2];
            await stream.WriteAsync(half);
            await arrived;
            await stream.WriteAsync(half);
        }

        protected override bool TryComputeLength(out long computed)
        {
            computed = length;
            return true;
        }
    }
}
