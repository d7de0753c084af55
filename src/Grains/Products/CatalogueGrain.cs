namespace ECommerce.Grains;

// Keeps nothing: each silo reads for the frontends that ask it, and none has to be alive for the others.
[StatelessWorker(1)]
internal sealed class CatalogueGrain(ILedger ledger) : Grain, ICatalogueGrain
{
    public async Task<CatalogueChanges> Changes(CatalogueCursor? since)
    {
        var page = await ledger.Catalogue(since);
        return new CatalogueChanges(
            [.. page.Products.Select(product => new CatalogueEntry(product.Ordinal, product.Product.ToView(product.Variants)))],
            page.Next,
            page.More);
    }

    public async Task<string?> ProductOf(string sku) => (await ledger.Variants([sku])).SingleOrDefault()?.Variant.ProductId;
}
