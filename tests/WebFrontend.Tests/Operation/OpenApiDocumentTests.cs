using System.Text.Json;
using System.Text.Json.Nodes;

namespace ECommerce.WebFrontend.Tests.Operation;

/// <summary>
/// The document is generated from the code and committed beside it, so that a change of the contract shows in a review.
/// To accept a change, run the shop and: <c>curl -s localhost:5080/openapi/v1.json > docs/openapi.json</c>
/// </summary>
public sealed class OpenApiDocumentTests(SqliteShop shop)
{
    [Fact]
    public async Task The_committed_document_is_the_one_the_code_generates()
    {
        var served = (await shop.Shop.Anonymous.Get("/openapi/v1.json")).Expect(200).Text;
        var committed = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot(), "docs", "openapi.json"));

        Assert.Equal(Pretty(committed), Pretty(served));
    }

    [Fact]
    public async Task Bodies_state_their_bounds_enums_and_required_members()
    {
        var schemas = (await shop.Shop.Anonymous.Get("/openapi/v1.json")).Expect(200)["components"].GetProperty("schemas");

        var product = schemas.GetProperty("SaveProduct");
        Assert.Equal(["name", "variants"], Texts(product.GetProperty("required")));
        Assert.Equal((1, 300), Pair(product, "name", "minLength", "maxLength"));
        Assert.Equal((1, 500), Pair(product, "variants", "minItems", "maxItems"));
        Assert.Equal((0, 1_000_000_000), Pair(schemas.GetProperty("SaveVariant"), "price", "minimum", "maximum"));
        Assert.Equal((1_000, 10_000_000), Pair(schemas.GetProperty("ChargeRequest"), "amount", "minimum", "maximum"));
        Assert.Equal(["fixed", "percent"], Texts(schemas.GetProperty("DiscountType").GetProperty("enum")));
        Assert.Equal(0, schemas.GetProperty("SaveCampaign").GetProperty("properties").GetProperty("minimumOrder").Number("default"));
    }

    private static (long, long) Pair(JsonElement schema, string member, string least, string most)
    {
        var property = schema.GetProperty("properties").GetProperty(member);
        return (property.Number(least), property.Number(most));
    }

    private static IEnumerable<string?> Texts(JsonElement array) => array.EnumerateArray().Select(text => text.GetString());

    private static string Pretty(string json) => JsonNode.Parse(json)!.ToJsonString(new JsonSerializerOptions { WriteIndented = true });

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ECommerce.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
