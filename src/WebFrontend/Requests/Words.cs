using System.Text.Json;

namespace ECommerce.WebFrontend;

/// <summary>The words of enums as JSON, queries and files have them: <c>awaiting_payment</c>.</summary>
internal static class Words
{
    /// <summary>The word of a value.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>The value of a word that a rule has let through; null: none.</summary>
    public static T? Read<T>(string? word)
        where T : struct, Enum => word is null ? null : Enum.GetValues<T>().Single(value => Of(value) == word);
}
