using System.Text.Json;

namespace ECommerce.Testing;

/// <summary>What tests ask of the shop as its operator.</summary>
public static class Operator
{
    /// <summary>Saves a product.</summary>
    public static async Task<Answer> Save(this Shop shop, Product product) =>
        await (await shop.Admin()).Put("/v1/admin/products/" + product.Id, product.Body);

    /// <summary>Saves a campaign.</summary>
    public static async Task<Answer> Save(this Shop shop, Campaign campaign) =>
        await (await shop.Admin()).Put("/v1/admin/campaigns/" + campaign.Id, campaign.Body);

    /// <summary>A product that nobody else sells; its builder.</summary>
    public static async Task<Product> Sells(this Shop shop, Product product)
    {
        (await shop.Save(product)).Expect(201);
        return product;
    }

    /// <summary>A campaign that nobody else runs; its builder.</summary>
    public static async Task<Campaign> Runs(this Shop shop, Campaign campaign)
    {
        (await shop.Save(campaign)).Expect(201);
        return campaign;
    }

    /// <summary>Changes the stock of a variant.</summary>
    public static async Task<Answer> AdjustStock(this Shop shop, string sku, long delta, string? key = null) =>
        await (await shop.Admin()).Post("/v1/admin/stock/" + Uri.EscapeDataString(sku), new { delta }, ("Idempotency-Key", key ?? Some.Key()));

    /// <summary>Gives a user money, or takes it back.</summary>
    public static async Task<Answer> Adjust(this Shop shop, string userId, long amount, string reason = "Sorry.", string? key = null) =>
        await (await shop.Admin()).Post(
            $"/v1/admin/users/{Uri.EscapeDataString(userId)}/adjustments", new { amount, reason }, ("Idempotency-Key", key ?? Some.Key()));

    /// <summary>Gives a user a coupon.</summary>
    public static async Task<Answer> Give(this Shop shop, string userId, string campaignId) =>
        await (await shop.Admin()).Post($"/v1/admin/users/{Uri.EscapeDataString(userId)}/coupons", new { campaignId });

    /// <summary>Stops the claims of a campaign, or lets them go on.</summary>
    public static async Task<Answer> Pause(this Shop shop, string campaignId, bool paused = true) =>
        await (await shop.Admin()).Patch("/v1/admin/campaigns/" + campaignId, new { paused });

    /// <summary>The shop comes to show this stock of a product's variant; what it shows may be a second old.</summary>
    public static async Task ShowsStock(this Shop shop, Product product, long stock, int variant = 0)
    {
        var shown = await Eventually.Ask(() => shop.StockOf(product, variant), now => now == stock, Bounds.Freshness);
        Assert.Equal(stock, shown);
    }

    /// <summary>The shop comes to show that a campaign has so many left.</summary>
    public static async Task ShowsRemaining(this Shop shop, Campaign campaign, long remaining)
    {
        var shown = await Eventually.Ask(() => shop.RemainingOf(campaign), now => now == remaining, Bounds.Freshness);
        Assert.Equal(remaining, shown);
    }

    /// <summary>Checks the books and fails with every check that does not hold.</summary>
    public static async Task BooksAreRight(this Shop shop)
    {
        var audit = (await (await shop.Admin()).Get("/v1/admin/audit")).Expect(200);
        Assert.True(audit["ok"].GetBoolean(), audit.ToString());
        Assert.All(audit["checks"].EnumerateArray(), check => Assert.True(check.GetProperty("ok").GetBoolean(), check.ToString()));
    }

    /// <summary>The stream's figures once nothing is pending, or the last ones when the time is over.</summary>
    public static async Task<JsonElement> DrainedStream(this Shop shop, TimeSpan within)
    {
        var admin = await shop.Admin();
        return await Eventually.Ask(
            async () => (await admin.Get("/v1/admin/payment-stream")).Expect(200).Json,
            stream => stream.GetProperty("pending").GetInt64() == 0,
            within);
    }

    /// <summary>How many events wait to be published.</summary>
    public static async Task<long> Pending(this Shop shop) =>
        (await (await shop.Admin()).Get("/v1/admin/payment-stream")).Expect(200).Number("pending");

    /// <summary>How many coupons of a campaign the shop shows as left, up to a second old; -1 when it does not show the campaign.</summary>
    public static async Task<long> RemainingOf(this Shop shop, Campaign campaign)
    {
        var answer = (await shop.Anonymous.Get("/v1/campaigns")).Expect(200);
        var found = answer["items"].EnumerateArray().SingleOrDefault(item => item.GetProperty("id").GetString() == campaign.Id);
        return found.ValueKind == JsonValueKind.Object ? found.GetProperty("remaining").GetInt64() : -1;
    }

    private static async Task<long> StockOf(this Shop shop, Product product, int variant) =>
        (await shop.Anonymous.Get("/v1/products/" + product.Id)).Expect(200)["variants"][variant].GetProperty("stock").GetInt64();
}
