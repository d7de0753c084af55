using System.Text.Json;

namespace ECommerce.Architecture.Tests;

/// <summary>Files that are never edited: what is new goes into a new one beside them.</summary>
internal static class Golden
{
    /// <summary>The lines of all versions of a file, oldest first.</summary>
    /// <param name="name">The part before <c>.v1</c>.</param>
    public static IReadOnlyList<string> Lines(string name) =>
        [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Golden"), $"{name}.v*")
            .OrderBy(file => file.Length).ThenBy(file => file, StringComparer.Ordinal)
            .SelectMany(File.ReadLines)
            .Where(line => line.Length > 0)];

    /// <summary>Fails, and says what to write into a new version, when something is in none yet.</summary>
    public static void Holds(string name, IEnumerable<string> missing)
    {
        var lines = missing.ToList();
        Assert.True(lines.Count == 0, $"These lines belong into a new version of Golden/{name}:\n{string.Join('\n', lines)}");
    }

    /// <summary>What stands in the old form stands in the new one, with the same value. A member that was null may be absent: it has no value either way.</summary>
    public static void IsWithin(JsonElement old, JsonElement now)
    {
        switch (old.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in old.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null || now.TryGetProperty(member.Name, out _)))
                {
                    IsWithin(member.Value, now.GetProperty(member.Name));
                }

                break;
            case JsonValueKind.Array:
                Assert.Equal(old.GetArrayLength(), now.GetArrayLength());
                foreach (var (before, after) in old.EnumerateArray().Zip(now.EnumerateArray()))
                {
                    IsWithin(before, after);
                }

                break;
            default:
                Assert.Equal(old.GetRawText(), now.GetRawText());
                break;
        }
    }
}
