using ECommerce.WebFrontend;

namespace ECommerce.Benchmarks;

/// <summary>The first page of the product list: as it is served, and as it is made after a change.</summary>
[MemoryDiagnoser]
public class ProductPages
{
    private const int Products = 1_000;

    private static readonly ProductQuery First = new(Text: null, ProductSort.Newest, Limit: 20, Cursor: null);

    private readonly Dictionary<string, ListedProduct> _products = Enumerable.Range(0, Products).ToDictionary(i => "shirt-" + i, i => new ListedProduct(i, new(
        "shirt-" + i, "Linen shirt", "Light and cool.", "Han", null, 10_000, [new("Color", ["Black"])],
        [new($"shirt-{i}-Black", new Dictionary<string, string> { ["Color"] = "Black" }, 10_000, 100, null, null)], SoldOut: false,
        "Shirt", ["linen"], [], null, ProductStatus.Active)));

    private ProductList _list = null!;

    [GlobalSetup]
    public void Prepare()
    {
        _list = NewList();
        _list.Page(First);
    }

    [Benchmark]
    public object Ready() => _list.Page(First);

    [Benchmark]
    public object MadeAfterAChange() => NewList().Page(First);

    private ProductList NewList() => new(_products, new SalesRanking(Given.Now, []));
}
