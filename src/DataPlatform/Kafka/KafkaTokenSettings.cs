namespace ECommerce.DataPlatform.Kafka;

/// <summary>
/// The settings of librdkafka's <c>sasl.oauthbearer.method=oidc</c>. The shop asks for the tokens itself: distributions build
/// librdkafka without the HTTP client that it would need.
/// </summary>
public sealed record KafkaTokenSettings(Uri Endpoint, string ClientId, string ClientSecret, string? Scope, IDictionary<string, string> Extensions)
{
    private const string Prefix = "sasl.oauthbearer.";
    private const string Method = Prefix + "method";

    /// <summary>Takes them out of the client's settings; null: they are not there.</summary>
    /// <exception cref="InvalidOperationException">One is missing or wrong.</exception>
    internal static KafkaTokenSettings? TakeFrom(Dictionary<string, string> client)
    {
        if (!client.GetValueOrDefault(Method, "").Equals("oidc", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        client.Remove(Method);
        var endpoint = Take(client, "token.endpoint.url");
        return new(
            Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"
                ? uri
                : throw new InvalidOperationException($"{KafkaSettings.Section}:Config:{Prefix}token.endpoint.url is no HTTP address."),
            Take(client, "client.id"),
            Take(client, "client.secret"),
            client.Remove(Prefix + "scope", out var scope) ? scope : null,
            client.Remove(Prefix + "extensions", out var extensions) ? Pairs(extensions) : new Dictionary<string, string>());
    }

    /// <summary>Says no secret.</summary>
    public override string ToString() => $"{ClientId} at {Endpoint}";

    private static string Take(Dictionary<string, string> client, string name) =>
        client.Remove(Prefix + name, out var value) && value.Length > 0
            ? value
            : throw new InvalidOperationException($"{KafkaSettings.Section}:Config:{Prefix}{name} is missing: {Method}=oidc needs it.");

    private static Dictionary<string, string> Pairs(string text) => text
        .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(pair => pair.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair.Length == 2 ? pair[1] : "", StringComparer.Ordinal);
}
