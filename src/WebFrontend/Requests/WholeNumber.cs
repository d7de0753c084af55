using System.Globalization;
using System.Numerics;

namespace ECommerce.WebFrontend;

/// <summary>Numbers that are whole by their value, such as <c>1000.0</c> and <c>1e3</c>: JSON has numbers, not integers, and queries follow it.</summary>
internal static class WholeNumber
{
    /// <summary>How JSON writes numbers.</summary>
    public const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Reads one. False: it is none, or out of range.</summary>
    public static bool TryParse<TNumber>(string text, out TNumber number)
        where TNumber : struct, IBinaryInteger<TNumber> => TNumber.TryParse(text, Style, CultureInfo.InvariantCulture, out number);

    /// <inheritdoc cref="TryParse{TNumber}(string, out TNumber)"/>
    public static bool TryParse<TNumber>(ReadOnlySpan<byte> utf8, out TNumber number)
        where TNumber : struct, IBinaryInteger<TNumber> => TNumber.TryParse(utf8, Style, CultureInfo.InvariantCulture, out number);
}
