using System.Globalization;

namespace ECommerce.Ledger;

// Where a scan of the catalogue goes on. A change behind the scan is at or after Until, so the next scan tells it.
internal static class CataloguePages
{
    // Changed products by ordinal, one more than a page when there is more.
    public static CatalogueSnapshot Page(CatalogueCursor scan, IReadOnlyList<ProductSnapshot> changed)
    {
        if (changed.Count <= LedgerBounds.CataloguePage)
        {
            return new(changed, new(scan.Until, 0, ""), More: false);
        }

        var page = changed.Take(LedgerBounds.CataloguePage).ToList();
        return new(page, scan with { After = page[^1].Ordinal.ToString(CultureInfo.InvariantCulture) }, More: true);
    }
}
