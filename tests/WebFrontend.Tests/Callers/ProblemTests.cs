using System.Net.Http;
using System.Net.Sockets;
using System.Text;

namespace ECommerce.WebFrontend.Tests.Callers;

/// <summary>Errors have one form, whoever asks and however.</summary>
public sealed class Problems(SqliteShop shop)
{
    [Theory]
    [InlineData("text/html")]
    [InlineData("application/xml, image/*")]
    [InlineData("nonsense")]
    public async Task A_caller_that_accepts_no_JSON_still_gets_problem_details(string accept)
    {
        (await shop.Shop.Anonymous.Get("/v1/no-such-thing", ("Accept", accept))).Expect(404, "not_found");
        (await shop.Shop.Anonymous.Get("/v1/wallet", ("Accept", accept))).Expect(401, "unauthorized");
        (await shop.Shop.Anonymous.Get("/v1/products/no-such-product", ("Accept", accept))).Expect(404, "unknown_product");
        (await shop.Shop.Anonymous.Get("/v1/products?limit=0", ("Accept", accept))).Expect(422, "validation_failed");
    }

    [Fact]
    public async Task What_the_framework_refuses_by_itself_has_a_code_too()
    {
        var user = await shop.Shop.NewUser();

        Assert.Contains("GET", (await user.Post("/v1/products")).Expect(405, "method_not_allowed").Header("Allow"));
        (await user.Get("/v1/no-such-thing")).Expect(404, "not_found");
        (await user.Send(HttpMethod.Post, "/v1/cart/items", new StringContent("{}"))).Expect(415, "unsupported_media_type");

        // The body is held back until it is asked for: a server that refuses it closes the connection.
        (await user.Post("/v1/cart/items", new { sku = new string('x', 2 << 20), quantity = 1 }, ("Expect", "100-continue"))).Expect(413, "payload_too_large");
    }

    /// <summary>What comes over the wire, and the status and code of the answer; without a code: the web server's own, which has no body.</summary>
    public static TheoryData<string, int, string?> Requests => new()
    {
        { "GET /v1/products/a%2fb HTTP/1.1\r\nHost: x\r\n\r\n", 404, "unknown_product" },
        { "GET /v1/products/%C3%28 HTTP/1.1\r\nHost: x\r\n\r\n", 404, "unknown_product" },
        { "GET /v1/products/% HTTP/1.1\r\nHost: x\r\n\r\n", 404, "unknown_product" },
        { "BREW /v1/products HTTP/1.1\r\nHost: x\r\n\r\n", 405, "method_not_allowed" },
        { $"GET /v1/products?q={new string('a', 9_000)} HTTP/1.1\r\nHost: x\r\n\r\n", 414, "uri_too_long" },
        { "POST /dev/tokens HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n", 400, "malformed_request" },
        { "POST /dev/tokens HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99999999\r\n\r\n", 413, "payload_too_large" },
        { "POST /dev/tokens HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{", 408, "request_timeout" },
        { "GET /v1/products/a%00b HTTP/1.1\r\nHost: x\r\n\r\n", 400, null },
        { "GET /v1/products/\u00ff HTTP/1.1\r\nHost: x\r\n\r\n", 400, null },
        { "GET /v1/products HTTP/1.1\r\n\r\n", 400, null },
        { $"GET /v1/products?q={new string('a', 20_000)} HTTP/1.1\r\nHost: x\r\n\r\n", 414, null },
        { $"GET /v1/products HTTP/1.1\r\nHost: x\r\nX-Pad: {new string('a', 40_000)}\r\n\r\n", 431, null },
        { $"GET /v1/products HTTP/1.1\r\nHost: x\r\n{string.Concat(Enumerable.Repeat("X-Pad: a\r\n", 101))}\r\n", 431, null },
        { "GET\r\n\r\n", 400, null },
        { "\u0016\u0003\u0001 no TLS here\r\n\r\n", 400, null },
        { "GET /v1/products HTTP/1.1\r\nHost: x\r\nNo colon\r\n\r\n", 400, null },
        { "POST /dev/tokens HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}", 400, null },
        { "GET /v1/products HTTP/3.0\r\nHost: x\r\n\r\n", 505, null },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_request_that_the_web_server_lets_through_is_refused_with_a_code_and_the_rest_with_its_status(string request, int status, string? code)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(shop.Processes[0].Address.Host, shop.Processes[0].Address.Port);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(client.GetStream());
        var statusLine = await reader.ReadLineAsync();
        var type = (string?)null;
        while (await reader.ReadLineAsync() is { Length: > 0 } header)
        {
            type = header.StartsWith("Content-Type: ") ? header["Content-Type: ".Length..] : type;
        }

        Assert.Equal($"HTTP/1.1 {status}", statusLine![..12]);
        Assert.Equal(code is null ? null : "application/problem+json", type);
        if (code is not null)
        {
            // The length of the only chunk, and the chunk.
            await reader.ReadLineAsync();
            Assert.Contains($"\"code\":\"{code}\"", await reader.ReadLineAsync());
        }
    }

    [Fact]
    public async Task Who_speaks_HTTP_2_without_TLS_is_told_to_speak_HTTP_1_1()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(shop.Processes[0].Address.Host, shop.Processes[0].Address.Port);
        await client.GetStream().WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());
        var frame = new byte[17];
        await client.GetStream().ReadExactlyAsync(frame);

        // A frame of the type GOAWAY (7), with the error HTTP_1_1_REQUIRED (13).
        Assert.Equal((7, 13), (frame[3], frame[16]));
    }

    [Fact]
    public async Task A_problem_says_what_it_is_and_which_request_it_answers()
    {
        var trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

        var answer = (await shop.Shop.Anonymous.Get("/v1/products/no-such-product", ("traceparent", trace))).Expect(404, "unknown_product");

        answer.Json.HasShape("type:text title:text status:integer code:text traceId:text");
        Assert.Equal(("about:blank", 404), (answer.Text("type"), answer.Number("status")));
        Assert.Contains("0af7651916cd43dd8448eb211c80319c", answer.Text("traceId"));
    }

    [Fact]
    public async Task A_client_that_goes_away_is_not_a_failure_of_the_shop()
    {
        var token = (await shop.Shop.Anonymous.Post("/dev/tokens", new { user = "leaver", admin = true })).Expect(200).Text("token");
        var address = shop.Processes[0].Address;
        for (var i = 0; i < 10; i++)
        {
            using var client = new TcpClient { LingerState = new LingerOption(true, 0) };
            await client.ConnectAsync(address.Host, address.Port);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"POST /v1/{(i % 2 == 0 ? "admin/products/import" : "cart/items")} HTTP/1.1\r\nHost: shop\r\nAuthorization: Bearer {token}\r\n"
                + $"Content-Type: {(i % 2 == 0 ? "text/csv" : "application/json")}\r\nContent-Length: 100000\r\n\r\nHandle,Title,Variant Price\n"));

            // The answer to another request: by then the first one has most likely been begun.
            (await shop.Shop.Anonymous.Get("/v1/products?limit=1")).Expect(200);
        }

        (await (await shop.Shop.NewUser()).Wallet()).Expect(200);
        var log = shop.Processes[0].Log;
        var failure = log.IndexOf("A request failed", StringComparison.Ordinal);
        Assert.True(failure < 0, failure < 0 ? "" : log[failure..]);
        Assert.DoesNotContain("unhandled exception", log);
    }
}
