using System.Text.Json;
using System.Text.RegularExpressions;

namespace ECommerce.WebFrontend.Tests.Operation;

/// <summary>
/// The document is generated from the code and committed beside it, so that a change of the contract shows in a review.
/// To accept a change, run the shop and: <c>curl -s localhost:5080/openapi/v1.json > docs/openapi.json</c>
/// </summary>
public sealed partial class OpenApiDocumentTests(SqliteShop shop)
{
    [Fact]
    public async Task The_committed_document_is_the_one_the_code_generates()
    {
        var served = (await shop.Shop.Anonymous.Get("/openapi/v1.json")).Expect(200).Text;
        var committed = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot(), "docs", "openapi.json"));

        Assert.Equal(committed, served);
    }

    [Fact]
    public async Task The_document_is_ready_bytes_with_an_ETag()
    {
        var etag = (await shop.Shop.Anonymous.Get("/openapi/v1.json")).Expect(200).Header("ETag")!;

        (await shop.Shop.Anonymous.Get("/openapi/v1.json", ("If-None-Match", etag))).Expect(304);
    }

    [Fact]
    public async Task Every_operation_has_what_clients_are_generated_from()
    {
        var operations = await Operations();
        Assert.True(operations.Count >= 26);
        Assert.Equal(operations.Count, operations.Select(it => it.Operation.Text("operationId")).Distinct().Count());
        foreach (var (name, operation) in operations)
        {
            Assert.True(OperationId().IsMatch(operation.Text("operationId")), name);
            Assert.True(operation.Text("summary").EndsWith('.') && operation.Text("description").EndsWith('.'), name);
            Assert.True(operation.GetProperty("tags").GetArrayLength() == 1, name);
            var statuses = operation.GetProperty("responses").EnumerateObject().Select(response => response.Name).ToList();
            Assert.Contains(statuses, status => status[0] == '2');
            Assert.True(statuses.Contains("400") && statuses.Contains("429") && statuses.Contains("503"), name);
            var isAnonymous = operation.TryGetProperty("security", out var security) && security.GetArrayLength() == 0;
            Assert.True(isAnonymous != statuses.Contains("401"), name);
            Assert.Equal(name.Contains("/v1/admin/"), statuses.Contains("403"));
        }
    }

    [Fact]
    public async Task Every_JSON_body_and_answer_has_an_example()
    {
        foreach (var (name, operation) in await Operations())
        {
            var body = operation.TryGetProperty("requestBody", out var given) ? given.GetProperty("content").EnumerateObject() : default;
            var answers = operation.GetProperty("responses").EnumerateObject()
                .Where(response => response.Name[0] == '2' && response.Value.TryGetProperty("content", out _))
                .SelectMany(response => response.Value.GetProperty("content").EnumerateObject());
            Assert.All(body.Concat(answers), content => Assert.True(content.Value.TryGetProperty("example", out _), $"{name} {content.Name}"));
        }
    }

    [Fact]
    public async Task Every_code_of_a_problem_has_its_status_and_an_example()
    {
        var responses = (await Document()).GetProperty("components").GetProperty("responses");
        var examples = responses.EnumerateObject()
            .SelectMany(response => response.Value.GetProperty("content").GetProperty("application/problem+json").GetProperty("examples").EnumerateObject())
            .Select(example => (example.Name, Problem: example.Value.GetProperty("value"))).ToList();

        Assert.All(examples, example => Assert.Equal(example.Name, example.Problem.Text("code")));
        Assert.Contains(examples, example => example is { Name: "sold_out" } && example.Problem.Number("status") == 409);
        string[] codes =
        [
            "minimum_charge", "maximum_charge", "insufficient_balance", "price_changed", "order_already_paid", "order_expired", "order_not_payable",
            "coupon_not_found", "coupon_expired", "coupon_used", "coupon_not_applicable", "campaign_not_open", "campaign_sold_out",
            "coupon_already_issued", "idempotency_key_required", "idempotency_key_reused", "cart_empty", "unknown_sku", "unknown_product",
            "unknown_campaign", "unknown_order", "precondition_failed", "overloaded", "unavailable", "validation_failed",
        ];
        Assert.Empty(codes.Except(examples.Select(example => example.Name)));

        // A table for people lists them as well.
        var listed = (await File.ReadAllLinesAsync(Path.Combine(RepositoryRoot(), "docs", "errors.md")))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|'))
            .SelectMany(cells => Code().Matches(cells[1]).Select(code => (Code: code.Groups[1].Value, Status: cells[2].Trim())))
            .ToDictionary(it => it.Code, it => it.Status);
        Assert.All(examples, example => Assert.Equal(example.Problem.Number("status").ToString(), listed.GetValueOrDefault(example.Name)));
    }

    [Fact]
    public async Task Every_member_of_a_schema_has_a_type_and_is_required_unless_it_may_be_absent()
    {
        var schemas = (await Document()).GetProperty("components").GetProperty("schemas");
        foreach (var schema in schemas.EnumerateObject())
        {
            Assert.True(schema.Value.TryGetProperty("type", out _), schema.Name);
            foreach (var member in schema.Value.TryGetProperty("properties", out var members) ? members.EnumerateObject() : default)
            {
                Assert.True(member.Value.TryGetProperty("type", out var type) || member.Value.TryGetProperty("$ref", out _), $"{schema.Name}.{member.Name}");
                Assert.True(!IsTime(member.Name) || type.GetString() == "string", $"{schema.Name}.{member.Name}");
            }
        }

        Assert.DoesNotContain("couponId", Texts(schemas.GetProperty("OrderView").GetProperty("required")));
        Assert.DoesNotContain("next", Texts(schemas.GetProperty("PagedListOfOrderView").GetProperty("required")));
    }

    [Fact]
    public async Task Bodies_state_their_bounds_enums_and_required_members()
    {
        var document = await Document();
        var schemas = document.GetProperty("components").GetProperty("schemas");

        var product = schemas.GetProperty("SaveProduct");
        Assert.Equal(["name", "variants"], Texts(product.GetProperty("required")));
        Assert.Equal((1, 300), Pair(product, "name", "minLength", "maxLength"));
        Assert.Equal((1, 500), Pair(product, "variants", "minItems", "maxItems"));
        Assert.Equal((0, 1_000_000_000), Pair(schemas.GetProperty("SaveVariant"), "price", "minimum", "maximum"));
        Assert.Equal((1_000, 10_000_000), Pair(schemas.GetProperty("ChargeRequest"), "amount", "minimum", "maximum"));
        Assert.Equal(["fixed", "percent"], Texts(schemas.GetProperty("DiscountType").GetProperty("enum")));
        Assert.Equal(0, schemas.GetProperty("SaveCampaign").GetProperty("properties").GetProperty("minimumOrder").Number("default"));
    }

    [Fact]
    public async Task Keys_skus_and_coupons_state_how_long_they_are_and_what_they_look_like()
    {
        var document = await Document();
        var schemas = document.GetProperty("components").GetProperty("schemas");
        Assert.Equal((1, 128), Pair(schemas.GetProperty("AddRequest"), "sku", "minLength", "maxLength"));
        Assert.Equal((1, 128), Pair(schemas.GetProperty("OrderItem"), "sku", "minLength", "maxLength"));
        Assert.Matches(schemas.GetProperty("OrderItem").GetProperty("properties").GetProperty("sku").Text("pattern"), "TEE BLACK/M");
        Assert.Equal((1, 128), Pair(schemas.GetProperty("PaymentRequest"), "couponId", "minLength", "maxLength"));
        Assert.Equal((0, 4_950_000_000_000), Pair(schemas.GetProperty("PaymentRequest"), "expectedTotal", "minimum", "maximum"));

        var key = Parameters(document, "/v1/orders", "post")["Idempotency-Key"].GetProperty("schema");
        Assert.Equal((1, 130), (key.Number("minLength"), key.Number("maxLength")));
        Assert.Matches(key.Text("pattern"), "\"6f3a-1\"");
        var sku = Parameters(document, "/v1/cart/items/{sku}", "put")["sku"].GetProperty("schema");
        Assert.Equal((1, 128), (sku.Number("minLength"), sku.Number("maxLength")));

        var import = Parameters(document, "/v1/admin/products/import", "post");
        Assert.Equal(("number", 1), (import["wonPerUnit"].GetProperty("schema").Text("type"), import["wonPerUnit"].GetProperty("schema").Number("default")));
        Assert.All(import.Values, parameter => Assert.NotEmpty(parameter.Text("description")));
    }

    [Fact]
    public async Task The_document_tells_what_is_no_operation_of_it_and_why()
    {
        var description = (await Document()).GetProperty("info").Text("description");

        Assert.All(new[] { "/dev/tokens", "/livez", "/readyz" }, path => Assert.Contains(path, description));
    }

    [Fact]
    public async Task Parameters_and_headers_are_stated()
    {
        var paths = (await Document()).GetProperty("paths");
        var list = Parameters(await Document(), "/v1/products", "get");
        Assert.Equal(20, list["limit"].GetProperty("schema").Number("default"));
        Assert.Equal(100, list["limit"].GetProperty("schema").Number("maximum"));
        Assert.Equal(["newest", "price", "-price", "best"], Texts(list["sort"].GetProperty("schema").GetProperty("enum")));
        Assert.Contains("If-None-Match", list.Keys);

        var set = paths.GetProperty("/v1/cart/items/{sku}").GetProperty("put");
        Assert.Contains("If-Match", set.GetProperty("parameters").EnumerateArray().Select(it => it.Text("name")));
        Assert.True(set.GetProperty("responses").GetProperty("200").GetProperty("headers").TryGetProperty("ETag", out _));
        var place = paths.GetProperty("/v1/orders").GetProperty("post").GetProperty("responses").GetProperty("201").GetProperty("headers");
        Assert.True(place.TryGetProperty("Location", out _) && place.TryGetProperty("Idempotent-Replayed", out _));
    }

    private async Task<JsonElement> Document() => (await shop.Shop.Anonymous.Get("/openapi/v1.json")).Expect(200).Json;

    private async Task<IReadOnlyList<(string Name, JsonElement Operation)>> Operations() =>
    [
        .. (await Document()).GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()
            .Select(operation => ($"{operation.Name} {path.Name}", operation.Value))),
    ];

    private static bool IsTime(string member) => member.EndsWith("At", StringComparison.Ordinal) || member is "asOf" or "from" or "to";

    private static (long, long) Pair(JsonElement schema, string member, string least, string most)
    {
        var property = schema.GetProperty("properties").GetProperty(member);
        return (property.Number(least), property.Number(most));
    }

    private static Dictionary<string, JsonElement> Parameters(JsonElement document, string path, string method) =>
        document.GetProperty("paths").GetProperty(path).GetProperty(method).GetProperty("parameters").EnumerateArray().ToDictionary(it => it.Text("name"));

    private static IEnumerable<string?> Texts(JsonElement array) => array.EnumerateArray().Select(text => text.GetString());

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ECommerce.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }

    [GeneratedRegex("`([a-z_]+)`")]
    private static partial Regex Code();

    [GeneratedRegex("^[a-z]+([A-Z][a-z]+)+$")]
    private static partial Regex OperationId();
}
