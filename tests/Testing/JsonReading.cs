using System.Text.Json;

namespace ECommerce.Testing;

/// <summary>Short words for reading JSON in assertions.</summary>
public static class JsonReading
{
    public static string Text(this JsonElement json, string member) => json.GetProperty(member).GetString()!;

    public static long Number(this JsonElement json, string member) => json.GetProperty(member).GetInt64();

    public static string Text(this Answer answer, string member) => answer[member].GetString()!;

    public static long Number(this Answer answer, string member) => answer[member].GetInt64();

    public static DateTimeOffset Time(this Answer answer, string member) => answer[member].GetDateTimeOffset();

    /// <summary>The items of a list.</summary>
    public static IReadOnlyList<JsonElement> Items(this Answer answer) => [.. answer["items"].EnumerateArray()];

    /// <summary>The ids of a list's items.</summary>
    public static IReadOnlyList<string> Ids(this Answer answer) => [.. answer.Items().Select(item => item.Text("id"))];

    /// <summary>The cursor of the next page, null on the last.</summary>
    public static string? Next(this Answer answer) =>
        answer.Json.TryGetProperty("next", out var next) && next.ValueKind == JsonValueKind.String ? next.GetString() : null;

    /// <summary>All pages of a list.</summary>
    public static async Task<IReadOnlyList<JsonElement>> AllPages(Func<string?, Task<Answer>> page, int atMost = 1_000)
    {
        var all = new List<JsonElement>();
        string? cursor = null;
        for (var i = 0; i < atMost; i++)
        {
            var answer = await page(cursor);
            all.AddRange(answer.Items());
            cursor = answer.Next();
            if (cursor is null)
            {
                return all;
            }
        }

        throw new InvalidOperationException($"More than {atMost} pages.");
    }
}
