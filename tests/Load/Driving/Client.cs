using System.Net;
using System.Text.Json;

namespace ECommerce.Load;

/// <summary>Whoever calls: an id, and a token signed for it.</summary>
internal readonly record struct User(string Id, string Token)
{
    public static User Of(string id) => new(id, "Bearer " + SignedToken.For(id));

    /// <summary>So many whom nobody knows yet.</summary>
    public static User[] New(int count) => [.. Enumerable.Range(0, count).Select(_ => Of(Some.UserId()))];
}

/// <summary>An answer, read to its end. Status 0: none came.</summary>
/// <param name="RetryAfter">In how long to come again; null: it is not told.</param>
internal readonly record struct Reply(int Status, byte[] Body, TimeSpan? RetryAfter = null)
{
    /// <summary>Whether the same call may be made again: nothing came of it, or it is not known what.</summary>
    public bool MayBeRepeated => Status is 0 or 429 or 502 or 503 or 504;

    /// <summary>Proves a place in a waiting room with the next call; null: the caller was not told to wait for one.</summary>
    public string? Ticket => Status == 503 ? Text("ticket") : null;

    /// <summary>A text that the body has by this name; null: it has none, or is no JSON, such as the page of a proxy.</summary>
    public string? Text(string member)
    {
        try
        {
            using var json = JsonDocument.Parse(Body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Sends requests to one server, on this machine unless it is said otherwise, over as many keep-alive connections as calls are under way.</summary>
internal sealed class Client : IDisposable
{
    private readonly Uri _address;
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        MaxConnectionsPerServer = Limits.Connections,
    });

    /// <param name="mayBeElsewhere">True: whoever runs the server has said that it may be put under load.</param>
    public Client(Uri address, bool mayBeElsewhere = false)
    {
        if (!address.IsLoopback && !mayBeElsewhere)
        {
            throw new ArgumentException($"Load is made on this machine only, and {address} is another.");
        }

        _address = address;
    }

    public async Task<Reply> Send(HttpMethod method, string path, User? user = null, byte[]? body = null, string? key = null, string? ticket = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(_address, path));
        if (user is { } caller)
        {
            request.Headers.TryAddWithoutValidation("Authorization", caller.Token);
            request.Headers.TryAddWithoutValidation(RivalServer.User, caller.Id);
        }

        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        if (ticket is not null)
        {
            request.Headers.TryAddWithoutValidation(PatientClaims.Header, ticket);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        }

        try
        {
            using var answer = await _http.SendAsync(request, CancellationToken.None).WaitAsync(Limits.Patience).ConfigureAwait(false);
            return new(
                (int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync().WaitAsync(Limits.Patience).ConfigureAwait(false), answer.Headers.RetryAfter?.Delta);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or TimeoutException)
        {
            return new(0, []);
        }
    }

    public void Dispose() => _http.Dispose();
}
