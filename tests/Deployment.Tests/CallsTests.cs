using System.Text.Json;
using System.Text.RegularExpressions;

namespace ECommerce.Deployment.Tests;

/// <summary>shop.http has each call of the contract, and no call that the contract does not have.</summary>
public sealed partial class CallsTests
{
    [Fact]
    public void The_calls_of_shop_http_are_those_of_the_OpenAPI_document()
    {
        var operations = Operations();
        var calls = Call().Matches(Repository.Read("shop.http")).Select(match => (Method: match.Groups[1].Value, Path: match.Groups[2].Value));

        var called = calls.Select(call => operations
            .Where(operation => operation.Method == call.Method && IsOf(call.Path, operation.Path))
            .OrderBy(operation => operation.Path.Count(letter => letter == '{'))
            .Select(Name)
            .FirstOrDefault($"{Name(call)} is not in the document"));

        Assert.Equal(operations.Select(Name).Order(StringComparer.Ordinal), called.Distinct().Order(StringComparer.Ordinal));
    }

    private static List<(string Method, string Path)> Operations()
    {
        using var document = JsonDocument.Parse(Repository.Read("docs/openapi.json"));
        return
        [
            .. document.RootElement.GetProperty("paths").EnumerateObject()
                .SelectMany(path => path.Value.EnumerateObject().Select(operation => (operation.Name.ToUpperInvariant(), path.Name))),
        ];
    }

    // A parameter of a path stands for any one part of it.
    private static bool IsOf(string path, string template)
    {
        var (parts, meant) = (path.Split('/'), template.Split('/'));
        return parts.Length == meant.Length && parts.Zip(meant).All(pair => pair.First == pair.Second || pair.Second[0] == '{');
    }

    private static string Name((string Method, string Path) call) => $"{call.Method} {call.Path}";

    [GeneratedRegex(@"^([A-Z]+) \{\{host\}\}(/v1/[^?\s]*)", RegexOptions.Multiline)]
    private static partial Regex Call();
}
