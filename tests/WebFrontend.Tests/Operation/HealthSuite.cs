namespace ECommerce.WebFrontend.Tests.Operation;

public sealed class Health_on_Sqlite(SqliteShop shop) : HealthSuite(shop);

public sealed class Health_on_Postgres(PostgresShop shop) : HealthSuite(shop);

public abstract class HealthSuite(SharedShop shared)
{
    private Shop Shop => shared.Shop;

    [Theory]
    [InlineData("/livez")]
    [InlineData("/readyz")]
    public async Task A_healthy_shop_lives_and_is_ready(string path)
    {
        (await Shop.Anonymous.Get(path)).Expect(200);
    }

    [Fact]
    public async Task The_contract_is_served_and_names_every_call()
    {
        var contract = (await Shop.Anonymous.Get("/openapi/v1.json")).Expect(200);

        Assert.StartsWith("3.", contract.Text("openapi"));
        string[] expected =
        [
            "/v1/products", "/v1/products/{id}", "/v1/products/best-sellers", "/v1/wallet", "/v1/wallet/charges", "/v1/wallet/entries",
            "/v1/cart", "/v1/cart/items", "/v1/cart/items/{sku}", "/v1/orders", "/v1/orders/{id}", "/v1/orders/{id}/payment",
            "/v1/orders/{id}/cancellation", "/v1/campaigns", "/v1/campaigns/{id}/claim", "/v1/coupons", "/v1/admin/products/{id}",
            "/v1/admin/products/import", "/v1/admin/stock/{sku}", "/v1/admin/campaigns/{id}", "/v1/admin/audit",
            "/v1/admin/payment-stream", "/v1/admin/payment-stream/replay",
            "/v1/admin/payment-stream/parked/retry",
        ];
        var paths = contract["paths"].EnumerateObject().Select(path => path.Name.TrimEnd('/')).ToHashSet();
        Assert.Empty(expected.Except(paths));
    }

    [Fact]
    public async Task The_docs_can_be_read_in_a_browser()
    {
        var page = await Shop.Anonymous.Get("/docs");
        if (page.Status is 301 or 302 or 307 or 308)
        {
            page = await Shop.Anonymous.Get(new Uri(new Uri("http://shop/docs"), page.Header("Location")).AbsolutePath);
        }

        Assert.Equal("text/html", page.Expect(200).ContentType);
        Assert.Contains("swagger", page.Text, StringComparison.OrdinalIgnoreCase);
    }
}
