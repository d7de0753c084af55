using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace ECommerce.WebFrontend;

/// <summary>Customers who do again and again what customers do in a drop: look, charge, claim, buy, fill a cart, order and pay.</summary>
internal sealed class RehearsalCustomers(HttpClient http)
{
    private const int Customers = 16;

    private int _users;
    private int _purchases;

    /// <summary>Goes on for that long; returns the number of purchases.</summary>
    public static async Task<int> Use(Uri shop, TimeSpan time, CancellationToken stop)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = shop };
        var customers = new RehearsalCustomers(http);
        await customers.Fill(stop);
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Customers).Select(async _ =>
        {
            while (Stopwatch.GetElapsedTime(began) < time)
            {
                await customers.Shop(stop);
            }
        }));
        return customers._purchases;
    }

    private async Task Fill(CancellationToken stop)
    {
        var admin = await Token("""{"user":"admin","admin":true}""", stop);
        await Send(HttpMethod.Put, "/v1/admin/products/tee", admin, stop,
            """{"name":"Tee","options":[{"name":"Size","values":["S"]}],"variants":[{"sku":"TEE-S","options":{"Size":"S"},"price":1000,"stock":1000000000}]}""");
        var now = DateTimeOffset.UtcNow;
        await Send(HttpMethod.Put, "/v1/admin/campaigns/flash", admin, stop,
            $$"""
            {"name":"Flash","discount":{"type":"percent","value":10},"minimumOrder":0,"quantity":10000000,"validDays":1,
             "startsAt":"{{now.AddDays(-1):O}}","endsAt":"{{now.AddDays(1):O}}"}
            """);
    }

    private async Task Shop(CancellationToken stop)
    {
        const string order = """[{"sku":"TEE-S","quantity":1}]""";
        var user = await Token($$"""{"user":"customer-{{Interlocked.Increment(ref _users)}}"}""", stop);
        await Send(HttpMethod.Get, "/v1/products", null, stop);
        await Send(HttpMethod.Post, "/v1/wallet/charges", user, stop, """{"amount":1000000}""");
        var coupon = await Send(HttpMethod.Post, "/v1/campaigns/flash/claim", user, stop);
        await Send(HttpMethod.Post, "/v1/campaigns/flash/claim", user, stop);
        await Send(HttpMethod.Post, "/v1/orders", user, stop, $$$"""{"items":{{{order}}},"payment":{}}""");
        await Send(HttpMethod.Post, "/v1/cart/items", user, stop, """{"sku":"TEE-S","quantity":2}""");
        var placed = await Send(HttpMethod.Post, "/v1/orders", user, stop, """{"fromCart":true}""");
        await Send(HttpMethod.Post, $"/v1/orders/{placed}/payment", user, stop, $$"""{"couponId":"{{coupon}}"}""");
        await Send(HttpMethod.Get, "/v1/wallet", user, stop);
        Interlocked.Add(ref _purchases, 2);
    }

    private async Task<string?> Token(string body, CancellationToken stop)
    {
        var answer = await http.PostAsync("/dev/tokens", Json(body), stop);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(stop)).GetProperty("token").GetString();
    }

    /// <summary>The id in the answer, if there is one.</summary>
    private async Task<string?> Send(HttpMethod method, string path, string? token, CancellationToken stop, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : Json(body) };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request, stop);
        if (!answer.IsSuccessStatusCode && answer.StatusCode != HttpStatusCode.Conflict)
        {
            throw new HttpRequestException($"{method} {path} answered {(int)answer.StatusCode}.");
        }

        var json = await answer.Content.ReadFromJsonAsync<JsonElement>(stop);
        return json.TryGetProperty("id", out var id) ? id.GetString() : null;
    }

    private static StringContent Json(string body) => new(body, new MediaTypeHeaderValue("application/json"));
}
