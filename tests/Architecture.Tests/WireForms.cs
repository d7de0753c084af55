using System.Text.Json;
using ECommerce.WebFrontend;

namespace ECommerce.Architecture.Tests;

/// <summary>
/// How each view looks to those who have called the shop before. Golden files are never edited: a view may gain a member,
/// in a new golden file beside the others, but what stands there stays.
/// </summary>
public sealed class WireForms
{
    // Oldest first.
    private static readonly IReadOnlyList<JsonElement> Known = [.. Golden.Lines("views").Select(line => JsonDocument.Parse(line).RootElement)];

    [Fact]
    public void Views_look_as_the_newest_golden_file_that_has_them_says()
    {
        var newest = Known.GroupBy(Name).ToDictionary(forms => forms.Key, forms => forms.Last().GetRawText());

        Assert.Equal(newest, Samples.Views.ToDictionary(view => view.Key, view => Written(view.Key, view.Value)));
    }

    [Fact]
    public void What_a_view_once_showed_it_shows_still() =>
        Assert.All(Known, old => Golden.IsWithin(
            old.GetProperty("json"), JsonDocument.Parse(Written(Name(old), Samples.Views[Name(old)])).RootElement.GetProperty("json")));

    [Fact]
    public void Every_view_reads_back_as_it_was_written()
    {
        foreach (var view in Samples.Views.Values)
        {
            var json = JsonSerializer.Serialize(view, HttpJson.Options);
            Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize(json, view.GetType(), HttpJson.Options), HttpJson.Options));
        }
    }

    private static string Name(JsonElement golden) => golden.GetProperty("view").GetString()!;

    private static string Written(string view, object json) => JsonSerializer.Serialize(new { view, json }, HttpJson.Options);
}
