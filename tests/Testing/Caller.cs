using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.Json;

namespace ECommerce.Testing;

/// <summary>Somebody who calls the shop: every verb is one request, and the answer is whatever came.</summary>
public sealed class Caller(Shop shop, string id, string? token)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The user id.</summary>
    public string Id => id;

    public Task<Answer> Get(string path, params (string Name, string Value)[] headers) => Send(HttpMethod.Get, path, null, headers);

    public Task<Answer> Post(string path, object? body = null, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Post, path, Content(body), headers);

    public Task<Answer> Put(string path, object? body, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Put, path, Content(body), headers);

    public Task<Answer> Patch(string path, object? body) => Send(HttpMethod.Patch, path, Content(body));

    public Task<Answer> Delete(string path) => Send(HttpMethod.Delete, path, null);

    /// <summary>A request with any body.</summary>
    public async Task<Answer> Send(HttpMethod method, string path, HttpContent? body, params (string Name, string Value)[] headers)
    {
        var client = shop.Next;
        // The path goes out as it stands: a client must not tidy what the shop is to refuse.
        var uri = new Uri(client.BaseAddress!.GetLeftPart(UriPartial.Authority) + path, new UriCreationOptions
        {
            DangerousDisablePathAndQueryCanonicalization = true,
        });
        using var request = new HttpRequestMessage(method, uri) { Content = body };
        Authorize(request);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await client.SendAsync(request);
        return await Answer.Read(response);
    }

    /// <summary>Gives a request this caller's token.</summary>
    public void Authorize(HttpRequestMessage request)
    {
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        }
    }

    public Task<Answer> Wallet() => Get("/v1/wallet");

    public Task<Answer> Charge(long amount, string? key = null) =>
        Post("/v1/wallet/charges", new { amount }, ("Idempotency-Key", key ?? Some.Key()));

    public Task<Answer> Entries(int? limit = null, string? cursor = null) => Get("/v1/wallet/entries" + Page(limit, cursor));

    public Task<Answer> Cart() => Get("/v1/cart");

    public Task<Answer> SetInCart(string sku, int quantity) => Put("/v1/cart/items/" + Uri.EscapeDataString(sku), new { quantity });

    public Task<Answer> AddToCart(string sku, int quantity) => Post("/v1/cart/items", new { sku, quantity });

    public Task<Answer> RemoveFromCart(string sku) => Delete("/v1/cart/items/" + Uri.EscapeDataString(sku));

    public Task<Answer> Order(string sku, int quantity, string? key = null) => Order([(sku, quantity)], key);

    public Task<Answer> Order(IEnumerable<(string Sku, int Quantity)> lines, string? key = null) =>
        Post(
            "/v1/orders",
            new { items = lines.Select(line => new { sku = line.Sku, quantity = line.Quantity }) },
            ("Idempotency-Key", key ?? Some.Key()));

    public Task<Answer> OrderCart(string? key = null) =>
        Post("/v1/orders", new { fromCart = true }, ("Idempotency-Key", key ?? Some.Key()));

    /// <summary>Places and pays in one call.</summary>
    public Task<Answer> Buy(string sku, int quantity, string? couponId = null, long? expectedTotal = null, string? key = null) =>
        Post(
            "/v1/orders",
            new { items = new[] { new { sku, quantity } }, payment = PaymentBody(couponId, expectedTotal) },
            ("Idempotency-Key", key ?? Some.Key()));

    /// <summary>Places an order that is expected to be placed; its id.</summary>
    public async Task<string> Ordered(string sku, int quantity) => (await Order(sku, quantity)).Expect(201)["id"].GetString()!;

    public Task<Answer> OrderOf(string orderId) => Get("/v1/orders/" + orderId);

    public Task<Answer> Orders(int? limit = null, string? cursor = null) => Get("/v1/orders" + Page(limit, cursor));

    public Task<Answer> Pay(string orderId, string? couponId = null, long? expectedTotal = null) =>
        Post($"/v1/orders/{orderId}/payment", PaymentBody(couponId, expectedTotal));

    public Task<Answer> Cancel(string orderId, string? reason = null) =>
        Post($"/v1/orders/{orderId}/cancellation", reason is null ? null : new { reason });

    /// <summary>Cancels units of an order, or all that is left of it.</summary>
    public Task<Answer> TakeBack(string orderId, IEnumerable<(string Sku, int Quantity)>? items, string? reason = null, string? key = null)
    {
        var body = new Dictionary<string, object>();
        if (items is not null)
        {
            body["items"] = items.Select(item => new { sku = item.Sku, quantity = item.Quantity });
        }

        if (reason is not null)
        {
            body["reason"] = reason;
        }

        return Post($"/v1/orders/{orderId}/cancellation", body, key is null ? [] : [("Idempotency-Key", key)]);
    }

    public Task<Answer> Claim(string campaignId) => Post($"/v1/campaigns/{campaignId}/claim");

    /// <summary>Claims a coupon that is expected to be there; its id.</summary>
    public async Task<string> Claimed(string campaignId) => (await Claim(campaignId)).Expect(201)["id"].GetString()!;

    public Task<Answer> Coupons(string? status = null) => Get("/v1/coupons" + (status is null ? "" : "?status=" + status));

    public async Task<long> Balance() => (await Wallet()).Expect(200)["balance"].GetInt64();

    private static string Page(int? limit, string? cursor)
    {
        var parts = new List<string>();
        if (limit is not null)
        {
            parts.Add("limit=" + limit);
        }

        if (cursor is not null)
        {
            parts.Add("cursor=" + Uri.EscapeDataString(cursor));
        }

        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }

    private static Dictionary<string, object> PaymentBody(string? couponId, long? expectedTotal)
    {
        var body = new Dictionary<string, object>();
        if (couponId is not null)
        {
            body["couponId"] = couponId;
        }

        if (expectedTotal is not null)
        {
            body["expectedTotal"] = expectedTotal;
        }

        return body;
    }

    private static ByteArrayContent? Content(object? body)
    {
        if (body is null)
        {
            return null;
        }

        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, Json));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}
