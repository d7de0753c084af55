using System.Net.Http;

namespace ECommerce.WebFrontend.Tests.Manners;

public sealed class Manners_on_Sqlite(SqliteShop shop) : MannersSuite(shop);

public sealed class Manners_on_Postgres(PostgresShop shop) : MannersSuite(shop);

/// <summary>HEAD, the methods of a resource, and how long answers may be kept.</summary>
public abstract class MannersSuite(SharedShop shared)
{
    private Shop Shop => shared.Shop;

    [Fact]
    public async Task HEAD_is_answered_as_GET_is_without_a_body_wherever_there_is_GET()
    {
        var product = await Shop.Sells(Some.Product());
        var (user, admin) = (await Shop.NewUser(balance: 20_000), await Shop.Admin());
        var order = await user.Ordered(product.Sku, 1);
        var contract = (await Shop.Anonymous.Get("/openapi/v1.json")).Expect(200);
        var paths = contract["paths"].EnumerateObject()
            .Where(path => path.Value.TryGetProperty("get", out var get) && !get.IsEventStream())
            .Select(path => path.Name.Replace("{id}", path.Name.Contains("orders") ? order : product.Id));

        foreach (var path in paths.Append("/openapi/v1.json").Append("/docs/index.html"))
        {
            var caller = path.Contains("/admin/") ? admin : user;
            var (get, head) = (await caller.Get(path), await caller.Send(HttpMethod.Head, path, null));
            head.Expect(get.Status);
            Assert.Empty(head.Text);
            Assert.Equal(get.Header("Content-Type"), head.Header("Content-Type"));
            Assert.Equal(get.Header("Cache-Control"), head.Header("Cache-Control"));
        }
    }

    [Fact]
    public async Task HEAD_tells_the_length_and_the_ETag_of_a_page_of_products()
    {
        var path = "/v1/products?q=" + (await Shop.Sells(Some.Product() with { Name = Some.Id("Coat") })).Name;

        var (get, head) = await Eventually.Ask(
            async () => (await Shop.Anonymous.Get(path), await Shop.Anonymous.Send(HttpMethod.Head, path, null)),
            pair => pair.Item1.Header("ETag") == pair.Item2.Header("ETag"),
            Bounds.Freshness);

        Assert.Equal(System.Text.Encoding.UTF8.GetByteCount(get.Text).ToString(), head.Header("Content-Length"));
        Assert.Equal(get.Header("Content-Length"), head.Header("Content-Length"));
        Assert.Equal(get.Header("ETag"), head.Header("ETag"));
        (await Shop.Anonymous.Send(HttpMethod.Head, path, null, ("If-None-Match", head.Header("ETag")!))).Expect(304);
    }

    [Fact]
    public async Task HEAD_is_refused_as_GET_is()
    {
        var anonymous = await Shop.Anonymous.Send(HttpMethod.Head, "/v1/wallet", null);
        Assert.Equal((401, ""), (anonymous.Status, anonymous.Text));
        Assert.StartsWith("Bearer", anonymous.Header("WWW-Authenticate"));
        Assert.Equal(404, (await Shop.Anonymous.Send(HttpMethod.Head, "/v1/products/no-such-product", null)).Status);
        Assert.Equal(405, (await Shop.Anonymous.Send(HttpMethod.Head, "/dev/tokens", null)).Status);
    }

    [Theory]
    [InlineData("DELETE", "/v1/products", "GET, HEAD")]
    [InlineData("POST", "/v1/cart", "DELETE, GET, HEAD")]
    [InlineData("OPTIONS", "/v1/orders", "GET, HEAD, POST")]
    [InlineData("GET", "/v1/wallet/charges", "POST")]
    [InlineData("HEAD", "/v1/wallet/charges", "POST")]
    [InlineData("POST", "/livez", "GET, HEAD")]
    [InlineData("PUT", "/openapi/v1.json", "GET, HEAD")]
    public async Task Another_method_is_answered_405_with_those_that_are_allowed(string method, string path, string allowed)
    {
        var answer = (await Shop.Anonymous.Send(new HttpMethod(method), path, null)).Expect(405);

        Assert.Equal(allowed, answer.Header("Allow"));
    }

    [Fact]
    public async Task Answers_that_are_the_same_for_all_may_be_kept_for_a_moment()
    {
        var (product, campaign) = (await Shop.Sells(Some.Product()), await Shop.Runs(Some.Campaign()));
        string[] paths = ["/v1/products", "/v1/products/" + product.Id, "/v1/products/best-sellers", "/v1/campaigns", "/v1/campaigns/" + campaign.Id];

        foreach (var path in paths)
        {
            foreach (var caller in new[] { Shop.Anonymous, await Shop.NewUser() })
            {
                var answer = (await caller.Get(path)).Expect(200);
                Assert.Equal("public, max-age=1", answer.Header("Cache-Control"));
                Assert.Equal("Accept-Encoding", answer.Header("Vary"));
            }
        }
    }

    [Fact]
    public async Task Answers_of_a_user_tokens_and_errors_are_kept_by_nobody()
    {
        var (user, admin) = (await Shop.NewUser(), await Shop.Admin());
        Answer[] answers =
        [
            (await user.Wallet()).Expect(200), (await user.Cart()).Expect(200), (await user.Orders()).Expect(200), (await user.Coupons()).Expect(200),
            (await user.Charge(1_000)).Expect(201), (await admin.Get("/v1/admin/payment-stream")).Expect(200),
            (await Shop.Anonymous.Post("/dev/tokens", new { user = "mina" })).Expect(200),
            (await Shop.Anonymous.Get("/v1/wallet")).Expect(401), (await user.Get("/v1/admin/audit")).Expect(403),
            (await Shop.Anonymous.Get("/v1/products/no-such-product")).Expect(404), (await Shop.Anonymous.Get("/v1/no-such-thing")).Expect(404),
            (await Shop.Anonymous.Post("/v1/products")).Expect(405), (await Shop.Anonymous.Get("/v1/products?limit=0")).Expect(422),
            (await Shop.Anonymous.Get("/v1/products?cursor=nonsense")).Expect(422), (await user.Charge(1)).Expect(422),
        ];

        Assert.All(answers, answer => Assert.True(answer.Header("Cache-Control")?.Contains("no-store") == true, $"{answer.Header("Cache-Control")}: {answer}"));
    }
}
