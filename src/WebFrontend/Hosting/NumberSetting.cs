using System.Globalization;

namespace ECommerce.WebFrontend;

/// <summary>A setting that is a whole number within bounds.</summary>
/// <param name="Key">Its name in the configuration.</param>
/// <param name="Default">Its value when it is not set.</param>
internal sealed record NumberSetting(string Key, int Default, int Least, int Most)
{
    /// <summary>Which of these is no number within its bounds; null: none.</summary>
    public static string? Refuse(IConfiguration configuration, params ReadOnlySpan<NumberSetting> settings)
    {
        foreach (var setting in settings)
        {
            if (setting.Read(configuration) is null)
            {
                return $"{setting.Key} is not a whole number from {setting.Least} to {setting.Most}.";
            }
        }

        return null;
    }

    /// <summary>Its value, which was checked when the program started.</summary>
    public int Of(IConfiguration configuration) => Read(configuration)!.Value;

    private int? Read(IConfiguration configuration) =>
        configuration[Key] is not { Length: > 0 } text ? Default
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= Least && number <= Most ? number
        : null;
}
