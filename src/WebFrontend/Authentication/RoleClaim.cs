using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;

namespace ECommerce.WebFrontend;

/// <summary>
/// The claim that holds the roles of a token: one role, or a list of them. Its name may lead into objects with dots,
/// <c>realm_access.roles</c>, and names may contain dots themselves, <c>https://shop.example/roles</c>.
/// </summary>
internal sealed class RoleClaim(string name)
{
    private const string Setting = "Authentication:RoleClaim";

    /// <summary>As it is configured.</summary>
    public string Name => name;

    public static RoleClaim Of(IConfiguration configuration) => new(configuration[Setting] is { Length: > 0 } name ? name : "role");

    /// <summary>Why no token would have a role; null: one may.</summary>
    public static string? RefuseToStart(IConfiguration configuration) =>
        configuration[Setting] is { Length: > 0 } name && name.Trim() != name ? $"{Setting} is blank, or has blanks at its ends, as no claim has." : null;

    /// <summary>The roles of a token.</summary>
    public IEnumerable<string> RolesOf(JsonWebToken token) =>
        !token.TryGetPayloadValue<object>(name, out var value) ? Texts(Search(name, part => Member(token, part)))
        : value is string role ? [role]
        : Texts(value as JsonElement?);

    private static JsonElement? Member(JsonWebToken token, string name) =>
        token.TryGetPayloadValue<JsonElement>(name, out var value) ? value : null;

    private static JsonElement? Member(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) ? member : null;

    /// <summary>What a path leads to; each of its dots may be the end of the first name.</summary>
    private static JsonElement? Search(string path, Func<string, JsonElement?> member)
    {
        for (var dot = path.IndexOf('.'); dot >= 0; dot = path.IndexOf('.', dot + 1))
        {
            var rest = path[(dot + 1)..];
            if (member(path[..dot]) is { } inner && (Member(inner, rest) ?? Search(rest, part => Member(inner, part))) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static IEnumerable<string> Texts(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.String } text => [text.GetString()!],
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray()
            .Where(element => element.ValueKind == JsonValueKind.String)
            .Select(element => element.GetString()!),
        _ => [],
    };
}
