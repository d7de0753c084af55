using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace ECommerce.WebFrontend;

/// <summary>The listed products at one moment, in each order; immutable. What it is made of, it shares with the lists before and after.</summary>
/// <param name="slots">By product id; also of products that are listed only later.</param>
/// <param name="products">By slot, in blocks of <see cref="SignatureBlock.Size"/>; null where none is listed.</param>
/// <param name="orders">By sort, the slots.</param>
internal sealed class ProductList(
    ConcurrentDictionary<string, int> slots,
    IReadOnlyList<ListedProduct?[]> products,
    IReadOnlyList<SignatureBlock> signatures,
    IReadOnlyList<int[]> orders,
    SalesRanking ranking)
{
    private const int BestSellers = 5;

    private static readonly byte[] Begin = "{\"items\":["u8.ToArray();
    private static readonly byte[] Comma = ","u8.ToArray();

    private readonly KeptAnswers _kept = new(MemoryBounds.Answers);
    private readonly ReadyJson?[] _firstPages = new ReadyJson?[orders.Count * (Bounds.MaximumPage + 1)];
    private readonly Lazy<Dictionary<string, int>> _ranks = new(() => ranking.Products.Index().ToDictionary(it => it.Item.ProductId, it => it.Index));
    private ReadyJson? _best;

    /// <summary>What sold best.</summary>
    public ReadyJson Best => _best ??= BestSellersJson();

    /// <summary>A product that is listed; null when it is not.</summary>
    public ListedProduct? Find(string id) => slots.TryGetValue(id, out var slot) ? At(slot) : null;

    /// <summary>A page. First pages of all products are made once, as long as there is room for them.</summary>
    public ReadyJson Page(ProductQuery query)
    {
        if (!query.IsFirstOfAll)
        {
            return Render(query);
        }

        ref var ready = ref _firstPages[((int)query.Sort * (Bounds.MaximumPage + 1)) + query.Limit];
        if (ready is { } page)
        {
            return page;
        }

        page = Render(query);
        if (page.TryKeepIn(_kept))
        {
            ready = page;
        }

        return page;
    }

    // Who has this ranking as of another time need not get it again.
    private ReadyJson BestSellersJson()
    {
        var answer = BestSellersOf();
        var content = JsonSerializer.SerializeToUtf8Bytes(answer with { AsOf = default }, HttpJson.Options);
        return new([JsonSerializer.SerializeToUtf8Bytes(answer, HttpJson.Options)], ETags.Weak(content)) { Kept = _kept };
    }

    private ReadyJson Render(ProductQuery query)
    {
        var found = Found(query).Take(query.Limit + 1).ToList();
        var page = found.GetRange(0, Math.Min(found.Count, query.Limit));
        var next = found.Count <= query.Limit ? null : ProductCursor.Next(
            query, At(orders[(int)ProductSort.Newest][0])!.Ordinal, page, Place(page[^1], query.Sort));
        var end = next is null ? "]}" : $"],\"next\":{JsonSerializer.Serialize(next)}}}";
        byte[][] parts =
        [
            Begin,
            .. page.SelectMany((product, index) => index == 0 ? [product.Json] : new[] { Comma, product.Json }),
            Encoding.ASCII.GetBytes(end),
        ];
        return new ReadyJson(parts, ETags.Of(Encoding.ASCII.GetBytes(string.Concat(page.Select(product => product.ETag)) + end)));
    }

    private IEnumerable<ListedProduct> Found(ProductQuery query)
    {
        var order = orders[(int)query.Sort];
        var candidates = Candidates(query.Filter);
        var first = query.Cursor?.After is { } after ? after.FirstBehind(order, slot => Place(At(slot)!, query.Sort)) : 0;
        for (var i = first; i < order.Length; i++)
        {
            var slot = order[i];
            if ((candidates[slot / 64] & (1UL << (slot % 64))) != 0
                && At(slot)! is var product
                && query.Cursor?.Leaves(product) != false
                && query.Filter.Matches(product))
            {
                yield return product;
            }
        }
    }

    private ulong[] Candidates(ProductFilter filter)
    {
        var groups = filter.SignatureGroups();
        var candidates = new ulong[signatures.Count * SignatureBlock.Width];
        for (var block = 0; block < signatures.Count; block++)
        {
            signatures[block].Select(groups, candidates.AsSpan(block * SignatureBlock.Width, SignatureBlock.Width));
        }

        return candidates;
    }

    private ProductPlace Place(ListedProduct product, ProductSort sort) => sort == ProductSort.Best
        ? new(_ranks.Value.GetValueOrDefault(product.View.Id, int.MaxValue), -product.Ordinal)
        : ProductPlace.Of(product, sort);

    private ListedProduct? At(int slot) =>
        slot / SignatureBlock.Size < products.Count ? products[slot / SignatureBlock.Size][slot % SignatureBlock.Size] : null;

    private BestSellersAnswer BestSellersOf()
    {
        var items = ranking.Products
            .Select(sales => (Sales: sales, Product: Find(sales.ProductId)))
            .Where(item => item.Product is not null)
            .Take(BestSellers)
            .Select((item, index) => new BestSeller(index + 1, item.Sales.UnitsSold, item.Product!.Whole));
        return new(ranking.AsOf, (int)Bounds.BestSellerWindow.TotalHours, [.. items]);
    }
}

/// <summary>What sold best in the hours before <paramref name="AsOf"/>, most first.</summary>
internal sealed record BestSellersAnswer(DateTimeOffset AsOf, int WindowHours, IReadOnlyList<BestSeller> Items);

/// <summary>A product and the units that were sold of it, net of cancellations.</summary>
internal sealed record BestSeller(int Rank, long UnitsSold, ProductView Product);
