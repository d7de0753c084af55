using System.Text.Json;

namespace ECommerce.Architecture.Tests;

/// <summary>
/// How each view looks to those who have called the shop before. The golden file is never edited: a view may gain a member,
/// in a new golden file beside it, but what stands there stays.
/// </summary>
public sealed class WireForms
{
    [Fact]
    public async Task Views_look_as_they_always_did()
    {
        var golden = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Golden", "views.v1.jsonl"));

        Assert.Equal(golden.TrimEnd(), string.Join('\n', Samples.Views.Select(view => JsonSerializer.Serialize(new { view = view.Key, json = view.Value }, ViewJson.Options))));
    }

    [Fact]
    public void Every_view_reads_back_as_it_was_written()
    {
        foreach (var view in Samples.Views.Values)
        {
            var json = JsonSerializer.Serialize(view, ViewJson.Options);
            Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize(json, view.GetType(), ViewJson.Options), ViewJson.Options));
        }
    }
}
