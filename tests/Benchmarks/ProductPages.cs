using ECommerce.WebFrontend;

namespace ECommerce.Benchmarks;

/// <summary>The first page of the product list: as it is served, and as it is made after a change.</summary>
[MemoryDiagnoser]
public class ProductPages
{
    private static readonly ProductQuery First = new(ProductFilter.None, ProductSort.Newest, Limit: 20, Cursor: null);
    private static readonly SalesRanking NoSales = new(Given.Now, []);

    private readonly ProductIndex _index = new();
    private ProductList _list = null!;
    private long _stock;

    [GlobalSetup]
    public void Prepare()
    {
        for (var i = 0; i < 1_000; i++)
        {
            _index.Put(i, Given.Listed(i));
        }

        _list = _index.ToList(NoSales);
        _list.Page(First);
    }

    [Benchmark]
    public object Ready() => _list.Page(First);

    [Benchmark]
    public object MadeAfterAChange()
    {
        _index.Put(999, Given.Listed(999, ++_stock));
        return _index.ToList(NoSales).Page(First);
    }
}
