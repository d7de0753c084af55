using System.Diagnostics;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using ECommerce.WebFrontend.Tests.Overload;

namespace ECommerce.WebFrontend.Tests.Live;

/// <summary>Streams are bounded in number, time and memory, and are in nobody's way.</summary>
public sealed class LiveBoundTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task One_stream_too_many_is_refused_until_another_has_ended_and_calls_are_answered()
    {
        await using var deployment = await Deployment.Start(Settings(
            ("Live__MaximumStreams", "3"), ("Admission__MinimumInFlight", "1"), ("Admission__MaximumInFlight", "1")));
        var (shop, http) = (deployment.Shop(), deployment.Frontends[0].Http);
        var streams = new List<EventReader>();
        for (var i = 0; i < 3; i++)
        {
            streams.Add(await EventReader.Open(http, "/v1/live?product=none"));
            await streams[^1].Event();
        }

        (await shop.Anonymous.Get("/v1/live?product=none")).Expect(503, "overloaded");
        (await shop.Anonymous.Get("/v1/products")).Expect(200);
        streams[0].Dispose();
        var status = await Eventually.Ask(
            async () =>
            {
                using var next = await EventReader.Open(http, "/v1/live?product=none");
                return next.Response.StatusCode;
            },
            answered => answered == HttpStatusCode.OK,
            Patience);
        Assert.Equal(HttpStatusCode.OK, status);
        streams.ForEach(stream => stream.Dispose());
    }

    [Fact]
    public async Task Connections_that_are_only_held_make_no_stream_end_and_half_of_all_are_left_to_calls()
    {
        await using var deployment = await Deployment.Start(Settings(("Connections__Maximum", "8")));
        var process = deployment.Frontends[0];
        using var client = new HttpClient { BaseAddress = process.Address };
        var streams = new List<EventReader>();
        for (var i = 0; i < 4; i++)
        {
            streams.Add(await EventReader.Open(client, "/v1/live?product=none"));
            await streams[^1].Event();
        }

        using (var refused = await EventReader.Open(client, "/v1/live?product=none"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Response.StatusCode);
        }

        await using var held = new HeldConnections(process.Address.Port);
        await held.Open(20);
        await deployment.Shop().Sells(Some.Product() with { Id = "none" });
        Assert.All(
            await Task.WhenAll(streams.Select(stream => stream.Event())),
            told => Assert.False(told.Data.GetProperty("soldOut").GetBoolean()));
        streams.ForEach(stream => stream.Dispose());
    }

    [Fact]
    public async Task A_stream_lives_till_its_time_is_over_and_says_so()
    {
        await using var deployment = await Deployment.Start(Settings(("Live__StreamSeconds", "4"), ("Live__HeartbeatSeconds", "1")));
        var clock = Stopwatch.StartNew();
        using var stream = await EventReader.Open(deployment.Frontends[0].Http, "/v1/live?product=none");

        await stream.Event();
        Assert.Null(await stream.Next());

        Assert.InRange(clock.Elapsed.TotalSeconds, 3, 15);
        Assert.InRange(stream.Comments, 3, 6);
    }

    [Fact]
    public async Task One_address_has_its_share_of_the_streams()
    {
        await using var deployment = await Deployment.Start(Settings(("Live__MaximumStreamsPerAddress", "2"), ("ForwardedHeaders__KnownProxies", "127.0.0.1")));
        var http = deployment.Frontends[0].Http;
        using var first = await EventReader.Open(http, "/v1/live?product=none");
        using var second = await EventReader.Open(http, "/v1/live?product=none");

        (await deployment.Shop().Anonymous.Get("/v1/live?product=none")).Expect(503, "overloaded");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/live?product=none");
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");
        using var other = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task Beyond_ten_thousand_names_a_name_has_no_state_until_others_are_gone()
    {
        await using var deployment = await Deployment.Start(Settings(("Live__StreamSeconds", "20")));
        var http = deployment.Frontends[0].Http;
        var product = await deployment.Shop().Sells(Some.Product());
        var many = new EventReader[200];
        await Parallel.ForAsync(0, many.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
            many[i] = await EventReader.Open(http, "/v1/live?campaign=" + string.Join("&campaign=", Enumerable.Range(0, 50).Select(name => $"c{i}-{name}"))));

        using (var beyond = await EventReader.Open(http, $"/v1/live?product={product.Id}"))
        {
            Assert.Null(await beyond.Next());
        }

        Array.ForEach(many, stream => stream.Dispose());
        var told = await Eventually.Ask(
            async () =>
            {
                using var stream = await EventReader.Open(http, $"/v1/live?product={product.Id}");
                return await stream.Next();
            },
            answered => answered is not null,
            Patience);
        Assert.Equal(product.Id, told!.Data.Text("id"));
    }

    [Fact]
    public async Task A_process_that_stops_ends_its_streams_at_once()
    {
        await using var deployment = await Deployment.Start(Settings());
        using var stream = await EventReader.Open(deployment.Frontends[0].Http, "/v1/live?product=none");
        using var figures = await EventReader.Open(deployment.Frontends[0].Http, "/v1/admin/live", await deployment.Shop().Admin());
        await stream.Event();
        await figures.Event();

        var clock = Stopwatch.StartNew();
        var stopped = deployment.Frontends[0].Stop();
        Assert.Null(await stream.Next());
        while (await figures.Next() is not null)
        {
            // What was on its way.
        }

        Assert.Equal(0, await stopped);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 15);
    }

    [Fact]
    public async Task A_slow_reader_meets_the_newest_state_and_one_that_takes_nothing_is_let_go()
    {
        const int rounds = 6;
        await using var deployment = await Deployment.Start(Settings(("Live__StreamSeconds", "30")));
        var (shop, process) = (deployment.Shop(), deployment.Frontends[0]);
        Product[] products = [.. Enumerable.Range(0, 20).Select(_ => Some.Product() with
        {
            Id = Some.Id(new string('p', 80)),
            Colors = [.. Enumerable.Range(0, 500).Select(color => $"color-{color}-of-very-many")],
        })];
        foreach (var product in products)
        {
            await shop.Sells(product);
        }

        var path = "/v1/live?product=" + string.Join("&product=", products.Select(product => product.Id));
        using var slow = await Asked(process.Address.Port, path);
        using var stuck = await Asked(process.Address.Port, path);
        using var fast = await EventReader.Open(process.Http, path);
        var told = 0;
        for (var i = 1; i <= rounds; i++)
        {
            var waiting = products.Select(product => product.Id).ToHashSet();
            await Task.WhenAll(products.Select(async product => (await shop.AdjustStock(product.Sku, 1)).Expect(200)));
            while (waiting.Count > 0)
            {
                var next = await fast.Event();
                told++;
                if (next.Data.GetProperty("variants")[0].Number("stock") == 100 + i)
                {
                    waiting.Remove(next.Data.Text("id"));
                }
            }
        }

        var events = await ReadUntil(slow, $"{products[^1].Sku}\",\"stock\":{100 + rounds}");
        Assert.InRange(events, products.Length, told - products.Length);

        // The other one has more to take than is buffered for it, and does not: its connection ends with its stream.
        var isOpen = await Eventually.Ask(() => Task.FromResult(IsOpen(stuck)), open => !open, TimeSpan.FromSeconds(60));
        Assert.False(isOpen);
    }

    /// <summary>A connection that has asked, and takes little.</summary>
    private static async Task<Socket> Asked(int port, string path)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4_096 };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: shop\r\n\r\n"));
        return socket;
    }

    /// <summary>Reads until a text has come; how many events did.</summary>
    private static async Task<int> ReadUntil(Socket socket, string text)
    {
        var (read, buffer) = (new StringBuilder(), new byte[1 << 20]);
        using var patience = new CancellationTokenSource(Patience);
        var (from, events) = (0, 0);
        while (true)
        {
            read.Append(Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer, patience.Token)));
            var fresh = read.ToString(from, read.Length - from);
            if (fresh.Contains(text, StringComparison.Ordinal))
            {
                return events + fresh.Split("event: ").Length - 1;
            }

            // What is behind the last line break may still be the beginning of the text.
            var end = fresh.LastIndexOf('\n') + 1;
            events += fresh[..end].Split("event: ").Length - 1;
            from += end;
        }
    }

    private static bool IsOpen(Socket socket) =>
        System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections()
            .Any(connection => connection.LocalEndPoint.Port == ((IPEndPoint)socket.LocalEndPoint!).Port
                && connection.State == System.Net.NetworkInformation.TcpState.Established);

    private static ShopSettings Settings(params (string Name, string Value)[] more) =>
        new() { SigningKey = true, More = more.ToDictionary(setting => setting.Name, setting => setting.Value) };
}
