using System.Text;

namespace ECommerce.WebFrontend.Tests.BadInput;

/// <summary>What people, fuzzers and broken clients send.</summary>
public static class BadRequests
{
    private const string Line = """{"items":[{"sku":"{sku}","quantity":1}]}""";
    private const string GoodProduct =
        """{"name":"Shirt","options":[{"name":"Color","values":["Black"]}],"variants":[{"sku":"new-sku","options":{"Color":"Black"},"price":100,"stock":1}]}""";
    private const string GoodCampaign =
        """{"name":"Spring","discount":{"type":"fixed","value":1000},"minimumOrder":0,"quantity":10,"validDays":7,"startsAt":"2030-01-01T00:00:00Z","endsAt":"2030-02-01T00:00:00Z"}""";

    private static readonly byte[] Huge = Utf8(new string(' ', 40_000_000));

    // A body that the call would take, for each call that has one.
    private static readonly (string Method, string Path, string Good)[] Calls =
    [
        ("POST", "/v1/wallet/charges", """{"amount":5000}"""),
        ("PUT", "/v1/cart/items/{sku}", """{"quantity":1}"""),
        ("POST", "/v1/cart/items", """{"sku":"{sku}","quantity":1}"""),
        ("POST", "/v1/orders", Line),
        ("POST", "/v1/orders/{order}/payment", """{"expectedTotal":1000}"""),
        ("POST", "/v1/orders/{order}/cancellation", """{"reason":"Too dear."}"""),
        ("PUT", "/v1/admin/products/new-product", GoodProduct),
        ("POST", "/v1/admin/stock/{sku}", """{"delta":1}"""),
        ("PUT", "/v1/admin/campaigns/new-campaign", GoodCampaign),
        ("POST", "/v1/admin/users/somebody/adjustments", """{"amount":1,"reason":"Sorry."}"""),
        ("POST", "/v1/admin/users/somebody/coupons", """{"campaignId":"none"}"""),
        ("PATCH", "/v1/admin/campaigns/none", """{"paused":true}"""),
        ("POST", "/v1/admin/payment-stream/replay", """{"from":"2020-01-01T00:00:00Z","to":"2020-01-02T00:00:00Z"}"""),
    ];

    /// <summary>All of them.</summary>
    public static IEnumerable<BadRequest> All => Bodies().Concat(Fields()).Concat(Paths()).Concat(Queries()).Concat(Csv());

    private static IEnumerable<BadRequest> Bodies()
    {
        foreach (var (method, path, good) in Calls)
        {
            yield return new(method, path, Utf8(good[..(good.Length / 2)]));
            yield return new(method, path, Utf8("[]"));
            yield return new(method, path, Utf8("\"text\""));
            yield return new(method, path, Utf8("12"));
            yield return new(method, path, Utf8(good + "}"));
            yield return new(method, path, Utf8(Deep(10_000)));
            yield return new(method, path, Utf8("{\"unknown\":" + Deep(10_000) + "}"));
            yield return new(method, path, [.. Utf8("{\"name\":\""), 0xC3, 0x28, 0xFF, .. Utf8("\"}")]);
            yield return new(method, path, Huge);
            yield return new(method, path, Utf8(good), "text/plain");
            yield return new(method, path, Utf8(good), null);
            yield return new(method, path, Utf8(good), "application/json; charset=utf-16");
            if (path.EndsWith("payment") || path.EndsWith("cancellation"))
            {
                continue;
            }

            yield return new(method, path, Utf8(""));
            yield return new(method, path, Utf8("null"));
            yield return new(method, path, null);
        }
    }

    private static IEnumerable<BadRequest> Fields()
    {
        string[] numbers =
        [
            "\"5000\"", "null", "true", "[]", "{}", "5000.5", "1e400", "9223372036854775808", "-9223372036854775809",
            "99999999999999999999999999", "-1", "0",
        ];
        foreach (var number in numbers)
        {
            yield return Json("POST", "/v1/wallet/charges", $$"""{"amount":{{number}}}""");
            yield return Json("POST", "/v1/cart/items", $$"""{"sku":"{sku}","quantity":{{number}}}""");
            yield return Json("POST", "/v1/orders", $$"""{"items":[{"sku":"{sku}","quantity":{{number}}}]}""");
            if (number != "0")
            {
                yield return Json("PUT", "/v1/cart/items/{sku}", $$"""{"quantity":{{number}}}""");
            }

            if (number is not ("-1" or "0"))
            {
                yield return Json("POST", "/v1/admin/stock/{sku}", $$"""{"delta":{{number}}}""");
            }

            yield return Json("POST", "/v1/admin/users/nobody/adjustments", $$"""{"amount":{{number}},"reason":"Sorry."}""");
            if (number != "true")
            {
                yield return Json("PATCH", "/v1/admin/campaigns/{campaign}", $$"""{"paused":{{number}}}""");
            }

            if (number != "null")
            {
                yield return Json("POST", "/v1/orders/{order}/payment", $$"""{"expectedTotal":{{number}}}""");
            }

            if (number != "0")
            {
                yield return Json("PUT", "/v1/admin/products/new-product", GoodProduct.Replace("\"price\":100", "\"price\":" + number));
            }

            if (number is not ("0" or "null"))
            {
                yield return Json("PUT", "/v1/admin/products/new-product", GoodProduct.Replace("\"stock\":1", "\"stock\":" + number));
            }

            yield return Json("PUT", "/v1/admin/campaigns/new-campaign", GoodCampaign.Replace("\"quantity\":10", "\"quantity\":" + number));
            yield return Json("PUT", "/v1/admin/campaigns/new-campaign", GoodCampaign.Replace("\"validDays\":7", "\"validDays\":" + number));
            yield return Json("PUT", "/v1/admin/campaigns/new-campaign", GoodCampaign.Replace("\"value\":1000", "\"value\":" + number));
        }

        string[] texts = ["12", "null", "true", "[]", "\"\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"a\\u0000b\"", $"\"{new string('s', 10_000)}\""];
        foreach (var text in texts)
        {
            yield return Json("POST", "/v1/cart/items", $$"""{"sku":{{text}},"quantity":1}""");
            yield return Json("POST", "/v1/orders", $$"""{"items":[{"sku":{{text}},"quantity":1}]}""");
            if (text != "null")
            {
                yield return Json("POST", "/v1/orders/{order}/payment", $$"""{"couponId":{{text}}}""");
            }

            yield return Json("PUT", "/v1/admin/products/new-product", GoodProduct.Replace("\"Shirt\"", text));
            yield return Json("PUT", "/v1/admin/products/new-product", GoodProduct.Replace("\"new-sku\"", text));
            yield return Json("PUT", "/v1/admin/campaigns/new-campaign", GoodCampaign.Replace("\"Spring\"", text));
            yield return Json("PUT", "/v1/admin/campaigns/new-campaign", GoodCampaign.Replace("\"fixed\"", text));
            yield return Json("PUT", "/v1/admin/campaigns/new-campaign", GoodCampaign.Replace("\"2030-02-01T00:00:00Z\"", text));
            yield return Json("POST", "/v1/admin/users/nobody/adjustments", $$"""{"amount":1,"reason":{{text}}}""");
            yield return Json("POST", "/v1/admin/users/nobody/coupons", $$"""{"campaignId":{{text}}}""");
            yield return Json("POST", "/dev/tokens", $$"""{"user":{{text}},"admin":false}""");
        }

        yield return Json("POST", "/v1/orders", """{"items":null}""");
        yield return Json("POST", "/v1/orders", """{"items":[null]}""");
        yield return Json("POST", "/v1/orders", """{"fromCart":"yes"}""");
        yield return Json("POST", "/v1/wallet/charges", """{"amount":5000,"amount":6000}""");
        yield return Json("PUT", "/v1/admin/products/new-product", GoodProduct.Replace("{\"Color\":\"Black\"}", "{\"Size\":\"S\"}"));
        yield return Json("PUT", "/v1/admin/products/new-product", GoodProduct.Replace("{\"Color\":\"Black\"}", "{\"Color\":\"Green\"}"));
        yield return Json("PUT", "/v1/admin/products/new-product", GoodProduct.Replace("[{\"sku\"", "[null,{\"sku\""));
        yield return Json("PUT", "/v1/admin/products/new-product", """{"name":"Shirt","options":[],"variants":[]}""");
        yield return Json("PUT", "/v1/admin/campaigns/new-campaign", GoodCampaign.Replace("2030-02-01", "2029-02-01"));
        yield return Json("PUT", "/v1/admin/campaigns/new-campaign", GoodCampaign.Replace("\"fixed\",\"value\":1000", "\"percent\",\"value\":101"));
        yield return Json("PUT", "/v1/admin/campaigns/new-campaign", GoodCampaign.Replace("2030-01-01T00:00:00Z", "yesterday"));
        yield return Json("POST", "/v1/admin/payment-stream/replay", """{"from":"2030-01-01T00:00:00Z","to":"2020-01-01T00:00:00Z"}""");
        yield return Json("POST", "/v1/admin/payment-stream/replay", """{"from":5,"to":[]}""");
    }

    private static IEnumerable<BadRequest> Paths()
    {
        string[] ids = ["%20", "%C2%A0", "%E2%80%A8", "%00", "a%00b", "%2F", "a%2Fb", "%2e%2e", "..%2f..%2fetc%2fpasswd", "%C3%28", "%FF", "%ED%A0%80", "%F0%9F%91%95", "'%20OR%201=1--", new string('x', 7_000)];
        foreach (var id in ids)
        {
            yield return new("GET", "/v1/products/" + id);
            yield return new("GET", "/v1/orders/" + id);
            yield return new("POST", $"/v1/orders/{id}/payment");
            yield return new("POST", $"/v1/orders/{id}/cancellation");
            yield return new("POST", $"/v1/campaigns/{id}/claim");
            yield return new("GET", "/v1/campaigns/" + id);
            yield return Json("PUT", "/v1/cart/items/" + id, """{"quantity":1}""");
            yield return Json("POST", "/v1/admin/stock/" + id, """{"delta":1}""");
            yield return new("GET", "/v1/admin/orders/" + id);
            yield return Json("PATCH", "/v1/admin/campaigns/" + id, """{"paused":true}""");
        }

        // A user id may have any visible character.
        foreach (var id in ids.Except(["%2F", "a%2Fb", "..%2f..%2fetc%2fpasswd"]))
        {
            yield return new("GET", $"/v1/admin/users/{id}/entries");
            yield return Json("POST", $"/v1/admin/users/{id}/adjustments", """{"amount":1,"reason":"Sorry."}""");
        }

        foreach (var id in ids.Except(["%F0%9F%91%95", "%2e%2e", "..%2f..%2fetc%2fpasswd"]))
        {
            yield return Json("PUT", "/v1/admin/products/" + id, GoodProduct);
            yield return Json("PUT", "/v1/admin/campaigns/" + id, GoodCampaign);
        }
    }

    private static IEnumerable<BadRequest> Queries()
    {
        foreach (var list in new[] { "/v1/products", "/v1/orders", "/v1/wallet/entries", "/v1/admin/orders", "/v1/admin/campaigns", "/v1/admin/users/somebody/entries" })
        {
            foreach (var limit in new[] { "-1", "0", "101", "abc", "1e3", "1.5", "", "99999999999999999999", "%00", "1%3B--" })
            {
                yield return new("GET", $"{list}?limit={limit}");
            }

            foreach (var cursor in new[] { "!", "%00", "AAAA", "-1", "%FF%FE", "999999999999999999999999", new string('A', 5_000) })
            {
                yield return new("GET", $"{list}?cursor={cursor}");
            }
        }

        yield return new("GET", "/v1/products?sort=name");
        yield return new("GET", "/v1/products?sort=%00");
        yield return new("GET", "/v1/coupons?status=lost");
        yield return new("GET", "/v1/coupons?status=%00");
        foreach (var filter in new[] { "user=a%20b", "user=%00", "status=", "status=open", "status=%00", "sku=%00", "from=", "from=yesterday", "to=2026-01-01" })
        {
            yield return new("GET", "/v1/admin/orders?" + filter);
        }
    }

    private static IEnumerable<BadRequest> Csv()
    {
        const string import = "/v1/admin/products/import";
        yield return new("POST", import, Utf8(""), "text/csv");
        yield return new("POST", import, Utf8("no,such,columns\n1,2,3\n"), "text/csv");
        yield return new("POST", import, [0xFF, 0xFE, 0x00, 0xD8, 0x0A], "text/csv");
        yield return new("POST", import, Utf8("{}"), "application/json");
        yield return new("POST", import, Utf8("Handle,Title\n"), null);
        yield return new("POST", import + "?wonPerUnit=0", Utf8("Handle,Title\n"), "text/csv");
        yield return new("POST", import + "?wonPerUnit=1e400", Utf8("Handle,Title\n"), "text/csv");
        yield return new("POST", import, null);
    }

    private static BadRequest Json(string method, string path, string body) => new(method, path, Utf8(body));

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string Deep(int levels) => new string('[', levels) + new string(']', levels);
}
