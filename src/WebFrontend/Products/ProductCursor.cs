using System.Buffers.Text;
using System.IO.Compression;

namespace ECommerce.WebFrontend;

/// <summary>
/// Where a product list goes on. A place in the order is enough where no product ever changes its place; otherwise the cursor names the
/// products that were shown. See decision 19.
/// </summary>
internal sealed class ProductCursor
{
    // Before a cursor that names what was shown; the other kind never begins with it.
    private const char Naming = '_';

    /// <summary>The longest cursor that names what was shown, in bytes: with the filters, an address stays shorter than servers accept.</summary>
    private const int MaximumBytes = 4_500;

    /// <summary>The same before it is compressed.</summary>
    private const int MaximumUncompressed = 64 << 10;

    private const int Quality = 4;
    private const int Window = 18;

    private readonly HashSet<long> _shown;
    private readonly long _newest;

    private ProductCursor(ProductPlace? after, long newest, HashSet<long> shown) => (After, _newest, _shown) = (after, newest, shown);

    /// <summary>Only products behind this place are left.</summary>
    public ProductPlace? After { get; }

    /// <summary>Reads a cursor; null: the first page. One that this list did not give ends the request.</summary>
    /// <param name="list">See <see cref="ProductQuery.List"/>.</param>
    public static ProductCursor? Parse(PageQuery page, ProductSort sort, long list)
    {
        if (page.Cursor is { Length: > 0 } text && text[0] == Naming)
        {
            return sort != ProductSort.Newest && Shows(text, sort, list) is { } shown ? shown : throw PageQuery.Refused();
        }

        return page.Read(list, length: 3) is not { } numbers ? null
            : numbers[0] == (long)sort ? new(new(numbers[1], numbers[2]), long.MaxValue, [])
            : throw PageQuery.Refused();
    }

    /// <summary>
    /// Whether a product, if it stands behind <see cref="After"/>, is left to be shown: it was not shown, and was there when the first page
    /// was. What came later is no more on the pages of this list than with a cursor that is a place in the order of creation.
    /// </summary>
    public bool Leaves(ListedProduct product) => product.Ordinal <= _newest && !_shown.Contains(product.Ordinal);

    /// <summary>The cursor behind a page.</summary>
    /// <param name="query">The query of that page.</param>
    /// <param name="newest">The ordinal of the newest product of the list.</param>
    /// <param name="last">The place of the page's last product.</param>
    public static string Next(ProductQuery query, long newest, IEnumerable<ListedProduct> page, ProductPlace last)
    {
        var before = query.Cursor;
        var names = query.Sort != ProductSort.Newest && before?.After is null
            ? Name(query, before?._newest ?? newest, [.. before?._shown ?? [], .. page.Select(product => product.Ordinal)])
            : null;
        return names ?? Cursors.Encode(query.List, (long)query.Sort, last.Key, last.Ordinal);
    }

    // Null: it would be too long.
    private static string? Name(ProductQuery query, long newest, List<long> shown)
    {
        shown.Sort();
        using var gaps = new MemoryStream();
        using var writer = new BinaryWriter(gaps);
        writer.Write7BitEncodedInt64(query.List);
        writer.Write7BitEncodedInt64(newest);
        var previous = 0L;
        foreach (var ordinal in shown)
        {
            writer.Write7BitEncodedInt64(ordinal - previous);
            previous = ordinal;
        }

        var bytes = new byte[MaximumBytes];
        return gaps.Length <= MaximumUncompressed
            && BrotliEncoder.TryCompress(gaps.GetBuffer().AsSpan(0, (int)gaps.Length), bytes, out var written, Quality, Window)
                ? $"{Naming}{(int)query.Sort}{Base64Url.EncodeToString(bytes.AsSpan(0, written))}"
                : null;
    }

    private static ProductCursor? Shows(string text, ProductSort sort, long list)
    {
        var gaps = new byte[MaximumUncompressed];
        if (text.Length < 2 || text[1] != (char)('0' + (int)sort) || text.Length > 2 + Base64Url.GetEncodedLength(MaximumBytes)
            || !Base64Url.IsValid(text.AsSpan(2))
            || !BrotliDecoder.TryDecompress(Base64Url.DecodeFromChars(text.AsSpan(2)), gaps, out var length))
        {
            return null;
        }

        var shown = new HashSet<long>();
        try
        {
            using var reader = new BinaryReader(new MemoryStream(gaps, 0, length));
            if (reader.Read7BitEncodedInt64() != list)
            {
                return null;
            }

            var newest = reader.Read7BitEncodedInt64();
            var previous = 0L;
            while (reader.BaseStream.Position < length)
            {
                previous += reader.Read7BitEncodedInt64();
                shown.Add(previous);
            }

            return new(null, newest, shown);
        }
        catch (Exception malformed) when (malformed is EndOfStreamException or FormatException)
        {
            return null;
        }
    }
}
