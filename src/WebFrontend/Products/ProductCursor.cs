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

    private static readonly HashSet<long> Nothing = [];

    private ProductCursor(ProductPlace? after, HashSet<long> shown) => (After, Shown) = (after, shown);

    /// <summary>Only products behind this place are left.</summary>
    public ProductPlace? After { get; }

    /// <summary>By ordinal, the products that are not to be shown again.</summary>
    public IReadOnlySet<long> Shown { get; }

    /// <summary>Reads a cursor; null: the first page. One that this list did not give ends the request.</summary>
    public static ProductCursor? Parse(PageQuery page, ProductSort sort)
    {
        if (page.Cursor is { Length: > 0 } text && text[0] == Naming)
        {
            return sort != ProductSort.Newest && Shows(text, sort) is { } shown ? new(null, shown) : throw PageQuery.Malformed();
        }

        return page.Read(length: 3) is not { } numbers ? null
            : numbers[0] == (long)sort ? new(new(numbers[1], numbers[2]), Nothing)
            : throw PageQuery.Malformed();
    }

    /// <summary>The cursor behind a page.</summary>
    /// <param name="before">The cursor of that page.</param>
    /// <param name="last">The place of its last product.</param>
    public static string Next(ProductSort sort, ProductCursor? before, IEnumerable<ListedProduct> page, ProductPlace last) =>
        sort != ProductSort.Newest && before?.After is null && Name(sort, [.. before?.Shown ?? Nothing, .. page.Select(product => product.Ordinal)]) is { } text
            ? text
            : Cursors.Encode((long)sort, last.Key, last.Ordinal);

    private static string? Name(ProductSort sort, List<long> shown)
    {
        shown.Sort();
        using var gaps = new MemoryStream();
        using var writer = new BinaryWriter(gaps);
        var previous = 0L;
        foreach (var ordinal in shown)
        {
            writer.Write7BitEncodedInt64(ordinal - previous);
            previous = ordinal;
        }

        var bytes = new byte[MaximumBytes];
        return gaps.Length <= MaximumUncompressed
            && BrotliEncoder.TryCompress(gaps.GetBuffer().AsSpan(0, (int)gaps.Length), bytes, out var written, Quality, Window)
                ? $"{Naming}{(int)sort}{Base64Url.EncodeToString(bytes.AsSpan(0, written))}"
                : null;
    }

    private static HashSet<long>? Shows(string text, ProductSort sort)
    {
        var gaps = new byte[MaximumUncompressed];
        if (text.Length < 2 || text[1] != (char)('0' + (int)sort) || text.Length > 2 + Base64Url.GetEncodedLength(MaximumBytes)
            || !Base64Url.IsValid(text.AsSpan(2))
            || !BrotliDecoder.TryDecompress(Base64Url.DecodeFromChars(text.AsSpan(2)), gaps, out var length))
        {
            return null;
        }

        var shown = new HashSet<long>();
        var previous = 0L;
        try
        {
            using var reader = new BinaryReader(new MemoryStream(gaps, 0, length));
            while (reader.BaseStream.Position < length)
            {
                previous += reader.Read7BitEncodedInt64();
                shown.Add(previous);
            }
        }
        catch (Exception malformed) when (malformed is EndOfStreamException or FormatException)
        {
            return null;
        }

        return shown;
    }
}
