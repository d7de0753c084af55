using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text;
using System.Text.Json;

namespace ECommerce.WebFrontend;

/// <summary>
/// The catalogue at one moment; immutable. Sorted lists and rendered pages are made when they are first asked for, and pages are
/// served as ready bytes from then on.
/// </summary>
internal sealed class ProductList
{
    /// <summary>How many rendered pages are kept.</summary>
    private const int MaximumPages = 1_000;

    private readonly ListedProduct[] _products;
    private readonly FrozenDictionary<string, long> _positions;
    private readonly Lazy<ListedProduct[]>[] _sorted;
    private readonly ConcurrentDictionary<ProductQuery, RenderedPage> _pages = new();
    private int _pageCount;

    public ProductList(IReadOnlyDictionary<string, ListedProduct> products, SalesRanking ranking)
    {
        (Products, Ranking) = (products, ranking);
        _products = [.. products.Values];
        _positions = ranking.Products.Index().ToFrozenDictionary(ranked => ranked.Item.ProductId, ranked => (long)ranked.Index);
        _sorted = [.. Enum.GetValues<ProductSort>().Select(sort => new Lazy<ListedProduct[]>(() => Sorted(sort)))];
    }

    /// <summary>By product id.</summary>
    public IReadOnlyDictionary<string, ListedProduct> Products { get; }

    /// <summary>What sold best.</summary>
    public SalesRanking Ranking { get; }

    /// <summary>A page as ready bytes.</summary>
    public RenderedPage Page(ProductQuery query)
    {
        if (_pages.TryGetValue(query, out var ready))
        {
            return ready;
        }

        var page = Render(query);
        if (Volatile.Read(ref _pageCount) < MaximumPages && _pages.TryAdd(query, page))
        {
            Interlocked.Increment(ref _pageCount);
        }

        return page;
    }

    private RenderedPage Render(ProductQuery query)
    {
        var matching = _sorted[(int)query.Sort].Value.Where(product => query.Matches(product.View));
        if (query.Cursor is { } cursor)
        {
            matching = matching.SkipWhile(product => Rank(product, query.Sort).CompareTo((cursor.Key, cursor.Ordinal)) <= 0);
        }

        var items = matching.Take(query.Limit + 1).ToList();
        var body = new ArrayBufferWriter<byte>(4096);
        body.Write("{\"items\":["u8);
        for (var i = 0; i < Math.Min(items.Count, query.Limit); i++)
        {
            body.Write(i == 0 ? ""u8 : ","u8);
            body.Write(items[i].Json);
        }

        body.Write("],\"next\":"u8);
        body.Write(items.Count <= query.Limit ? "null"u8 : Encoding.ASCII.GetBytes(JsonSerializer.Serialize(Next(items[query.Limit - 1], query.Sort))));
        body.Write("}"u8);
        return new RenderedPage(body.WrittenSpan.ToArray(), ETags.Of(body.WrittenSpan));
    }

    private string Next(ListedProduct last, ProductSort sort)
    {
        var (key, ordinal) = Rank(last, sort);
        return Cursors.Encode((long)sort, key, ordinal);
    }

    private ListedProduct[] Sorted(ProductSort sort) => [.. _products.OrderBy(product => Rank(product, sort))];

    /// <summary>The place of a product in the order: first the key of the sort, then newest first.</summary>
    private (long Key, long Ordinal) Rank(ListedProduct product, ProductSort sort) => sort switch
    {
        ProductSort.Newest => (0, -product.Ordinal),
        ProductSort.CheapestFirst => (product.View.Price, -product.Ordinal),
        ProductSort.DearestFirst => (-product.View.Price, -product.Ordinal),
        ProductSort.Best => (_positions.GetValueOrDefault(product.View.Id, long.MaxValue), -product.Ordinal),
    };
}

/// <summary>A product in the list, with its JSON as ready bytes.</summary>
internal sealed class ListedProduct(long ordinal, ProductView view)
{
    private byte[]? _json;

    public long Ordinal { get; } = ordinal;

    public ProductView View { get; } = view;

    public byte[] Json => _json ??= JsonSerializer.SerializeToUtf8Bytes(View, HttpJson.Options);
}

/// <summary>A rendered page.</summary>
internal sealed record RenderedPage(byte[] Body, string ETag);
