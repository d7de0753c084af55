using System.Buffers.Text;
using System.ComponentModel;
using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace ECommerce.WebFrontend;

/// <summary>A page of a list.</summary>
/// <param name="Next">Give it back as <c>cursor</c> to get the next page; null on the last one.</param>
internal sealed record PagedList<T>(IReadOnlyList<T> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);

/// <summary>A list without pages.</summary>
internal sealed record FullList<T>(IReadOnlyList<T> Items);

/// <summary>Which page a caller asks for.</summary>
/// <param name="Cursor">The <c>next</c> of the page before; empty or absent: the first page.</param>
internal sealed record PageQuery(
    [property: FromQuery(Name = "limit"), Between(1, Bounds.MaximumPage), DefaultValue(Bounds.DefaultPage), Description("Items on a page, at most.")] int? Limit = null,
    [property: FromQuery(Name = "cursor"), Description("The `next` of the page before; without it, the first page.")] string? Cursor = null)
{
    /// <summary>How many items the page has at most.</summary>
    public int Size => Limit ?? Bounds.DefaultPage;

    /// <summary>The cursor of a list that is sorted newest first; null: the first page.</summary>
    public long? Before => Read(length: 1) switch
    {
        null => null,
        [> 0 and var before] => before,
        _ => throw Malformed(),
    };

    /// <summary>The numbers of the cursor; null: the first page.</summary>
    public long[]? Read(int length) =>
        string.IsNullOrEmpty(Cursor) ? null
        : Cursors.Decode(Cursor) is { } numbers && numbers.Length == length ? numbers
        : throw Malformed();

    public static ProblemException Malformed() => new(Problem.Malformed("The cursor is none that this list gave."));
}

/// <summary>Writes and reads cursors: opaque text to callers, numbers to us.</summary>
internal static class Cursors
{
    private const int MaximumLength = 100;

    public static PagedList<T> ToPagedList<T>(this Page<T> page) => new(page.Items, page.Next is { } next ? Encode(next) : null);

    /// <summary>Numbers as a cursor.</summary>
    public static string Encode(params long[] numbers) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Join('.', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)))));

    /// <summary>The numbers of a cursor; null when it is none of ours.</summary>
    public static long[]? Decode(string cursor)
    {
        if (cursor.Length > MaximumLength || !Base64Url.IsValid(cursor))
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
}
