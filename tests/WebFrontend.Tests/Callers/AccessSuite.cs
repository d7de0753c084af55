using System.Net.Http;

namespace ECommerce.WebFrontend.Tests.Callers;

public sealed class Access_on_Sqlite(SqliteShop shop) : AccessSuite(shop);

public sealed class Access_on_Postgres(PostgresShop shop) : AccessSuite(shop);

public sealed class Access_on_a_cluster(ClusterShop shop) : AccessSuite(shop);

public abstract class AccessSuite(SharedShop shared)
{
    // Every other call of the OpenAPI document needs a token: a new one that does not must be named here.
    private static readonly string[] ForAnybody =
        ["/v1/products", "/v1/products/any", "/v1/products/best-sellers", "/v1/campaigns", "/v1/campaigns/any", "/v1/live"];

    private Shop Shop => shared.Shop;

    [Fact]
    public async Task Without_a_token_the_answer_is_401_to_every_call_that_is_not_for_anybody()
    {
        var calls = (await Calls()).Where(call => call.Method != HttpMethod.Get || !ForAnybody.Contains(call.Path)).ToList();

        Assert.Contains((HttpMethod.Delete, "/v1/cart/items/any"), calls);
        Assert.Contains((HttpMethod.Get, "/v1/admin/live"), calls);
        foreach (var (method, path) in calls)
        {
            var answer = (await Shop.Anonymous.Send(method, path, null)).Expect(401, "unauthorized");
            Assert.StartsWith("Bearer", answer.Header("WWW-Authenticate"));
        }
    }

    [Fact]
    public async Task The_calls_of_operators_are_forbidden_to_a_user_and_open_to_an_operator()
    {
        var (user, admin) = (await Shop.NewUser(), await Shop.Admin());
        var calls = (await Calls()).Where(call => call.Path.StartsWith("/v1/admin/", StringComparison.Ordinal)).ToList();

        Assert.Contains((HttpMethod.Get, "/v1/admin/products/any"), calls);
        foreach (var (method, path) in calls)
        {
            (await user.Send(method, path, null)).Expect(403, "forbidden");

            // A parameter that no call has: the operator is let in, and nothing is done.
            var answer = await admin.Send(method, path + "?nonsense=1", null);
            Assert.False(answer.IsSuccess || answer.Status is 401 or 403, answer.ToString());
        }
    }

    [Theory]
    [InlineData("/v1/products")]
    [InlineData("/v1/products/best-sellers")]
    [InlineData("/v1/campaigns")]
    public async Task Products_best_sellers_and_campaigns_need_no_token(string path)
    {
        (await Shop.Anonymous.Get(path)).Expect(200);
    }

    [Fact]
    public async Task The_order_of_another_user_does_not_exist()
    {
        var product = await Shop.Sells(Some.Product());
        var (owner, other) = (await Shop.NewUser(balance: 50_000), await Shop.NewUser(balance: 50_000));
        var order = await owner.Ordered(product.Sku, 1);

        (await other.OrderOf(order)).Expect(404, "unknown_order");
        (await other.Pay(order)).Expect(404, "unknown_order");
        (await other.Cancel(order)).Expect(404, "unknown_order");
        (await (await Shop.Admin()).OrderOf(order)).Expect(404, "unknown_order");
        Assert.Empty((await other.Orders()).Items());

        (await owner.Pay(order)).Expect(200);
        (await other.Cancel(order)).Expect(404, "unknown_order");
        Assert.Equal("paid", (await owner.OrderOf(order)).Text("status"));
        Assert.Equal(50_000, await other.Balance());
    }

    [Fact]
    public async Task An_unknown_path_is_not_found_and_a_known_one_refuses_other_methods()
    {
        var user = await Shop.NewUser();

        (await user.Get("/v1/no-such-thing")).Expect(404, "not_found");
        (await user.Delete("/v1/wallet")).Expect(405, "method_not_allowed");
    }

    private async Task<IReadOnlyList<(HttpMethod Method, string Path)>> Calls() =>
    [
        .. from path in (await Shop.Anonymous.Get("/openapi/v1.json")).Expect(200)["paths"].EnumerateObject()
           from operation in path.Value.EnumerateObject()
           select (new HttpMethod(operation.Name.ToUpperInvariant()), path.Name.Replace("{id}", "any").Replace("{sku}", "any")),
    ];
}
