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
    public async Task A_page_of_products_is_the_same_packed_with_the_same_ETag_and_its_length(string encoding)
    {
        var path = "/v1/products?q=" + (await Shop.Sells(Some.Product() with { Name = Some.Id("Coat") })).Name;

        var (plain, packed, again) = await Eventually.Ask(
            async () => (await Shop.Anonymous.Get(path), await Unpacked(Shop.Anonymous, path, encoding), await Unpacked(Shop.Anonymous, path, encoding)),
            all => all.Item1.Header("ETag") == all.Item2.ETag && all.Item2.ETag == all.Item3.ETag && all.Item1.Items().Count == 1,
            Bounds.Freshness);

        Assert.Equal(plain.Header("ETag"), packed.ETag);
        Assert.Equal(plain.Text, packed.Json.GetRawText());
        Assert.NotNull(packed.Length);
        Assert.Equal(packed.Bytes, again.Bytes);
        Assert.Equal("Accept-Encoding", Assert.Single(packed.Vary));
        (await Shop.Anonymous.Get(path, ("If-None-Match", packed.ETag!), ("Accept-Encoding", encoding))).Expect(304);
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
        (await Charge(await Shop.NewUser(), Pack("gzip", """{"amount":2000}"""u8), packing)).Expect(415, "unsupported_media_type");
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
