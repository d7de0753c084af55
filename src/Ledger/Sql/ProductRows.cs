namespace ECommerce.Ledger;

// Products and their variants come from two statements of one snapshot, and are put together here.
internal sealed class ProductRows
{
    // Whether a row is one of the variants that its product has.
    public const string IsOffered = "(is_sold OR withheld IS NOT NULL)";

    private readonly List<(long Ordinal, Product Product)> _products = [];
    private readonly List<Variant> _variants = [];

    public void AddProduct(Columns at) => _products.Add((at.Number(), Read.Product(at)));

    public void AddVariant(Columns at) => _variants.Add(Read.Variant(at));

    // The variants come by the same condition, which may have an order and a limit.
    public Statement[] Statements(string condition, params Argument[] args) =>
    [
        Statement.Query($"SELECT ordinal, {Tables.Products.Select()} FROM products WHERE {condition}", AddProduct, args),
        Statement.Query(
            $"SELECT {Tables.Variants.Select()} FROM variants WHERE {IsOffered} AND product_id IN (SELECT id FROM products WHERE {condition})",
            AddVariant, args),
    ];

    public IReadOnlyList<ProductSnapshot> ToList()
    {
        var variants = _variants.ToLookup(variant => variant.ProductId, StringComparer.Ordinal);
        return _products.ConvertAll(row => new ProductSnapshot(row.Ordinal, row.Product, row.Product.Offered(variants[row.Product.Id]), []));
    }
}
