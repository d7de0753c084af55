using System.IO.Compression;
using System.Net;
using System.Net.Http;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace ECommerce.Storefront.Tests;

/// <summary>The pages of the published program are those of the built one.</summary>
public sealed partial class PublishedTests(Browser browser, Published published) : IClassFixture<Published>
{
    private const string ForEver = "max-age=31536000, immutable";

    [Theory]
    [InlineData("/")]
    [InlineData("/products/canvas-tote")]
    [InlineData("/drops/welcome")]
    [InlineData("/sign-in")]
    [InlineData("/console/orders")]
    public async Task Each_page_names_the_hash_of_its_import_map_and_files_that_are_kept_for_ever(string path)
    {
        using var page = await Get(path);
        var text = await page.Content.ReadAsStringAsync();
        var map = ImportMap().Match(text).Groups[1].Value;

        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
        var policy = string.Join(' ', page.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains($"script-src 'self' 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(map)))}';", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.DoesNotContain("{asset:", text);
        var files = Named().Matches(text).Select(match => match.Groups[1].Value).ToList();
        Assert.True(files.Count >= 4, text);
        foreach (var file in files)
        {
            using var answer = await Get(file);
            Assert.Equal((HttpStatusCode.OK, ForEver), (answer.StatusCode, answer.Headers.CacheControl?.ToString()));
            Assert.Equal(TypeOf(file), answer.Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact]
    public async Task Each_module_has_an_address_with_its_fingerprint_and_all_that_it_imports_is_in_the_map()
    {
        var map = await Modules();
        Assert.True(map.Count > 30, string.Join('\n', map.Keys));
        foreach (var (path, address) in map)
        {
            using var answer = await Get(address);
            var text = await answer.Content.ReadAsStringAsync();

            Assert.Matches(@"\.[a-z0-9]{10}\.js$", address);
            Assert.Equal(("text/javascript", "nosniff"), (answer.Content.Headers.ContentType?.MediaType, answer.Headers.GetValues("X-Content-Type-Options").Single()));
            Assert.Equal(ForEver, answer.Headers.CacheControl?.ToString());
            Assert.All(Imported().Matches(text), import => Assert.Contains(new Uri(new Uri("http://shop" + path), import.Groups[1].Value).AbsolutePath, map.Keys));
            using var again = await Get(address, ("If-None-Match", answer.Headers.ETag!.ToString()));
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);

            using var plain = await Get(path);
            Assert.Equal((HttpStatusCode.OK, "no-cache"), (plain.StatusCode, plain.Headers.CacheControl?.ToString()));
        }
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Files_were_compressed_when_they_were_published(string encoding)
    {
        var (all, packed) = (0, 0);
        foreach (var address in (await Modules()).Values)
        {
            using var plain = await Get(address);
            using var answer = await Get(address, ("Accept-Encoding", encoding));
            var (bytes, sent) = (await plain.Content.ReadAsByteArrayAsync(), await answer.Content.ReadAsByteArrayAsync());

            Assert.Contains("Accept-Encoding", answer.Headers.Vary);
            Assert.Equal(encoding, Assert.Single(answer.Content.Headers.ContentEncoding));
            Assert.Equal(bytes, await Unpacked(sent, encoding));
            (all, packed) = (all + bytes.Length, packed + sent.Length);
        }

        Assert.InRange(packed, 1, all / 2);
    }

    [Fact]
    public async Task Somebody_buys_something()
    {
        var user = Some.UserId();
        await using var visit = await (await browser.Open(address: published.Process.Address)).At("/");
        await visit.Page.EvaluateAsync("token => sessionStorage.setItem('token', token)", SignedToken.For(user));
        await visit.At("/products/canvas-tote");

        await visit.Button("바로 구매", "Buy now").ClickAsync();
        await visit.Button("부족한 39,000원 충전", "Charge the missing ₩39,000").ClickAsync();
        await visit.Button("39,000원 결제", "Pay ₩39,000").ClickAsync();

        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "결제가 끝났습니다" })).ToBeVisibleAsync();
        var self = await new Shop([published.Process.Http], signed: true).User(user);
        Assert.Single((await self.Orders()).Items());
    }

    /// <summary>By their paths: where the modules are.</summary>
    private async Task<IReadOnlyDictionary<string, string>> Modules()
    {
        using var page = await Get("/");
        using var map = JsonDocument.Parse(ImportMap().Match(await page.Content.ReadAsStringAsync()).Groups[1].Value);
        return map.RootElement.GetProperty("imports").EnumerateObject().ToDictionary(module => module.Name, module => module.Value.GetString()!);
    }

    private async Task<HttpResponseMessage> Get(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await published.Process.Http.SendAsync(request);
    }

    private static async Task<byte[]> Unpacked(byte[] bytes, string encoding)
    {
        using var packed = new MemoryStream(bytes);
        await using Stream unpacking = encoding == "br" ? new BrotliStream(packed, CompressionMode.Decompress) : new GZipStream(packed, CompressionMode.Decompress);
        using var plain = new MemoryStream();
        await unpacking.CopyToAsync(plain);
        return plain.ToArray();
    }

    private static string TypeOf(string file) => Path.GetExtension(file) switch
    {
        ".css" => "text/css",
        ".js" => "text/javascript",
        ".svg" => "image/svg+xml",
        var other => throw new InvalidOperationException($"A page names {other}."),
    };

    [GeneratedRegex("<script type=\"importmap\">(.*?)</script>")]
    private static partial Regex ImportMap();

    [GeneratedRegex("(?:src|href)=\"(/[^\"]+)\"")]
    private static partial Regex Named();

    [GeneratedRegex(@"(?:^import [^""]*|import\()""(\.[^""]+\.js)""", RegexOptions.Multiline)]
    private static partial Regex Imported();
}
