using System.Globalization;

namespace ECommerce.Ledger;

// The pages of a scan of the catalogue. A scan goes through the products in order, page by page, and Until is set when it
// begins: a product that changes after the scan has passed it has a change at or after Until, so the next scan finds it.
internal static class CataloguePages
{
    // Products in a page.
    public const int Size = 500;

    // A page from the changed products in order, which are one more than a page when there are more.
    public static CatalogueSnapshot Page(CatalogueCursor scan, IReadOnlyList<ProductSnapshot> changed)
    {
        if (changed.Count <= Size)
        {
            return new(changed, new(scan.Until, 0, ""), More: false);
        }

        var page = changed.Take(Size).ToList();
        return new(page, scan with { After = page[^1].Ordinal.ToString(CultureInfo.InvariantCulture) }, More: true);
    }
}
