using System.Text.Json;
using Json.Schema;

namespace ECommerce.WebFrontend.Tests.Live;

/// <summary>Events are as docs/live-events/asyncapi.json says, which lists all their members.</summary>
public sealed class LiveContractTests(SqliteShop shop)
{
    private static readonly JsonElement Schemas = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "live-events", "asyncapi.json")))
        .RootElement.GetProperty("components").GetProperty("schemas");

    [Fact]
    public async Task Events_of_products_and_campaigns_are_as_documented()
    {
        var product = await shop.Shop.Sells(Some.Product());
        var campaign = await shop.Shop.Runs(Some.Campaign());
        (await shop.Shop.Pause(campaign.Id)).Expect(200);
        using var live = await EventReader.Open(shop.Processes[0].Http, $"/v1/live?product={product.Id}&campaign={campaign.Id}");

        IsAsDocumented(await live.Event());
        IsAsDocumented(await live.Event(told => told.Name == "campaign" && told.Data.TryGetProperty("paused", out _)));
    }

    [Fact]
    public async Task Figures_are_as_documented()
    {
        await shop.Shop.Runs(Some.Campaign());
        using var live = await EventReader.Open(shop.Processes[0].Http, "/v1/admin/live", await shop.Shop.Admin());

        IsAsDocumented(await live.Event(told => told.Data.TryGetProperty("today", out _) && told.Data.GetProperty("campaigns").GetArrayLength() > 0));
        Assert.False(SchemaOf("figures").Evaluate(JsonDocument.Parse("{}").RootElement, null).IsValid);
    }

    private static void IsAsDocumented(ServerEvent told) =>
        Assert.True(SchemaOf(told.Name).Evaluate(told.Data, null).IsValid, $"{told.Name}: {told.Data}");

    private static JsonSchema SchemaOf(string name) => JsonSchema.FromText(Schemas.GetProperty(name).GetRawText());
}
