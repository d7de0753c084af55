using System.Text.Json;

namespace ECommerce.Ledger.Tests;

// The form of the log as operators have always read it. Members may be added; what stands in the golden file stays.
internal static class LogGolden
{
    public static void Holds(IReadOnlyList<LogEntry> lines)
    {
        var golden = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Golden", "log.v1.jsonl"));
        var now = lines.Select(line => $$"""{"action":"{{line.Action}}","before":{{line.Before ?? "null"}},"after":{{line.After ?? "null"}}}""").ToList();
        Assert.True(golden.Length == now.Count, string.Join('\n', now));
        foreach (var (old, written) in golden.Zip(now))
        {
            Assert.True(IsWithin(JsonDocument.Parse(old).RootElement, JsonDocument.Parse(written).RootElement), $"Was: {old}\nIs: {written}");
        }
    }

    private static bool IsWithin(JsonElement old, JsonElement now) => old.ValueKind == now.ValueKind && old.ValueKind switch
    {
        JsonValueKind.Object => old.EnumerateObject().All(member => now.TryGetProperty(member.Name, out var value) && IsWithin(member.Value, value)),
        JsonValueKind.Array => old.GetArrayLength() == now.GetArrayLength() && old.EnumerateArray().Zip(now.EnumerateArray()).All(pair => IsWithin(pair.First, pair.Second)),
        _ => JsonElement.DeepEquals(old, now),
    };
}
