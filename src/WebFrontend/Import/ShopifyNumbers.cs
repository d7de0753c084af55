using System.Globalization;

namespace ECommerce.WebFrontend.Import;

/// <summary>Reads the numbers of an export; null where a field is not usable.</summary>
internal static class ShopifyNumbers
{
    private const int Decimals = 4;
    private const decimal LargestPrice = 1_000_000_000_000;

    /// <summary>The price in whole won, halves away from zero. A price above zero that would round to zero is not usable.</summary>
    public static long? Won(string price, decimal wonPerUnit)
    {
        if (!decimal.TryParse(price, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var units)
            || units.Scale > Decimals || units > LargestPrice)
        {
            return null;
        }

        var won = Math.Round(units * wonPerUnit, MidpointRounding.AwayFromZero);
        return won <= Bounds.MaximumPrice && (won > 0 || units == 0) ? (long)won : null;
    }

    /// <summary>Units on hand. A shop that sold more than it had exports a negative number, which counts as none.</summary>
    public static long? Stock(string quantity)
    {
        if (quantity == "")
        {
            return 0;
        }

        if (!long.TryParse(quantity, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var units)
            || units > Bounds.MaximumStock)
        {
            return null;
        }

        return Math.Max(0, units);
    }
}
