using System.Globalization;
using System.Text.RegularExpressions;

namespace ECommerce.WebFrontend;

/// <summary>
/// Times as RFC 3339 has them: with seconds, and with a <c>Z</c> or an offset, since a time without one would be read as local to the
/// server. A leap second is read as the first instant after it, as most clocks count it.
/// </summary>
internal static partial class Rfc3339
{
    /// <summary>Reads a time. False: it is none, or lies outside the years 1 to 9999 in UTC.</summary>
    public static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        if (Form().Match(text) is not { Success: true } match)
        {
            return false;
        }

        int Number(string part) => match.Groups[part] is { Success: true } found ? int.Parse(found.ValueSpan, CultureInfo.InvariantCulture) : 0;
        var (year, month, day, hour, minute, second) = (Number("year"), Number("month"), Number("day"), Number("hour"), Number("minute"), Number("second"));
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 60 || Number("hours") > 23 || Number("minutes") > 59)
        {
            return false;
        }

        var offset = new TimeSpan(Number("hours"), Number("minutes"), 0).Ticks * (match.Groups["sign"].Value == "-" ? -1 : 1);
        var ticks = new DateTime(year, month, day, hour, minute, 0).Ticks + second * TimeSpan.TicksPerSecond
            + Fraction(match.Groups["fraction"].ValueSpan) - offset;
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        time = new DateTimeOffset(ticks, TimeSpan.Zero);
        return second < 60 || time is { Day: 1, Hour: 0, Minute: 0, Second: 0 };
    }

    private static long Fraction(ReadOnlySpan<char> digits)
    {
        var ticks = 0L;
        for (var i = 0; i < 7; i++)
        {
            ticks = ticks * 10 + (i < digits.Length ? digits[i] - '0' : 0);
        }

        return ticks;
    }

    [GeneratedRegex(
        @"^(?<year>[0-9]{4})-(?<month>[0-9]{2})-(?<day>[0-9]{2})[Tt](?<hour>[0-9]{2}):(?<minute>[0-9]{2}):(?<second>[0-9]{2})"
        + @"(\.(?<fraction>[0-9]+))?([Zz]|(?<sign>[+-])(?<hours>[0-9]{2}):(?<minutes>[0-9]{2}))\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
