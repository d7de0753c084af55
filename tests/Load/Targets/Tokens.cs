using System.Text;
using System.Text.Json;

namespace ECommerce.Load;

/// <summary>Where tokens for an installation come from: a key that it knows, or its own <c>POST /dev/tokens</c>.</summary>
/// <param name="Operator">A token with the role admin; null: one is made like those of users.</param>
/// <param name="Key">The key with which tokens are signed, in base64; null: the installation gives them.</param>
internal sealed record Tokens(string? Operator, string? Key, string Issuer, string Audience)
{
    /// <summary>Somebody with a token.</summary>
    public async Task<User> For(string id, bool isOperator, Client client)
    {
        if (isOperator && Operator is not null)
        {
            return new(id, "Bearer " + Operator);
        }

        return new(id, "Bearer " + (Key is not null ? Signed(id, isOperator, Convert.FromBase64String(Key)) : await Given(id, isOperator, client)));
    }

    private string Signed(string id, bool isOperator, byte[] key) => SignedToken.With(
        new Dictionary<string, object?> { ["kid"] = null },
        new Dictionary<string, object?> { ["sub"] = id, ["iss"] = Issuer, ["aud"] = Audience, ["role"] = isOperator ? "admin" : null },
        key);

    private static async Task<string> Given(string id, bool isOperator, Client client)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"user":"{{id}}","admin":{{(isOperator ? "true" : "false")}}}""");
        var reply = await Eventually.Ask(() => client.Send(HttpMethod.Post, "/dev/tokens", body: body), reply => reply.Status is not (429 or 503), Limits.Patience);
        return reply.Status == 200
            ? JsonDocument.Parse(reply.Body).RootElement.GetProperty("token").GetString()!
            : throw new ArgumentException($"The installation gives no tokens (POST /dev/tokens was answered {reply.Status}): a signing key is needed.");
    }
}
