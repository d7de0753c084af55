using System.Globalization;
using System.Text.RegularExpressions;

namespace ECommerce.WebFrontend.Import;

/// <summary>
/// Reads the numbers of an export, in which a point begins the decimals; null where a field is not usable. What one country reads as
/// another number than the next is not usable: a number with a comma, and one to three digits with three decimals, such as 1.000.
/// </summary>
internal static partial class ShopifyNumbers
{
    private const int Decimals = 4;
    private const decimal LargestPrice = 1_000_000_000_000;

    /// <summary>The price in whole won, halves away from zero. A price above zero that would round to zero is not usable.</summary>
    public static long? Won(string price, decimal wonPerUnit)
    {
        if (Number(price) is not { } units || units.Scale > Decimals || units > LargestPrice)
        {
            return null;
        }

        var won = Math.Round(units * wonPerUnit, MidpointRounding.AwayFromZero);
        return won <= Bounds.MaximumPrice && (won > 0 || units == 0) ? (long)won : null;
    }

    /// <summary>Units on hand. A shop that sold more than it had exports a negative number, which counts as none.</summary>
    public static long? Stock(string quantity) =>
        Number(quantity.StartsWith('-') ? quantity[1..] : quantity) is { } units && decimal.IsInteger(units) && units <= Bounds.MaximumStock
            ? quantity.StartsWith('-') ? 0 : (long)units
            : null;

    private static decimal? Number(string text) =>
        Plain.IsMatch(text) && !Ambiguous.IsMatch(text)
            && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    [GeneratedRegex(@"^([0-9]+(\.[0-9]*)?|\.[0-9]+)\z")]
    private static partial Regex Plain { get; }

    [GeneratedRegex(@"^[1-9][0-9]{0,2}\.[0-9]{3}\z")]
    private static partial Regex Ambiguous { get; }
}
