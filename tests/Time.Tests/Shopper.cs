using System.Net.Http.Json;
using System.Text.Json;

namespace ECommerce.Time.Tests;

/// <summary>Somebody with a token.</summary>
public sealed class Shopper
{
    private readonly TimedShop _shop;
    private readonly string _token;

    private Shopper(TimedShop shop, string token) => (_shop, _token) = (shop, token);

    public static async Task<Shopper> Enter(TimedShop shop, string user, bool admin = false)
    {
        using var answer = await shop.Client.PostAsJsonAsync("/dev/tokens", new { user, admin });
        return new(shop, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!);
    }

    public Task<JsonElement> Get(string path, int status = 200) => Send(HttpMethod.Get, path, null, status);

    public Task<JsonElement> Put(string path, object body, int status = 201) => Send(HttpMethod.Put, path, body, status);

    public Task<JsonElement> Post(string path, object body, int status = 200) => Send(HttpMethod.Post, path, body, status);

    /// <summary>Asks for what is refused, and gives the problem.</summary>
    public async Task<JsonElement> Refused(string path, object body, string code)
    {
        var problem = await Post(path, body, 409);
        Assert.Equal(code, problem.GetProperty("code").GetString());
        return problem;
    }

    public Task Charge(long amount) => Post("/v1/wallet/charges", new { amount }, 201);

    /// <summary>Places an order of one variant; gives its id.</summary>
    public async Task<string> Order(string sku, int quantity = 1) =>
        (await Post("/v1/orders", new { items = new[] { new { sku, quantity } } }, 201)).GetProperty("id").GetString()!;

    public Task<JsonElement> Pay(string orderId, string? couponId = null) => Post($"/v1/orders/{orderId}/payment", new { couponId });

    /// <summary>Claims a coupon; gives its id.</summary>
    public async Task<string> Claim(string campaignId) =>
        (await Post($"/v1/campaigns/{campaignId}/claim", new { }, 201)).GetProperty("id").GetString()!;

    /// <summary>Saves a product of one variant of 10,000 won, whose sku is the product's id.</summary>
    public Task Sell(string id) => Put("/v1/admin/products/" + id, new
    {
        name = id,
        options = Array.Empty<object>(),
        variants = new[] { new { sku = id, options = new { }, price = 10_000, stock = 100 } },
    });

    /// <summary>Saves a campaign of 1,000 won off.</summary>
    public Task Run(string id, DateTimeOffset startsAt, DateTimeOffset endsAt, int validDays = 1) => Put("/v1/admin/campaigns/" + id, new
    {
        name = id,
        discount = new { type = "fixed", value = 1_000 },
        minimumOrder = 0,
        quantity = 100,
        validDays,
        startsAt,
        endsAt,
    });

    private async Task<JsonElement> Send(HttpMethod method, string path, object? body, int status)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : JsonContent.Create(body);
        request.Headers.Add("Authorization", "Bearer " + _token);
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        using var answer = await _shop.Client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == status, $"{method} {path} answered {(int)answer.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }
}
