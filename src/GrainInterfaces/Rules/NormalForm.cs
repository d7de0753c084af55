using System.Text;
using ICU4N.Text;

namespace ECommerce.GrainInterfaces;

/// <summary>Unicode's normal form C, in which all texts are stored and compared: a Hangul syllable is one character and not its parts.</summary>
public static class NormalForm
{
    // Not String.Normalize, which changes nothing here: the shop runs without the system's ICU.
    private static readonly Normalizer2 Unicode = Normalizer2.GetInstance(null, "nfc", Normalizer2Mode.Compose);

    /// <summary>A text in that form. Half a surrogate pair stays as it is.</summary>
    public static string ToNormalForm(this string text) => Ascii.IsValid(text) ? text : Unicode.Normalize(text);
}
