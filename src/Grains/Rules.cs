using System.Text;

namespace ECommerce.Grains;

/// <summary>What makes sense in a text or an id, for every noun.</summary>
internal static class Rules
{
    /// <summary>The facts of a refusal that names a field.</summary>
    public static RefusalFacts Broken(string field, string reason) => new(Field: field, Reason: reason);

    /// <summary>1..128 letters, digits, '.', '_' or '-'.</summary>
    public static bool IsId(string id) =>
        id.Length is > 0 and <= Bounds.MaximumIdLength && id.All(c => char.IsLetterOrDigit(c) || c is '.' or '_' or '-');

    /// <summary>1..128 characters that can be shown, without blanks at its ends.</summary>
    public static bool IsSku(string sku) => IsText(sku, 1, Bounds.MaximumIdLength) && sku.Trim().Length == sku.Length;

    /// <summary>So many characters of valid Unicode without control characters.</summary>
    public static bool IsText(string text, int minimum, int maximum) =>
        text.Length >= minimum && text.Length <= maximum && (minimum == 0 || !string.IsNullOrWhiteSpace(text))
        && !text.Any(char.IsControl) && IsUnicode(text);

    /// <summary>So many characters of valid Unicode; of the control characters, only line ends and tabs.</summary>
    public static bool IsLongText(string text, int maximum) =>
        text.Length <= maximum && !text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')) && IsUnicode(text);

    private static bool IsUnicode(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar)
            {
                return false;
            }
        }

        return true;
    }
}
