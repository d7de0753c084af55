using System.IO.Compression;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace ECommerce.WebFrontend.Tests.Manners;

/// <summary>Answers that are compressed when asked, and bodies that come packed.</summary>
public sealed class EncodingTests(SqliteShop shared)
{
    private const int MaximumBody = 1 << 20;

    private Shop Shop => shared.Shop;

    public static TheoryData<string> Encodings => ["gzip", "br"];

    public static TheoryData<string> Packings => ["gzip", "br", "deflate"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task Answers_are_compressed_when_asked(string encoding)
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();

        foreach (var path in new[] { "/v1/products/" + product.Id, "/v1/wallet", "/v1/campaigns", "/openapi/v1.json" })
        {
            var (plain, packed) = ((await user.Get(path)).Expect(200), await Unpacked(user, path, encoding));
            Assert.Equal(plain.Json.ToString(), packed.Json.ToString());
            Assert.Contains("Accept-Encoding", packed.Vary);
        }

        Assert.Equal(encoding, (await Unpacked(user, "/v1/products", $"identity;q=0.1, {encoding}", encoding)).Encoding);
        Assert.Null((await user.Get("/v1/products", ("Accept-Encoding", "identity"))).Expect(200).Header("Content-Encoding"));
        Assert.Null((await user.Get("/v1/products", ("Accept-Encoding", encoding + ";q=0"))).Expect(200).Header("Content-Encoding"));
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task A_page_of_products_is_the_same_packed_with_its_length_and_an_ETag_of_its_own(string encoding)
    {
        var path = "/v1/products?q=" + (await Shop.Sells(Some.Product() with { Name = Some.Id("Coat") })).Name;

        var (plain, packed, again) = await Eventually.Ask(
            async () => (await Shop.Anonymous.Get(path), await Unpacked(Shop.Anonymous, path, encoding), await Unpacked(Shop.Anonymous, path, encoding)),
            all => all.Item2.ETag == all.Item3.ETag && all.Item1.Text == all.Item2.Json.GetRawText() && all.Item1.Items().Count == 1,
            Bounds.Freshness);

        Assert.Equal(plain.Header("ETag")![..^1] + $"-{encoding}\"", packed.ETag);
        Assert.Equal(plain.Text, packed.Json.GetRawText());
        Assert.NotNull(packed.Length);
        Assert.Equal(packed.Bytes, again.Bytes);
        Assert.Equal("Accept-Encoding", Assert.Single(packed.Vary));
    }

    [Fact]
    public async Task Who_has_an_answer_in_any_encoding_has_it_in_every_other()
    {
        var product = await Shop.Sells(Some.Product());
        var campaign = await Shop.Runs(Some.Campaign());
        var user = await Shop.NewUser();

        foreach (var path in new[] { "/v1/products/" + product.Id, "/v1/campaigns/" + campaign.Id, "/v1/cart", "/openapi/v1.json", "/v1/products?q=" + product.Sku })
        {
            var tags = new[] { (await user.Get(path)).Header("ETag")!, (await Unpacked(user, path, "gzip")).ETag!, (await Unpacked(user, path, "br")).ETag! };
            Assert.Equal(3, tags.Distinct().Count());
            Assert.All(tags, tag => Assert.StartsWith("\"", tag));
            foreach (var (encoding, tag) in new[] { ("identity", tags[0]), ("gzip", tags[1]), ("br", tags[2]) })
            {
                foreach (var held in tags)
                {
                    Assert.Equal(tag, (await user.Get(path, ("If-None-Match", held), ("Accept-Encoding", encoding))).Expect(304).Header("ETag"));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task Who_read_a_packed_answer_can_change_what_it_says_and_nobody_else_did(string encoding)
    {
        var product = await Shop.Sells(Some.Product());
        var campaign = await Shop.Runs(Some.Campaign());
        var (user, admin) = (await Shop.NewUser(), await Shop.Admin());
        (string Path, Func<string, Task<Answer>> Change)[] changes =
        [
            ("/v1/cart", tag => user.Put("/v1/cart/items/" + product.Sku, new { quantity = 1 }, ("If-Match", tag))),
            ("/v1/products/" + product.Id, tag => admin.Put("/v1/admin/products/" + product.Id, (product with { Price = 9 }).Body, ("If-Match", tag))),
            ("/v1/campaigns/" + campaign.Id, tag => admin.Put("/v1/admin/campaigns/" + campaign.Id, (campaign with { Quantity = 900 }).Body, ("If-Match", tag))),
        ];

        foreach (var (path, change) in changes)
        {
            var tag = (await Unpacked(user, path, encoding)).ETag!;

            (await change(tag)).Expect(200);
            (await change(tag)).Expect(412, "precondition_failed");
        }
    }

    [Fact]
    public async Task Lists_are_smaller_with_Brotli_than_with_gzip_and_Brotli_is_sent_when_both_are_taken()
    {
        var path = "/v1/products?q=" + await ManyProducts();

        var (gzip, brotli) = (await Unpacked(Shop.Anonymous, path, "gzip"), await Unpacked(Shop.Anonymous, path, "br"));

        Assert.InRange(brotli.Bytes.Length, 100, gzip.Bytes.Length - 1);
        Assert.Equal("br", (await Unpacked(Shop.Anonymous, path, "gzip, deflate, br", "br")).Encoding);
    }

    [Fact]
    public async Task Tokens_are_not_compressed_so_that_their_length_tells_nothing()
    {
        var answer = await Shop.Anonymous.Post("/dev/tokens", new { user = new string('a', 128) }, ("Accept-Encoding", "gzip, br"));

        Assert.Null(answer.Expect(200).Header("Content-Encoding"));
    }

    [Theory]
    [MemberData(nameof(Packings))]
    public async Task A_packed_body_is_read_as_the_same_body_unpacked(string packing)
    {
        var user = await Shop.NewUser();

        (await Charge(user, Pack(packing, """{"amount":2000}"""u8), packing)).Expect(201);
        (await Charge(user, Pack(packing, """{"amount":1}"""u8), packing)).Expect(422, "minimum_charge");
        (await Charge(user, Pack(packing, "{"u8), packing.ToUpperInvariant())).Expect(400, "malformed_request");
        (await Charge(user, """{"amount":3000}"""u8.ToArray(), "identity")).Expect(201);

        Assert.Equal(5_000, await user.Balance());
    }

    [Theory]
    [MemberData(nameof(Packings))]
    public async Task A_body_that_is_not_packed_as_it_says_or_ends_too_early_cannot_be_read(string packing)
    {
        var user = await Shop.NewUser();
        var body = Encoding.UTF8.GetBytes("{\"amount\":2000,\"" + string.Concat(Enumerable.Range(0, 1_000)) + "\":1}");
        var packed = Pack(packing, body);

        (await Charge(user, """{"amount":2000}"""u8.ToArray(), packing)).Expect(400, "malformed_request");
        (await Charge(user, packed[..^20], packing)).Expect(400, "malformed_request");
        (await Charge(user, [.. packed[..20], .. packed[20..].Select(part => (byte)~part)], packing)).Expect(400, "malformed_request");
        (await Charge(user, [0x1f, 0x8b], packing)).Expect(400, "malformed_request");

        Assert.Equal(0, await user.Balance());
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("compress")]
    [InlineData("gzip, gzip")]
    [InlineData("gzip, br")]
    [InlineData("x")]
    public async Task Another_packing_is_not_supported(string packing)
    {
        var answer = (await Charge(await Shop.NewUser(), Pack("gzip", """{"amount":2000}"""u8), packing)).Expect(415, "unsupported_media_type");

        Assert.Contains("content encoding", answer.Text("title"));
        Assert.Equal("br, deflate, gzip", string.Join(", ", answer.Header("Accept-Encoding")!.Split(", ").Order()));
    }

    [Theory]
    [MemberData(nameof(Packings))]
    public async Task A_body_that_unpacks_to_more_than_a_body_may_have_is_too_large_and_costs_no_memory(string packing)
    {
        var user = await Shop.NewUser();
        var bomb = Pack(packing, new byte[256 << 20]);
        Assert.InRange(bomb.Length, 1, MaximumBody);
        var before = shared.Processes[0].PeakMemory;

        await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ => (await Charge(user, bomb, packing)).Expect(413, "payload_too_large")));

        Assert.InRange(shared.Processes[0].PeakMemory - before, 0, 512L << 20);
        var allowed = Encoding.UTF8.GetBytes("""{"amount":2000}""" + new string(' ', MaximumBody - 15));
        (await Charge(user, Pack(packing, allowed), packing)).Expect(201);
        (await Charge(user, Pack(packing, [.. allowed, (byte)' ']), packing)).Expect(413, "payload_too_large");
    }

    [Fact]
    public async Task A_packed_file_is_imported_within_its_own_bound()
    {
        var handle = Some.Id("packed");
        var lines = Enumerable.Range(0, 3).Select(i => $"{handle}-{i},Shirt {i},{handle}-{i}-sku,10000,5,{new string('x', 900_000)}");
        var file = "Handle,Title,Variant SKU,Variant Price,Variant Inventory Qty,Note\n" + string.Join('\n', lines) + "\n";

        var answer = await (await Shop.Admin()).Send(
            HttpMethod.Post, "/v1/admin/products/import", Body(Pack("gzip", Encoding.UTF8.GetBytes(file)), "gzip", "text/csv"));

        Assert.Equal(3, answer.Expect(200).Number("products"));
    }

    private async Task<string> ManyProducts()
    {
        var word = Some.Id("many");
        for (var i = 0; i < 20; i++)
        {
            await Shop.Sells(Some.Product() with { Name = word, Colors = ["Black", "White"] });
        }

        await Eventually.Ask(() => Shop.Anonymous.Get("/v1/products?q=" + word), page => page.Items().Count == 20, Bounds.Freshness);
        return word;
    }

    private static Task<Answer> Charge(Caller user, byte[] body, string encoding) =>
        user.Send(HttpMethod.Post, "/v1/wallet/charges", Body(body, encoding, "application/json"), ("Idempotency-Key", Some.Key()));

    private static ByteArrayContent Body(byte[] body, string encoding, string type)
    {
        var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        return content;
    }

    private static byte[] Pack(string packing, ReadOnlySpan<byte> body)
    {
        using var packed = new MemoryStream();
        using (Stream stream = packing switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.SmallestSize),
            "br" => new BrotliStream(packed, CompressionLevel.Optimal),
            _ => new ZLibStream(packed, CompressionLevel.SmallestSize),
        })
        {
            stream.Write(body);
        }

        return packed.ToArray();
    }

    private async Task<PackedAnswer> Unpacked(Caller caller, string path, string accept, string? encoding = null)
    {
        using var client = new HttpClient { BaseAddress = shared.Processes[0].Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accept);
        caller.Authorize(request);
        using var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(encoding ?? accept, Assert.Single(answer.Content.Headers.ContentEncoding));
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        using Stream stream = (encoding ?? accept) == "br"
            ? new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress)
            : new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        var json = await JsonDocument.ParseAsync(stream);
        return new(json.RootElement, bytes, answer.Headers.ETag?.ToString(), answer.Content.Headers.ContentLength, encoding ?? accept, [.. answer.Headers.Vary]);
    }

    private sealed record PackedAnswer(JsonElement Json, byte[] Bytes, string? ETag, long? Length, string Encoding, IReadOnlyList<string> Vary);
}
