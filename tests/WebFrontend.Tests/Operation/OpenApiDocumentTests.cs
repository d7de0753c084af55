using System.Text.Json;
using System.Text.Json.Nodes;

namespace ECommerce.WebFrontend.Tests.Operation;

/// <summary>
/// The document is generated from the code and committed beside it, so that a change of the contract shows in a review.
/// To accept a change, run the shop and: <c>curl -s localhost:5080/openapi/v1.json > docs/openapi.json</c>
/// </summary>
public sealed class OpenApiDocumentTests(SqliteShop onSqlite, PostgresShop onPostgres)
{
    [Fact]
    public async Task The_committed_document_is_the_one_the_code_generates()
    {
        var served = (await SharedShop.OneOf(onSqlite, onPostgres).Shop.Anonymous.Get("/openapi/v1.json")).Expect(200).Text;
        var committed = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot(), "docs", "openapi.json"));

        Assert.Equal(Pretty(committed), Pretty(served));
    }

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
