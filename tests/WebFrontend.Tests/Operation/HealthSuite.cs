using System.Net.Http;
using System.Text.Json;

namespace ECommerce.WebFrontend.Tests.Operation;

public sealed class Health_on_Sqlite(SqliteShop shop) : HealthSuite(shop);

public sealed class Health_on_Postgres(PostgresShop shop) : HealthSuite(shop);

public sealed class Health_on_a_cluster(ClusterShop shop) : HealthSuite(shop);

public abstract class HealthSuite(SharedShop shared)
{
    private Shop Shop => shared.Shop;

    [Theory]
    [InlineData("/livez")]
    [InlineData("/readyz", "grains", "ledger", "product_list")]
    public async Task A_healthy_shop_lives_and_is_ready(string path, params string[] dependencies)
    {
        var answer = (await Shop.Anonymous.Get(path)).Expect(200);

        answer.Json.HasShape("ok:boolean dependencies:array");
        Assert.True(answer["ok"].GetBoolean());
        Assert.Equal(dependencies, answer["dependencies"].EnumerateArray().Select(dependency => dependency.HasShape("name:text ok:boolean").Text("name")));
        Assert.All(answer["dependencies"].EnumerateArray(), dependency => Assert.True(dependency.GetProperty("ok").GetBoolean()));
    }

    [Theory]
    [InlineData("/livez")]
    [InlineData("/readyz")]
    public async Task A_probe_may_ask_with_HEAD_and_with_nothing_that_changes_something(string path)
    {
        Assert.Empty((await Shop.Anonymous.Send(HttpMethod.Head, path, null)).Expect(200).Text);
        (await Shop.Anonymous.Post(path)).Expect(405, "method_not_allowed");
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

/// <summary>A shop of its own, whose database does not answer.</summary>
public sealed class Health_without_a_database
{
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_shop_whose_database_is_stopped_names_it_and_answers_503_until_it_is_back()
    {
        PostgresServer.RequirePostgres();
        await using var server = (await PostgresServer.StartPrivate())!;
        await using var deployment = await Deployment.Start(new ShopSettings { Postgres = await server.NewDatabase(), SigningKey = true });
        var shop = deployment.Shop();
        var user = await shop.NewUser();
        await server.Stop();

        var ready = await Eventually.Ask(() => shop.Anonymous.Get("/readyz"), answer => answer.Status == 503, Recovery);

        Assert.True(Dependency(ready.Expect(503), "grains").GetProperty("ok").GetBoolean());
        Assert.False(Dependency(ready, "ledger").HasShape("name:text ok:boolean problem:text").GetProperty("ok").GetBoolean());
        (await shop.Anonymous.Get("/livez")).Expect(200);
        (await shop.Anonymous.Get("/readyz")).Expect(503);
        Assert.Equal(2, deployment.Frontends[0].Log.Split("No longer ready. ledger: ").Length);
        (await user.Wallet()).Expect(503, "unavailable");

        await server.Start();
        (await Eventually.Ask(() => shop.Anonymous.Get("/readyz"), answer => answer.Status == 200, Recovery)).Expect(200);
        (await user.Wallet()).Expect(200);
    }

    [Fact]
    public async Task A_shop_that_is_asked_while_it_starts_says_in_its_log_once_that_it_is_not_ready_and_once_that_it_is()
    {
        PostgresServer.RequirePostgres();
        await using var server = (await PostgresServer.StartPrivate())!;
        var database = await server.NewDatabase();
        await server.Stop();
        await using var process = ShopProcess.Launched(new ShopSettings
        {
            Postgres = database,
            More = new Dictionary<string, string> { ["Logging__LogLevel__Default"] = "Information" },
        });
        Task<Answer> Readiness() => new Shop([process.Http]).Anonymous.Get("/readyz");

        await Eventually.Ask(() => Task.FromResult(process.Log), log => log.Contains("Now listening on"), Recovery);
        (await Readiness()).Expect(503);
        (await Readiness()).Expect(503);
        await server.Start();
        (await Eventually.Ask(Readiness, answer => answer.Status == 200, Recovery)).Expect(200);
        (await Readiness()).Expect(200);

        Assert.Equal(2, process.Log.Split("Not ready yet.").Length);
        Assert.Equal(2, process.Log.Split("Ready.").Length);
        Assert.DoesNotContain("fail:", process.Log);
        Assert.DoesNotContain("HealthCheckService", process.Log);
    }

    [Fact]
    public async Task A_shop_whose_database_hangs_says_so_instead_of_waiting_for_it()
    {
        PostgresServer.RequirePostgres();
        await using var server = (await PostgresServer.StartPrivate())!;
        await using var deployment = await Deployment.Start(new ShopSettings { Postgres = await server.NewDatabase() });
        var anonymous = deployment.Shop().Anonymous;
        Answer ready;
        await using (await Frozen.Process(server.Id))
        {
            // The database stands still until the probe has asked it: it does so once a second.
            ready = (await Eventually.Ask(() => anonymous.Get("/readyz"), answer => answer.Status == 503, TimeSpan.FromSeconds(30))).Expect(503);
            (await anonymous.Get("/livez")).Expect(200);
        }

        Assert.Equal("application/json", ready.ContentType);
        Assert.NotNull(ready.Header("Retry-After"));
        Assert.False(ready["ok"].GetBoolean());
        var ledger = Dependency(ready, "ledger").HasShape("name:text ok:boolean problem:text");
        Assert.False(ledger.GetProperty("ok").GetBoolean());
        Assert.StartsWith("The database does not answer", ledger.Text("problem"));
        Assert.True(Dependency(ready, "product_list").GetProperty("ok").GetBoolean());
        (await Eventually.Ask(() => anonymous.Get("/readyz"), answer => answer.Status == 200, Recovery)).Expect(200);
    }

    private static JsonElement Dependency(Answer answer, string name) =>
        answer["dependencies"].EnumerateArray().Single(dependency => dependency.Text("name") == name);
}
