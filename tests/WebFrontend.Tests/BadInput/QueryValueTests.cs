using System.Net.Http;
using System.Text;
using System.Text.Json;

namespace ECommerce.WebFrontend.Tests.BadInput;

/// <summary>One rule for the values of all query parameters that the document lists.</summary>
public sealed class Query_values(SqliteShop shop)
{
    private Shop Shop => shop.Shop;

    [Fact]
    public async Task Every_parameter_takes_what_its_type_says_and_refuses_the_rest_by_name()
    {
        var admin = await Shop.Admin();
        var asked = 0;
        var wrong = new List<string>();
        foreach (var (method, path, parameter) in await Parameters())
        {
            var name = parameter.Text("name");
            var (taken, refused) = ValuesOf(name, parameter.GetProperty("schema"));
            foreach (var value in taken.Concat(refused))
            {
                var answer = await Ask(admin, method, $"{path}?{name}={Uri.EscapeDataString(value)}");
                string[] named = answer.Status == 422 ? [.. answer["errors"].EnumerateObject().Select(error => error.Name)] : [];
                if (refused.Contains(value) ? named is not [var only] || only != name : answer.Status == 400 || named.Contains(name))
                {
                    wrong.Add($"\"{value}\": {answer}");
                }

                asked++;
            }
        }

        Assert.True(asked > 100);
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("limit=1e1", "limit=10")]
    [InlineData("limit=2.0", "limit=2")]
    [InlineData("minPrice=1.5e4&maxPrice=20000.0", "minPrice=15000&maxPrice=20000")]
    [InlineData("minPrice=0.0&vendor=&type=&tag=&option.Color=&cursor=", "")]
    public async Task A_value_that_is_written_in_another_way_asks_for_the_same(string query, string plain)
    {
        var word = Some.Id("word");
        foreach (var price in new[] { 10_000, 15_000, 20_000, 30_000 })
        {
            await Shop.Sells(Some.Product() with { Name = word, Price = price });
        }

        var (one, other) = await Eventually.Ask(
            async () => (await Shop.Anonymous.Get($"/v1/products?{query}&q={word}"), await Shop.Anonymous.Get($"/v1/products?{plain}&q={word}")),
            both => both.Item2.Items().Count > 1,
            Bounds.Freshness);

        Assert.Equal(other.Expect(200).Ids(), one.Expect(200).Ids());
    }

    [Theory]
    [InlineData("wonPerUnit=1e3", 9_990)]
    [InlineData("wonPerUnit=1300.50", 12_992)]
    public async Task An_import_takes_a_rate_however_the_number_is_written(string rate, long price)
    {
        var handle = Some.Id("rated");
        var file = $"Handle,Title,Variant SKU,Variant Price,Variant Inventory Qty\n{handle},Shirt,{handle}-sku,9.99,5\n";

        (await (await Shop.Admin()).Send(HttpMethod.Post, "/v1/admin/products/import?" + rate, new StringContent(file, Encoding.UTF8, "text/csv"))).Expect(200);

        Assert.Equal(price, (await Shop.Anonymous.Get("/v1/products/" + handle)).Expect(200).Number("price"), 1.0);
    }

    [Theory]
    [InlineData("POST", "/dev/tokens?usr=mina", """{"user":"mina"}""", "usr")]
    [InlineData("GET", "/openapi/v1.json?version=2", null, "version")]
    public async Task Calls_beside_the_contract_are_as_strict_as_those_of_it(string method, string path, string? body, string name)
    {
        var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");

        var answer = (await Shop.Anonymous.Send(new HttpMethod(method), path, content)).Expect(422, "validation_failed");

        Assert.Equal([name], answer["errors"].EnumerateObject().Select(error => error.Name));
    }

    [Theory]
    [InlineData("/livez?lb=1")]
    [InlineData("/readyz?from=balancer&from=again")]
    [InlineData("/docs/index.html?v=2")]
    public async Task Probes_and_pages_pass_over_what_load_balancers_and_browsers_add(string path) =>
        (await Shop.Anonymous.Get(path)).Expect(200);

    private static (string[] Taken, string[] Refused) ValuesOf(string name, JsonElement schema) =>
        (schema.TryGetProperty("format", out var format) ? format.GetString() : null, schema.Text("type")) switch
        {
            ("date-time", _) => (["2030-01-31T09:00:00Z", "2030-01-31t18:00:00+09:00"], ["", "2030-01-31", "2030-01-31T09:00:00", "yesterday"]),
            (_, "integer") => (["10", "1e1", "10.0", "0.1e2"], ["", "x", "1.5", "1e", "0x10", " ", "1,0", "99999999999999999999"]),
            (_, "number") => (["10", "1e1", "10.0", "0.5"], ["", "x", "1e400", "NaN", "1,5", "-1"]),
            (_, "boolean") => (["true", "false"], ["", "True", "1", "yes"]),
            (_, "string") when schema.TryGetProperty("enum", out var words) =>
                ([.. words.EnumerateArray().Select(word => word.GetString()!)], ["", "nonsense", words[0].GetString()!.ToUpperInvariant()]),
            _ when name is "cursor" or "since" => ([""], ["x", "MTI"]),
            _ => (["", "x"], []),
        };

    private static Task<Answer> Ask(Caller admin, string method, string path) => method == "get"
        ? admin.Get(path)
        : admin.Send(new HttpMethod(method.ToUpperInvariant()), path, new StringContent("Handle,Title,Variant Price\n", Encoding.UTF8, "text/csv"));

    private async Task<IReadOnlyList<(string Method, string Path, JsonElement Parameter)>> Parameters() =>
    [
        .. from path in (await Shop.Anonymous.Get("/openapi/v1.json")).Expect(200)["paths"].EnumerateObject()
           from operation in path.Value.EnumerateObject()
           where operation.Value.TryGetProperty("parameters", out _) && !operation.Value.IsEventStream()
           from parameter in operation.Value.GetProperty("parameters").EnumerateArray()
           where parameter.Text("in") == "query" && parameter.GetProperty("schema").Text("type") != "object"
           select (operation.Name, path.Name.Replace("{id}", "none"), parameter),
    ];
}
