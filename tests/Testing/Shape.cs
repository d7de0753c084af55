using System.Text.Json;
using System.Text.RegularExpressions;

namespace ECommerce.Testing;

/// <summary>Checks the members of an answer against a line of the contract.</summary>
public static partial class Shape
{
    /// <summary>
    /// Fails unless every member is there with its type: "id:string amount:integer at:time orderId?:string".
    /// More members may be there.
    /// </summary>
    public static JsonElement HasShape(this JsonElement json, string members)
    {
        Assert.Equal(JsonValueKind.Object, json.ValueKind);
        foreach (var member in members.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, type) = (member.Split(':')[0], member.Split(':')[1]);
            var found = json.TryGetProperty(name.TrimEnd('?'), out var value);
            if (!found && name.EndsWith('?'))
            {
                continue;
            }

            Assert.True(found && Is(value, type), $"{member} does not hold in {json.GetRawText()}");
        }

        return json;
    }

    private static bool Is(JsonElement value, string type) => type switch
    {
        "string" => value.ValueKind == JsonValueKind.String,
        "text" => value.ValueKind == JsonValueKind.String && value.GetString()!.Length > 0,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _) && !value.GetRawText().AsSpan().ContainsAny('.', 'e'),
        "number" => value.ValueKind == JsonValueKind.Number,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "time" => value.ValueKind == JsonValueKind.String && UtcTime().IsMatch(value.GetString()!),
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        _ => throw new ArgumentException($"No such type: {type}"),
    };

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$")]
    private static partial Regex UtcTime();
}
