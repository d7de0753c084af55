using System.Collections.Concurrent;

namespace ECommerce.Grains;

/// <summary>
/// Prices the lines of an order: from the memory of the products where it is known which product sells a sku, otherwise from
/// the ledger. A price in memory may be older than the ledger's; the ledger then refuses the order by <see cref="Guard.Price"/>.
/// One per silo.
/// </summary>
internal sealed class LinePrices(ILedger ledger)
{
    // Beyond these, the product of a sku is read each time.
    private const int KnownSkus = 1_000_000;

    private readonly ConcurrentDictionary<string, string> _productOfSku = new(StringComparer.Ordinal);

    /// <summary>Prices from memory, and from the ledger what is not there.</summary>
    public async Task<PricedLines> InMemory(IGrainFactory grains, IReadOnlyList<StockLine> lines)
    {
        var answers = await Task.WhenAll(lines
            .GroupBy(line => _productOfSku.GetValueOrDefault(line.Sku))
            .Where(ofProduct => ofProduct.Key is not null)
            .Select(ofProduct => OrNone(grains.Grain<IProductGrain>(ofProduct.Key!).Price([.. ofProduct]))));
        var priced = answers.SelectMany(answer => answer).ToDictionary(line => line.Sku, StringComparer.Ordinal);
        if (priced.Count < lines.Count)
        {
            await Read([.. lines.Where(line => !priced.ContainsKey(line.Sku))], priced);
        }

        return PricedLines.InOrder(lines, priced);
    }

    /// <summary>Prices from the ledger. The products are told that their memory is outdated.</summary>
    public async Task<PricedLines> InLedger(IGrainFactory grains, IReadOnlyList<StockLine> lines)
    {
        var outdated = lines.Select(line => _productOfSku.GetValueOrDefault(line.Sku)).OfType<string>().Distinct().ToList();
        var priced = new Dictionary<string, OrderLine>(StringComparer.Ordinal);
        await Read(lines, priced);
        foreach (var productId in outdated)
        {
            await grains.Grain<IProductGrain>(productId).Refresh().MayBeLost();
        }

        return PricedLines.InOrder(lines, priced);
    }

    /// <summary>
    /// What a product cannot say, the ledger does: its silo may be leaving, or be of an older version that knows no prices.
    /// </summary>
    private static async Task<IReadOnlyList<OrderLine>> OrNone(Task<IReadOnlyList<OrderLine>> prices)
    {
        await Task.WhenAny(prices);
        return prices.Exception is null ? await prices : [];
    }

    private async Task Read(IReadOnlyList<StockLine> lines, Dictionary<string, OrderLine> priced)
    {
        var sold = (await ledger.Variants([.. lines.Select(line => line.Sku)])).ToDictionary(row => row.Variant.Sku, StringComparer.Ordinal);
        foreach (var line in lines)
        {
            if (!sold.TryGetValue(line.Sku, out var found))
            {
                _productOfSku.TryRemove(line.Sku, out _);
                continue;
            }

            priced.Add(line.Sku, found.Variant.ToLine(found.ProductName, line.Quantity));
            if (_productOfSku.Count < KnownSkus)
            {
                _productOfSku[line.Sku] = found.Variant.ProductId;
            }
        }
    }
}

/// <summary>Lines with their prices.</summary>
/// <param name="UnknownSku">The first sku that nobody sells; null when all lines are priced.</param>
internal readonly record struct PricedLines(IReadOnlyList<OrderLine> Lines, string? UnknownSku)
{
    public static PricedLines InOrder(IReadOnlyList<StockLine> lines, Dictionary<string, OrderLine> priced) =>
        lines.FirstOrDefault(line => !priced.ContainsKey(line.Sku)) is { } unknown
            ? new([], unknown.Sku)
            : new([.. lines.Select(line => priced[line.Sku])], null);
}
