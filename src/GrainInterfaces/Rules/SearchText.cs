using System.Text;
using ICU4N.Text;

namespace ECommerce.GrainInterfaces;

/// <summary>
/// The form in which texts are compared: Unicode's NFKC_Casefold. Neither case nor width matters, nor whether a Hangul syllable or an
/// accented letter is written as one character or as its parts.
/// </summary>
public static class SearchText
{
    // Not String.Normalize, which changes nothing here: the shop runs without the system's ICU.
    private static readonly Normalizer2 Unicode = Normalizer2.GetInstance(null, "nfkc_cf", Normalizer2Mode.Compose);

    /// <summary>A text in that form.</summary>
    public static string Fold(string text) => Ascii.IsValid(text) ? text.ToLowerInvariant() : Unicode.Normalize(text);

    /// <summary>The words of a text, each once, in that form.</summary>
    public static IReadOnlyList<string> Words(string text) =>
        [.. Fold(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];
}
