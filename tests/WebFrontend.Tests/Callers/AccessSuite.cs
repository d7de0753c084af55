using System.Net.Http;

namespace ECommerce.WebFrontend.Tests.Callers;

public sealed class Access_on_Sqlite(SqliteShop shop) : AccessSuite(shop);

public sealed class Access_on_Postgres(PostgresShop shop) : AccessSuite(shop);

public sealed class Access_on_a_cluster(ClusterShop shop) : AccessSuite(shop);

public abstract class AccessSuite(SharedShop shared)
{
    public static TheoryData<string, string> UserCalls => new()
    {
        { "GET", "/v1/wallet" },
        { "POST", "/v1/wallet/charges" },
        { "GET", "/v1/wallet/entries" },
        { "GET", "/v1/cart" },
        { "PUT", "/v1/cart/items/any" },
        { "POST", "/v1/cart/items" },
        { "DELETE", "/v1/cart" },
        { "POST", "/v1/orders" },
        { "GET", "/v1/orders/any" },
        { "GET", "/v1/orders" },
        { "POST", "/v1/orders/any/payment" },
        { "POST", "/v1/orders/any/cancellation" },
        { "POST", "/v1/campaigns/any/claim" },
        { "GET", "/v1/coupons" },
    };

    public static TheoryData<string, string> AdminCalls => new()
    {
        { "GET", "/v1/admin/products" },
        { "PUT", "/v1/admin/products/any" },
        { "DELETE", "/v1/admin/products/any" },
        { "POST", "/v1/admin/products/import" },
        { "POST", "/v1/admin/stock/any" },
        { "PUT", "/v1/admin/campaigns/any" },
        { "POST", "/v1/admin/orders/any/cancellation" },
        { "GET", "/v1/admin/orders" },
        { "GET", "/v1/admin/orders/any" },
        { "GET", "/v1/admin/users/any" },
        { "GET", "/v1/admin/users/any/entries" },
        { "GET", "/v1/admin/users/any/coupons" },
        { "GET", "/v1/admin/users/any/orders" },
        { "POST", "/v1/admin/users/any/adjustments" },
        { "POST", "/v1/admin/users/any/coupons" },
        { "GET", "/v1/admin/campaigns" },
        { "PATCH", "/v1/admin/campaigns/any" },
        { "GET", "/v1/admin/audit" },
        { "GET", "/v1/admin/log" },
        { "GET", "/v1/admin/export/orders.csv" },
        { "GET", "/v1/admin/export/entries.csv" },
        { "GET", "/v1/admin/export/products.csv" },
        { "GET", "/v1/admin/export/log.csv" },
        { "GET", "/v1/admin/payment-stream" },
        { "POST", "/v1/admin/payment-stream/replay" },
        { "POST", "/v1/admin/payment-stream/parked/retry" },
    };

    private Shop Shop => shared.Shop;

    [Theory]
    [MemberData(nameof(UserCalls))]
    [MemberData(nameof(AdminCalls))]
    public async Task Without_a_token_the_answer_is_401(string method, string path)
    {
        var answer = (await Shop.Anonymous.Send(new HttpMethod(method), path, null)).Expect(401, "unauthorized");

        Assert.StartsWith("Bearer", answer.Header("WWW-Authenticate"));
    }

    [Theory]
    [MemberData(nameof(AdminCalls))]
    public async Task A_user_without_the_admin_role_is_forbidden(string method, string path)
    {
        (await (await Shop.NewUser()).Send(new HttpMethod(method), path, null)).Expect(403, "forbidden");
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
}
