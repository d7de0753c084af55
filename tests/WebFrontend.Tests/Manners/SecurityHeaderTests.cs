using System.Net.Http;
using System.Text.RegularExpressions;

namespace ECommerce.WebFrontend.Tests.Manners;

/// <summary>What answers forbid browsers, whatever they answer.</summary>
public sealed partial class SecurityHeaderTests(SqliteShop shared)
{
    private const string Nothing = "default-src 'none'; frame-ancestors 'none'";

    private Shop Shop => shared.Shop;

    [Fact]
    public async Task Every_operation_answers_with_them_whether_it_is_done_or_refused()
    {
        var contract = (await Shop.Anonymous.Get("/openapi/v1.json")).Expect(200);
        var calls = contract["paths"].EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Where(operation => !operation.Value.IsEventStream()).Select(operation => (Path: path.Name, Method: new HttpMethod(operation.Name.ToUpperInvariant()))))
            .ToList();
        Assert.True(calls.Count > 40, $"Only {calls.Count} operations.");

        foreach (var (path, method) in calls)
        {
            // What takes something is asked for something that there is not: that is refused by the handler itself.
            var known = path.Replace("{id}", "no-such-thing").Replace("{sku}", "no-such-thing");
            foreach (var caller in new[] { Shop.Anonymous, await Shop.NewUser(), await Shop.Admin() })
            {
                AreThere(await caller.Send(method, known, method == HttpMethod.Get ? null : new StringContent("[]", System.Text.Encoding.UTF8, "application/json")));
            }
        }
    }

    [Theory]
    [InlineData("GET", "/livez", 200)]
    [InlineData("GET", "/readyz", 200)]
    [InlineData("HEAD", "/v1/products", 200)]
    [InlineData("GET", "/openapi/v1.json", 200)]
    [InlineData("GET", "/no-such-thing", 404)]
    [InlineData("BREW", "/v1/products", 405)]
    [InlineData("GET", "/v1/wallet", 401)]
    [InlineData("GET", "/v1/products?limit=0", 422)]
    public async Task Whatever_else_is_answered_has_them(string method, string path, int status) =>
        AreThere((await Shop.Anonymous.Send(new HttpMethod(method), path, null)).Expect(status));

    [Fact]
    public async Task An_answer_that_was_not_changed_and_an_address_that_is_too_long_have_them()
    {
        var etag = (await Shop.Anonymous.Get("/v1/products/best-sellers")).Expect(200).Header("ETag")!;
        AreThere((await Shop.Anonymous.Get("/v1/campaigns?q=" + new string('a', 9_000))).Expect(414));
        AreThere(await Eventually.Ask(
            async () => await Shop.Anonymous.Get("/v1/products/best-sellers", ("If-None-Match", etag = (await Shop.Anonymous.Get("/v1/products/best-sellers")).Header("ETag")!)),
            answer => answer.Status == 304,
            TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task The_page_of_the_document_runs_its_own_scripts_and_no_others()
    {
        var page = (await Shop.Anonymous.Get("/docs/index.html")).Expect(200);
        var policy = page.Header("Content-Security-Policy")!;

        Assert.DoesNotContain("unsafe", policy);
        Assert.Contains("script-src 'self'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);

        // Nothing stands in the page itself that the policy forbids, and what it names is its own and there.
        Assert.DoesNotMatch("<script(?![^>]* src=)|<style| style=| on[a-z]+=", page.Text);
        var parts = Part().Matches(page.Text).Select(match => match.Groups[1].Value).ToList();
        Assert.True(parts.Count >= 5, page.Text);
        foreach (var part in parts)
        {
            Assert.DoesNotContain("//", part);
            var answer = await Shop.Anonymous.Send(HttpMethod.Head, "/docs/" + part.Replace("./", ""), null);
            Assert.Equal("nosniff", answer.Expect(200).Header("X-Content-Type-Options"));
            Assert.NotNull(answer.ContentType);
        }
    }

    [Fact]
    public async Task Who_came_by_https_outside_Development_is_to_come_by_nothing_else()
    {
        await using var deployment = await Deployment.Start(new ShopSettings
        {
            Stage = "Production",
            DevTokens = false,
            SigningKey = true,
            More = new Dictionary<string, string> { ["ForwardedHeaders__KnownProxies"] = "127.0.0.1", ["Cors__Origins"] = "https://shop.example" },
        });
        var shop = deployment.Shop();
        (string, string)[] https = [("X-Forwarded-Proto", "https"), ("Host", "api.shop.example"), ("Origin", "https://shop.example")];

        var secure = (await shop.Anonymous.Get("/v1/products", https)).Expect(200);
        Assert.Equal("max-age=31536000", secure.Header("Strict-Transport-Security"));
        Assert.Equal("https://shop.example", secure.Header("Access-Control-Allow-Origin"));
        AreThere(secure);
        AreThere((await shop.Anonymous.Send(HttpMethod.Options, "/v1/cart", null, [.. https, ("Access-Control-Request-Method", "GET")])).Expect(204));
        Assert.Null((await shop.Anonymous.Get("/v1/products", ("Host", "api.shop.example"))).Expect(200).Header("Strict-Transport-Security"));
    }

    private static void AreThere(Answer answer)
    {
        Assert.True(
            ("nosniff", "no-referrer", Nothing, "same-origin", (string?)null)
            == (answer.Header("X-Content-Type-Options"), answer.Header("Referrer-Policy"), answer.Header("Content-Security-Policy"),
                answer.Header("Cross-Origin-Resource-Policy"), answer.Header("Server")),
            answer.ToString());
    }

    [GeneratedRegex("(?:src|href)=\"([^\"]+)\"")]
    private static partial Regex Part();
}
