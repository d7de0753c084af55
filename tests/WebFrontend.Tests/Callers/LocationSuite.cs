namespace ECommerce.WebFrontend.Tests.Callers;

public sealed class Location_on_Sqlite(SqliteShop shop) : LocationSuite(shop);

public sealed class Location_on_Postgres(PostgresShop shop) : LocationSuite(shop);

public sealed class Location_on_a_cluster(ClusterShop shop) : LocationSuite(shop);

/// <summary>Whoever is told where something is finds it there.</summary>
public abstract class LocationSuite(SharedShop shared)
{
    private Shop Shop => shared.Shop;

    [Fact]
    public async Task Every_location_that_the_shop_tells_answers_to_whom_it_was_told()
    {
        var (user, admin) = (await Shop.NewUser(), await Shop.Admin());
        var (product, campaign) = (Some.Product() with { Id = Some.Id("셔츠") }, Some.Campaign() with { Id = Some.Id("봄") });
        var key = ("Idempotency-Key", Some.Key());
        var made = new Dictionary<string, (Caller Caller, Answer Answer)>
        {
            ["put /v1/admin/products/{id}"] = (admin, await admin.Put("/v1/admin/products/" + Uri.EscapeDataString(product.Id), product.Body)),
            ["put /v1/admin/campaigns/{id}"] = (admin, await admin.Put("/v1/admin/campaigns/" + Uri.EscapeDataString(campaign.Id), campaign.Body)),
            ["post /v1/campaigns/{id}/claim"] = (user, await user.Claim(Uri.EscapeDataString(campaign.Id))),
            ["post /v1/wallet/charges"] = (user, await user.Charge(50_000)),
            ["post /v1/orders"] = (user, await user.Order(product.Sku, 1)),
            ["post /v1/admin/payment-stream/replay"] = (admin, await admin.Post(
                "/v1/admin/payment-stream/replay", new { from = "2020-01-01T00:00:00Z", to = "2020-01-02T00:00:00Z" }, key)),
            ["post /v1/admin/payment-stream/parked/retry"] = (admin, await admin.Post("/v1/admin/payment-stream/parked/retry")),
            ["post /v1/admin/users/{id}/adjustments"] = (admin, await admin.Post(
                $"/v1/admin/users/{user.Id}/adjustments", new { amount = 700, reason = "Paid twice." }, ("Idempotency-Key", Some.Key()))),
            ["post /v1/admin/users/{id}/coupons"] = (admin, await admin.Post(
                $"/v1/admin/users/{Some.UserId()}/coupons", new { campaignId = campaign.Id })),
        };
        Assert.Equal((await Telling()).Order(), made.Keys.Order());

        foreach (var (caller, answer) in made.Values)
        {
            Assert.True(answer.Status is 201 or 202, answer.ToString());
            (await caller.Get(answer.Header("Location")!)).Expect(200);
        }

        Assert.Equal(product.Id, (await Shop.Anonymous.Get(made["put /v1/admin/products/{id}"].Answer.Header("Location")!)).Text("id"));
        Assert.Equal(campaign.Id, (await Shop.Anonymous.Get(made["put /v1/admin/campaigns/{id}"].Answer.Header("Location")!)).Text("id"));
        var order = made["post /v1/orders"].Answer;
        Assert.Equal(order.Text("id"), (await user.Get(order.Header("Location")!)).Text("id"));
        (await (await Shop.NewUser()).Get(order.Header("Location")!)).Expect(404, "unknown_order");
    }

    /// <summary>The calls that answer with a location, as the document of the contract names them.</summary>
    private async Task<IEnumerable<string>> Telling() =>
        from path in (await Shop.Anonymous.Get("/openapi/v1.json")).Expect(200)["paths"].EnumerateObject()
        from operation in path.Value.EnumerateObject()
        where operation.Value.GetProperty("responses").EnumerateObject().Any(response => response.Name is "201" or "202")
        select $"{operation.Name} {path.Name}";
}
