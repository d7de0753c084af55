using System.Text.Json;

namespace ECommerce.Clients.Tests;

/// <summary>The shop's documents are good by the rules that the tools recommend.</summary>
public sealed class DocumentTests(Npm npm, OpenedShop shop)
{
    [Fact]
    public async Task The_OpenAPI_document_breaks_no_recommended_rule()
    {
        await File.WriteAllTextAsync(npm.PathOf("linted.json"), await shop.Document());

        var result = await npm.Run(
            "node_modules/@redocly/cli/bin/cli.js", "lint", npm.PathOf("linted.json"), "--config", npm.PathOf("redocly.yaml"), "--format", "json");

        var problems = JsonDocument.Parse(result[result.IndexOf('{')..(result.LastIndexOf('}') + 1)]).RootElement.GetProperty("problems");
        Assert.Empty(problems.EnumerateArray().Select(problem => problem.GetRawText()));
    }

    [Theory]
    [InlineData("payment-events", "com.ecommerce.payment.completed.v1")]
    [InlineData("live-events", "figures")]
    public async Task An_AsyncAPI_document_is_read_without_files_beside_it(string folder, string message)
    {
        var result = await npm.Run("parse-asyncapi.js", Path.Combine(AppContext.BaseDirectory, folder, "asyncapi.json"));

        var read = JsonDocument.Parse(result).RootElement;
        Assert.Empty(read.GetProperty("diagnostics").EnumerateArray().Select(diagnostic => diagnostic.GetString()));
        Assert.Contains(message, read.GetProperty("messages").EnumerateArray().Select(name => name.GetString()));
    }
}
