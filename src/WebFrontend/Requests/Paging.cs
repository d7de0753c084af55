using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;

namespace ECommerce.WebFrontend;

/// <summary>A page as it goes over HTTP.</summary>
/// <param name="Next">Give it back as <c>cursor</c> to get the next page; null on the last one.</param>
internal sealed record Listing<T>(IReadOnlyList<T> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);

/// <summary>Everything at once.</summary>
internal sealed record Whole<T>(IReadOnlyList<T> Items);

/// <summary>Reads <c>limit</c> and <c>cursor</c>, writes cursors: opaque text to callers.</summary>
internal static class Paging
{
    public static int Limit(int? limit) => limit switch
    {
        null => Bounds.DefaultPage,
        >= 1 and <= Bounds.MaximumPage => limit.Value,
        _ => throw new ProblemException(Problem.Invalid("limit", $"A limit is 1 to {Bounds.MaximumPage}.")),
    };

    public static long? Before(string? cursor)
    {
        if (string.IsNullOrEmpty(cursor))
        {
            return null;
        }

        return Decode(cursor) is { Length: 1 } numbers && numbers[0] > 0
            ? numbers[0]
            : throw Malformed();
    }

    public static Listing<T> ToListing<T>(this Page<T> page) => new(page.Items, page.Next is { } next ? Encode(next) : null);

    /// <summary>Numbers as a cursor.</summary>
    public static string Encode(params long[] numbers) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Join('.', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)))));

    /// <summary>The numbers of a cursor; null when it is none of ours.</summary>
    public static long[]? Decode(string cursor)
    {
        if (cursor.Length is 0 or > 100 || !Base64Url.IsValid(cursor))
        {
            return null;
        }

        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor)).Split('.');
        var numbers = new long[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!long.TryParse(parts[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return null;
            }
        }

        return numbers;
    }

    public static ProblemException Malformed() => new(Problem.Malformed("The cursor is none that this list gave."));
}
