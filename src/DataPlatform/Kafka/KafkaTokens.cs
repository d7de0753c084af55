using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;

namespace ECommerce.DataPlatform.Kafka;

/// <summary>Gets access tokens for SASL/OAUTHBEARER from an identity provider (OAuth 2.0 client credentials).</summary>
internal sealed class KafkaTokens(KafkaTokenSettings settings, TimeProvider time, ILogger logger) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = KafkaBounds.TokenRequest };

    /// <summary>Called by the client on its own thread whenever it needs a token; it asks again by itself after a failure.</summary>
    public void Refresh(IClient client, string config)
    {
        try
        {
            var asked = time.GetUtcNow();
            var (token, lifetime) = Ask();
            client.OAuthBearerSetToken(token, (asked + lifetime).ToUnixTimeMilliseconds(), settings.ClientId, settings.Extensions);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or JsonException or InvalidDataException or KafkaException)
        {
            logger.LogWarning("No access token for Kafka from {Endpoint}: {Reason}", settings.Endpoint, e.Message);
            client.OAuthBearerSetTokenFailure(e.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    internal (string Token, TimeSpan Lifetime) Ask()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.Endpoint);
        var secret = $"{Uri.EscapeDataString(settings.ClientId)}:{Uri.EscapeDataString(settings.ClientSecret)}";
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)));
        var form = new List<KeyValuePair<string, string>> { new("grant_type", "client_credentials") };
        if (settings.Scope is { } scope)
        {
            form.Add(new("scope", scope));
        }

        request.Content = new FormUrlEncodedContent(form);
        using var response = _http.Send(request);
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException(string.Create(CultureInfo.InvariantCulture, $"it answered {(int)response.StatusCode}"));
        }

        using var answer = JsonDocument.Parse(response.Content.ReadAsStream());
        return answer.RootElement.ValueKind == JsonValueKind.Object
            && answer.RootElement.TryGetProperty("access_token", out var token) && token.ValueKind == JsonValueKind.String
            && answer.RootElement.TryGetProperty("expires_in", out var seconds) && seconds.TryGetInt64(out var lifetime) && lifetime > 0
                ? (token.GetString()!, TimeSpan.FromSeconds(lifetime))
                : throw new InvalidDataException("its answer has no access_token with an expires_in");
    }
}
