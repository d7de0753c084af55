using System.Net.Http;

namespace ECommerce.WebFrontend.Tests.Manners;

/// <summary>Pages of other origins: those of Cors:Origins and no others.</summary>
public sealed class CrossOriginTests(SqliteShop shared)
{
    private const string Page = "https://shop.example";
    private static readonly string[] Exposed = ["ETag", "Location", "Link", "Retry-After", "Idempotent-Replayed", "RateLimit", "RateLimit-Policy"];

    [Fact]
    public async Task By_default_no_page_may_call()
    {
        var anonymous = shared.Shop.Anonymous;

        Assert.Null((await anonymous.Get("/v1/products", ("Origin", Page))).Expect(200).Header("Access-Control-Allow-Origin"));
        Assert.Null((await Preflight(anonymous, "/v1/cart", "GET")).Expect(405).Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_page_of_a_configured_origin_may_call_and_read_the_answer_also_when_it_is_an_error()
    {
        await using var deployment = await Deployment.Start(new ShopSettings
        {
            SigningKey = true,
            RateLimits = true,
            More = new Dictionary<string, string>
            {
                ["Cors__Origins__0"] = Page,
                ["Cors__Origins__1"] = "http://localhost:3000",
                ["RateLimits__User__Burst"] = "3",
                ["RateLimits__User__PermitsPerSecond"] = "1",
            },
        });
        var shop = deployment.Shop();
        var user = await shop.User("mina");

        foreach (var (path, method) in new[] { ("/v1/cart", "GET"), ("/v1/cart/items/any", "PUT"), ("/v1/orders", "POST"), ("/v1/no-such-thing", "DELETE") })
        {
            var preflight = (await Preflight(shop.Anonymous, path, method)).Expect(204);
            Assert.Equal(Page, preflight.Header("Access-Control-Allow-Origin"));
            Assert.Equal(method, preflight.Header("Access-Control-Allow-Methods"));
            Assert.Equal("authorization,content-type,idempotency-key,if-match", preflight.Header("Access-Control-Allow-Headers"));
            Assert.Equal("600", preflight.Header("Access-Control-Max-Age"));
        }

        Answer[] answers =
        [
            (await shop.Anonymous.Get("/v1/products", ("Origin", Page))).Expect(200),
            (await shop.Anonymous.Get("/v1/wallet", ("Origin", Page))).Expect(401),
            (await shop.Anonymous.Get("/v1/products/no-such-product", ("Origin", Page))).Expect(404),
            (await shop.Anonymous.Get("/v1/products?limit=0", ("Origin", Page))).Expect(422),
            (await shop.Anonymous.Post("/v1/products", null, ("Origin", Page))).Expect(405),
            await Refused(() => user.Get("/v1/wallet", ("Origin", Page))),
        ];
        Assert.All(answers, MayBeRead);
        Assert.Contains("Origin", answers[0].Header("Vary"));
        Assert.Equal("http://localhost:3000", (await shop.Anonymous.Get("/v1/products", ("Origin", "http://localhost:3000"))).Header("Access-Control-Allow-Origin"));

        var other = (await shop.Anonymous.Get("/v1/products", ("Origin", "https://shop.example.evil.example"))).Expect(200);
        Assert.Null(other.Header("Access-Control-Allow-Origin"));
        Assert.Contains("Origin", other.Header("Vary"));
        var unasked = (await shop.Anonymous.Get("/v1/products")).Expect(200);
        Assert.Contains("Origin", unasked.Header("Vary"));
        Assert.Null((await Preflight(shop.Anonymous, "/v1/cart", "GET", "null")).Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_page_may_read_that_the_shop_is_not_ready_yet()
    {
        PostgresServer.RequirePostgres();
        await using var server = (await PostgresServer.StartPrivate())!;
        var settings = new ShopSettings { Postgres = await server.NewDatabase(), More = new Dictionary<string, string> { ["Cors__Origins"] = Page } };
        await server.Stop();
        await using var process = ShopProcess.Launched(settings);
        var shop = new Shop([process.Http]);

        var answer = await Eventually.Ask(() => Asked(shop), asked => asked is not null, TimeSpan.FromSeconds(60));

        MayBeRead(answer!.Expect(503, "unavailable"));
    }

    private static async Task<Answer?> Asked(Shop shop)
    {
        try
        {
            return await shop.Anonymous.Get("/v1/products", ("Origin", Page));
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static async Task<Answer> Refused(Func<Task<Answer>> ask) =>
        (await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => ask()))).First(answer => answer.Status == 429);

    private static void MayBeRead(Answer answer)
    {
        Assert.Equal(Page, answer.Header("Access-Control-Allow-Origin"));
        Assert.Equal(Exposed, answer.Header("Access-Control-Expose-Headers")!.Split(',', StringSplitOptions.TrimEntries));
        Assert.Null(answer.Header("Access-Control-Allow-Credentials"));
    }

    private static Task<Answer> Preflight(Caller caller, string path, string method, string origin = Page) => caller.Send(
        HttpMethod.Options, path, null, ("Origin", origin), ("Access-Control-Request-Method", method),
        ("Access-Control-Request-Headers", "authorization,content-type,idempotency-key,if-match"));
}
