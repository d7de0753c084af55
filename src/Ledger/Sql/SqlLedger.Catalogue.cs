using System.Globalization;

namespace ECommerce.Ledger;

public abstract partial class SqlLedger
{
    /// <inheritdoc/>
    public async Task<ProductSnapshot?> Product(string productId, IReadOnlyCollection<string> heldOrders)
    {
        var products = new List<(long Ordinal, Product Product)>();
        var variants = new List<Variant>();
        var settled = new List<string>();
        await Query(
            Statement.Query(
                $"SELECT ordinal, {Tables.Products.Select()} FROM products WHERE id = $1",
                at => products.Add((at.Number(), Read.Product(at))), productId),
            Statement.Query(
                $"SELECT {Tables.Variants.Select()} FROM variants WHERE product_id = $1 AND is_sold ORDER BY position",
                at => variants.Add(Read.Variant(at)), productId),
            Settled(heldOrders, settled)).ConfigureAwait(false);
        return products is [var (ordinal, product)] ? new(ordinal, product, variants, settled) : null;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SoldVariant>> Variants(IReadOnlyCollection<string> skus)
    {
        var variants = new List<SoldVariant>();
        await Query(Statement.Query(
            $"SELECT {Tables.Variants.Select("v.")}, p.name FROM variants v JOIN products p ON p.id = v.product_id " +
            $"WHERE {Sql.In("v.sku", "$1")} AND v.is_sold",
            at => variants.Add(new(Read.Variant(at), at.Text())),
            skus.ToArray())).ConfigureAwait(false);
        return variants;
    }

    /// <inheritdoc/>
    public async Task<CatalogueSnapshot> Catalogue(CatalogueCursor? since)
    {
        var begins = since is not { After: not "" };
        var scan = begins ? new(since?.Since ?? 0, 0, "0") : since!;
        var after = long.Parse(scan.After, CultureInfo.InvariantCulture);
        var seen = 0L;
        var products = new List<(long Ordinal, Product Product)>();
        var variants = new List<Variant>();
        var changed =
            $"ordinal > $2 AND id IN (SELECT id FROM products WHERE changed >= {Sql.Change("$1")} " +
            $"UNION SELECT product_id FROM variants WHERE changed >= {Sql.Change("$1")}) ORDER BY ordinal LIMIT {LedgerBounds.CataloguePage + 1}";
        await Query(
            Statement.Query($"SELECT {Sql.ChangesSeen}", at => seen = at.Number()),
            Statement.Query(
                $"SELECT ordinal, {Tables.Products.Select()} FROM products WHERE {changed}",
                at => products.Add((at.Number(), Read.Product(at))), scan.Since, after),
            Statement.Query(
                $"SELECT {Tables.Variants.Select()} FROM variants WHERE is_sold AND product_id IN (SELECT id FROM products WHERE {changed}) ORDER BY position",
                at => variants.Add(Read.Variant(at)), scan.Since, after)).ConfigureAwait(false);

        // Only the beginning of a scan may move the mark: what commits behind the scan must be told by the next one.
        if (begins)
        {
            scan = scan with { Until = seen };
        }

        var sold = variants.ToLookup(variant => variant.ProductId, StringComparer.Ordinal);
        return CataloguePages.Page(scan, products.ConvertAll(row =>
            new ProductSnapshot(row.Ordinal, row.Product, [.. sold[row.Product.Id]], [])));
    }
}
