using System.Buffers.Binary;
using System.Buffers.Text;
using System.ComponentModel;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Mvc;

namespace ECommerce.WebFrontend;

/// <summary>A page of a list.</summary>
/// <param name="Next">Give it back as <c>cursor</c> to get the next page; absent on the last one.</param>
internal sealed record PagedList<T>(IReadOnlyList<T> Items, string? Next = null);

/// <summary>A list without pages.</summary>
internal sealed record FullList<T>(IReadOnlyList<T> Items);

/// <summary>Which page a caller asks for.</summary>
/// <param name="Request">Names the list, see <see cref="List"/>.</param>
/// <param name="Cursor">The <c>next</c> of the page before; empty or absent: the first page.</param>
internal sealed record PageQuery(
    HttpRequest Request,
    [property: FromQuery(Name = "limit"), Between(1, Bounds.MaximumPage), DefaultValue(Bounds.DefaultPage), Description("Items on a page, at most.")] int? Limit = null,
    [property: FromQuery(Name = "cursor"), Description("The `next` of the page before, with the same filters; without it, the first page.")] string? Cursor = null)
{
    /// <summary>How many items the page has at most.</summary>
    public int Size => Limit ?? Bounds.DefaultPage;

    /// <summary>The cursor of a list that is sorted newest first; null: the first page.</summary>
    public long? Before => Read(List, length: 1) switch
    {
        null => null,
        [> 0 and var before] => before,
        _ => throw Refused(),
    };

    /// <summary>
    /// Tells lists apart, so that a cursor is good for the list that gave it only: a number made of the path and the filters. The order is
    /// no part of it, since cursors of lists with several orders name it themselves.
    /// </summary>
    public long List
    {
        get
        {
            var filters = Request.Query.Where(asked => asked.Key is not ("limit" or "cursor" or "sort") && !string.IsNullOrEmpty(asked.Value))
                .OrderBy(asked => asked.Key, StringComparer.Ordinal)
                .Select(asked => $"{asked.Key}={string.Join('&', asked.Value.ToArray())}");
            return BinaryPrimitives.ReadInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', filters.Prepend(Request.Path.Value!)))));
        }
    }

    /// <summary>The numbers of the cursor; null: the first page.</summary>
    /// <param name="list">The list that must have given it.</param>
    public long[]? Read(long list, int length) =>
        string.IsNullOrEmpty(Cursor) ? null
        : Cursors.Decode(Cursor) is [var given, .. var numbers] && given == list && numbers.Length == length ? numbers
        : throw Refused();

    public static ProblemException Refused() => new(Problem.Invalid("cursor", "is none that this list gave, with these filters in this order"));
}

/// <summary>Writes and reads cursors: opaque text to callers, numbers to us.</summary>
internal static class Cursors
{
    private const int MaximumLength = 100;

    /// <summary>A page of the list that was asked for.</summary>
    public static PagedList<T> ToPagedList<T>(this Page<T> page, PageQuery asked) =>
        new(page.Items, page.Next is { } next ? Encode(asked.List, next) : null);

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
