using ECommerce.WebFrontend;

namespace ECommerce.Benchmarks;

/// <summary>Searches over 20,000 products that nobody asked for before, and what it costs to take in changes of a hundred of them.</summary>
[MemoryDiagnoser]
public class ProductSearch
{
    private const int Products = 20_000;
    private const int Changed = 100;

    private readonly ProductIndex _index = new();
    private ProductList _list = null!;
    private SalesRanking _ranking = null!;
    private int _round;

    [GlobalSetup]
    public void Prepare()
    {
        for (var i = 0; i < Products; i++)
        {
            _index.Put(i, Given.Listed(i));
        }

        _ranking = new SalesRanking(Given.Now, [.. Enumerable.Range(0, 5_000).Select(i => new ProductSales("shirt-" + (i * 7_919 % Products), 9_000 - i))]);
        _list = _index.ToList(_ranking);
    }

    [Benchmark]
    public object WordsInManyProducts() => Page("wool shirt");

    [Benchmark]
    public object WordsInOneProduct() => Page("han shirt-12345");

    [Benchmark]
    public object WordsInNoProduct() => Page("shirt nothing");

    [Benchmark]
    public object WordsOfWhichOnlyThePartsAreThere() => Page("shirting");

    [Benchmark]
    public object OneKoreanSyllable() => Page("셔");

    [Benchmark]
    public object OneLetterThatIsNowhere() => Page("q");

    [Benchmark]
    public object AnOptionAndAPriceOfOneVariant() =>
        Page(ProductFilter.None with { Options = new Dictionary<string, IReadOnlySet<string>> { ["color"] = Set("red") }, MinPrice = 19_000, Available = true });

    [Benchmark]
    public object APriceThatNothingHas() => Page(ProductFilter.None with { MinPrice = 900_000_000 });

    [Benchmark]
    public object RefreshAfterSales()
    {
        Change((i, round) => Given.Listed(i, stock: round));
        return _index.ToList(_ranking);
    }

    [Benchmark]
    public object RefreshAfterChangesOfPrice()
    {
        Change((i, round) => Given.Listed(i, price: 10_000 + round % 7_000));
        return _index.ToList(_ranking);
    }

    [Benchmark]
    public object RefreshWithANewRanking() => _index.ToList(_ranking with { AsOf = Given.Now.AddSeconds(++_round) });

    private void Change(Func<int, int, ProductView> product)
    {
        _round++;
        for (var i = 0; i < Changed; i++)
        {
            var number = (int)((i + _round) * 7_919L % Products);
            _index.Put(number, product(number, _round));
        }
    }

    private object Page(string words) => Page(ProductFilter.None with { Words = SearchText.Words(words) });

    private object Page(ProductFilter filter) => _list.Page(new ProductQuery(filter, ProductSort.Best, Limit: 20, Cursor: null));

    private static HashSet<string> Set(string value) => [value];
}
