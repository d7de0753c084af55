using System.Globalization;

namespace ECommerce.Ledger;

// What changed in the catalogue.
internal sealed partial class SqlLedger
{
    public async Task<CatalogueSnapshot> Catalogue(CatalogueCursor? since)
    {
        var begins = since is not { After: not "" };
        var scan = begins ? new(since?.Since ?? 0, 0, "0") : since!;
        var after = long.Parse(scan.After, CultureInfo.InvariantCulture);
        var visible = 0L;
        var rows = new ProductRows();
        await database.Scan(
        [
            Statement.Query($"SELECT {Sql.ChangesVisibleBelow}", at => visible = at.Number()),
            .. rows.Statements(
                $"ordinal > $2 AND id IN ({Sql.ChangedProducts("$1")}) ORDER BY ordinal LIMIT {CataloguePages.Size + 1}", scan.Since, after),
        ]).ConfigureAwait(false);

        // The numbers of one database never go back: the cursor is from before this one was restored.
        if (begins && scan.Since > visible)
        {
            return await Catalogue(null).ConfigureAwait(false);
        }

        // Taken from the first page only. Later pages see more changes, also of products that earlier pages have passed: a mark
        // from a later page would make the next scan leave those out.
        if (begins)
        {
            scan = scan with { Until = visible };
        }

        return CataloguePages.Page(scan, rows.ToList());
    }
}
