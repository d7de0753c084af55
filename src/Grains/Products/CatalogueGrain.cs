namespace ECommerce.Grains;

// Keeps nothing: each silo reads for the frontends that ask it, and none has to be alive for the others.
[StatelessWorker(1)]
internal sealed class CatalogueGrain(ILedger ledger) : Grain, ICatalogueGrain
{
    // Products that a search by words reads at once.
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

    public async Task<Page<ProductView>> Products(ProductSearch search, long? before, int limit)
    {
        var found = new List<ProductSnapshot>();
        for (var more = true; more && found.Count <= limit;)
        {
            // Only a search by words reads more than it finds.
            var read = search.Words.Count == 0 ? limit + 1 : Scanned;
            var products = await ledger.Products(search.Status, before, read);
            found.AddRange(products.Where(product => search.Words.All(word => Has(product, word))));
            (before, more) = (products.LastOrDefault()?.Ordinal, products.Count == read);
        }

        var page = found.Take(limit).ToList();
        var sold = (await ledger.UnitsSold([.. page.Select(product => product.Product.Id)])).ToDictionary(sales => sales.ProductId, sales => sales.UnitsSold);
        return new(
            [.. page.Select(row => row.Product.ToView(row.Variants) with { UnitsSold = sold.GetValueOrDefault(row.Product.Id) })],
            found.Count > limit ? page[^1].Ordinal : null);
    }

    private static bool Has(ProductSnapshot row, string word) =>
        ((string?[])[row.Product.Id, row.Product.Name, row.Product.Vendor, row.Product.Type, .. row.Product.Tags, .. row.Variants.Select(variant => variant.Sku)])
            .Any(text => text?.Contains(word, StringComparison.OrdinalIgnoreCase) == true);
}
