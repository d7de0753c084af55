namespace ECommerce.Grains;

// Keeps nothing: each silo reads for the frontends that ask it, and none has to be alive for the others.
[StatelessWorker(1)]
internal sealed class CatalogueGrain(ILedger ledger) : Grain, ICatalogueGrain
{
    // Products that a search reads at once.
    private const int Scanned = 500;

    public async Task<CatalogueChanges> Changes(CatalogueCursor? since)
    {
        var page = await ledger.Catalogue(since);
        return new CatalogueChanges(
            [.. page.Products.Select(product => new CatalogueEntry(product.Ordinal, product.Product.ToView(product.Variants)))],
            page.Next,
            page.More);
    }

    public async Task<string?> ProductOf(string sku) => (await ledger.Skus([sku])).SingleOrDefault()?.ProductId;

    public async Task<ProductView?> Product(string id) =>
        await ledger.Product(id, []) is { } found ? (await WithUnitsSold([found]))[0] : null;

    public async Task<Page<ProductView>> Products(ProductSearch search, long? before, int limit)
    {
        var found = new List<ProductSnapshot>();
        for (var more = true; more && found.Count <= limit;)
        {
            // Only a search by more than the status reads more than it finds.
            var read = search.IsOfStatusOnly() ? limit + 1 : Scanned;
            var products = await ledger.Products(search.Status, before, read);
            found.AddRange(products.Where(search.Finds));
            (before, more) = (products.LastOrDefault()?.Ordinal, products.Count == read);
        }

        var page = found.Take(limit).ToList();
        return new(await WithUnitsSold(page), found.Count > limit ? page[^1].Ordinal : null);
    }

    private async Task<IReadOnlyList<ProductView>> WithUnitsSold(IReadOnlyList<ProductSnapshot> rows)
    {
        var sold = (await ledger.UnitsSold([.. rows.Select(row => row.Product.Id)])).ToDictionary(sales => sales.ProductId, sales => sales.UnitsSold);
        return [.. rows.Select(row => row.Product.ToView(row.Variants) with { UnitsSold = sold.GetValueOrDefault(row.Product.Id) })];
    }
}
