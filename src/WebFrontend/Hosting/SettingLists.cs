namespace ECommerce.WebFrontend;

/// <summary>Settings that are lists: numbered ones, <c>Cors:Origins:0</c>, or one text with commas between.</summary>
internal static class SettingLists
{
    public static IReadOnlyList<string> Of(IConfiguration configuration, string key) =>
        [.. configuration.GetSection(key).GetChildren().Select(child => child.Value).Append(configuration[key])
            .SelectMany(text => (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
}
