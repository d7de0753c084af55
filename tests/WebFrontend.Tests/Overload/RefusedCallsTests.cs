using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Npgsql;

namespace ECommerce.WebFrontend.Tests.Overload;

/// <summary>Calls that are refused before hosting knows of them are answered as all others are, by either version of HTTP.</summary>
public sealed class RefusedCallsTests
{
    private const int AtOnce = 4;
    private const int Readers = 3 * AtOnce;
    private const string Page = "https://shop.example";
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly int _http1 = FreePort.Next();
    private readonly int _http2 = FreePort.Next();

    [Fact]
    public async Task They_tell_what_other_answers_tell_and_probes_pages_and_preflights_are_not_refused()
    {
        PostgresServer.RequirePostgres();
        var database = await PostgresServer.CreateDatabase();
        await using var deployment = await Deployment.Start(Small() with { Postgres = database });
        using var second = new HttpClient(new Http2(new SocketsHttpHandler())) { BaseAddress = new Uri($"http://127.0.0.1:{_http2}") };
        Shop[] shops = [deployment.Shop(), new Shop([second], signed: true)];

        await using (var other = new NpgsqlConnection(database))
        {
            await other.OpenAsync();
            await using var held = await other.BeginTransactionAsync();
            await new NpgsqlCommand("LOCK TABLE wallets IN ACCESS EXCLUSIVE MODE", other, held).ExecuteNonQueryAsync();
            using var enough = new CancellationTokenSource();
            var readers = Enumerable.Range(0, Readers).Select(_ => Read(shops[0], enough.Token)).ToList();
            foreach (var shop in shops)
            {
                var caller = await shop.NewUser();
                var answer = await Refused(() => caller.Get("/v1/wallet", ("Origin", Page), ("traceparent", $"00-{Trace}-b7ad6b7169203331-01")));
                answer.Expect(503, "overloaded");
                answer.Json.HasShape("type:text title:text status:integer code:text traceId:text");
                Assert.Matches($"^00-{Trace}-[0-9a-f]{{16}}-01$", answer.Text("traceId"));
                IsTold(answer);
                var head = await Refused(() => caller.Send(HttpMethod.Head, "/v1/wallet", null, ("Origin", Page)));
                Assert.Equal(("", answer.Header("Content-Length")), (head.Text, head.Header("Content-Length")));
                IsTold(head);
                Assert.Null((await Refused(() => caller.Get("/v1/wallet", ("Origin", "https://other.example")))).Header("Access-Control-Allow-Origin"));

                (await shop.Anonymous.Get("/livez")).Expect(200);
                (await shop.Anonymous.Get("/docs/index.html")).Expect(200);
                (await shop.Anonymous.Get("/v1/products")).Expect(200);
                (await shop.Anonymous.Send(
                    HttpMethod.Options, "/v1/wallet", null, ("Origin", Page), ("Access-Control-Request-Method", "GET"))).Expect(204);
                Assert.NotEqual("overloaded", (await (await shop.Admin()).Get("/v1/admin/log?limit=1")).Expect(200).Code);
            }

            using (var figures = await EventReader.Open(deployment.Frontends[0].Http, "/v1/admin/live", await shops[0].Admin()))
            {
                await figures.Event();
                var caller = await shops[0].NewUser();
                (await Refused(() => caller.Get("/v1/wallet"))).Expect(503, "overloaded");

                // Few of them got so far that the framework measured them.
                await figures.Event(told => Rate(told, "problems", one => one.Text("code") == "overloaded") is > 0 and var refused
                    && Rate(told, "answers", one => one.Number("status") == 503) >= refused);
            }

            await enough.CancelAsync();
            await held.RollbackAsync();
            await Task.WhenAll(readers);
        }

        await shops[0].BooksAreRight();
    }

    [Fact]
    public async Task A_connection_whose_calls_with_bodies_are_refused_goes_on()
    {
        PostgresServer.RequirePostgres();
        var database = await PostgresServer.CreateDatabase();
        await using var deployment = await Deployment.Start(Small() with { Postgres = database });
        var shop = deployment.Shop();
        var connects = 0;
        using var counted = new HttpClient(new SocketsHttpHandler
        {
            MaxConnectionsPerServer = 1,
            ConnectCallback = async (context, cancelled) =>
            {
                connects++;
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(context.DnsEndPoint, cancelled);
                return new NetworkStream(socket, ownsSocket: true);
            },
        })
        {
            BaseAddress = deployment.Frontends[0].Address,
        };
        var caller = new Shop([counted], signed: true).Anonymous;

        await using var other = new NpgsqlConnection(database);
        await other.OpenAsync();
        await using var held = await other.BeginTransactionAsync();
        await new NpgsqlCommand("LOCK TABLE wallets IN ACCESS EXCLUSIVE MODE", other, held).ExecuteNonQueryAsync();
        using var enough = new CancellationTokenSource();
        var chargers = Enumerable.Range(0, Readers).Select(_ => Charge(shop, enough.Token)).ToList();
        for (var i = 0; i < 5; i++)
        {
            // More than comes with the headers, and nobody reads it.
            var body = new string(' ', 30_000);
            await Refused(() => caller.Send(HttpMethod.Post, "/v1/orders", new StringContent($"{{{body}}}", Encoding.UTF8, "application/json")));
        }

        Assert.Equal(1, connects);
        await enough.CancelAsync();
        await held.RollbackAsync();
        await Task.WhenAll(chargers);
        await shop.BooksAreRight();
    }

    private static double Rate(ServerEvent told, string figure, Func<JsonElement, bool> isMeant) =>
        told.Data.GetProperty("frontend").GetProperty(figure).EnumerateArray().Where(isMeant).Sum(one => one.GetProperty("perSecond").GetDouble());

    // Admitted calls are counted, and say so.
    private static async Task<Answer> Refused(Func<Task<Answer>> ask)
    {
        static bool IsRefused(Answer answer) => answer.Status == 503 && answer.Header("RateLimit-Policy") is null;
        var last = await Eventually.Ask(ask, IsRefused, Patience);
        Assert.True(IsRefused(last), $"{last}");
        return last;
    }

    private static void IsTold(Answer answer)
    {
        Assert.Equal(
            ("1", "no-store", "application/problem+json", Page, "Origin"),
            (answer.Header("Retry-After"), answer.Header("Cache-Control"), answer.Header("Content-Type"), answer.Header("Access-Control-Allow-Origin"),
                answer.Header("Vary")));
        Assert.Contains("Retry-After", answer.Header("Access-Control-Expose-Headers"));
        Assert.Equal(
            ("nosniff", "no-referrer", "default-src 'none'; frame-ancestors 'none'", "same-origin", "same-origin", null),
            (answer.Header("X-Content-Type-Options"), answer.Header("Referrer-Policy"), answer.Header("Content-Security-Policy"),
                answer.Header("Cross-Origin-Resource-Policy"), answer.Header("Cross-Origin-Opener-Policy"), answer.Header("Server")));
    }

    private static async Task Read(Shop shop, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            await (await shop.NewUser()).Wallet();
        }
    }

    private static async Task Charge(Shop shop, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            await (await shop.NewUser()).Charge(1_000);
        }
    }

    private ShopSettings Small() => new()
    {
        SigningKey = true,
        RateLimits = true,
        Port = _http1,
        More = new Dictionary<string, string>
        {
            ["Kestrel__Endpoints__Http1__Url"] = $"http://127.0.0.1:{_http1}",
            ["Kestrel__Endpoints__Http2__Url"] = $"http://127.0.0.1:{_http2}",
            ["Kestrel__Endpoints__Http2__Protocols"] = "Http2",
            ["Cors__Origins"] = Page,
            ["Admission__MinimumInFlight"] = $"{AtOnce}",
            ["Admission__MaximumInFlight"] = $"{AtOnce}",
        },
    };

    private sealed class Http2(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
