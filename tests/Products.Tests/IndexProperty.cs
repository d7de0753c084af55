using FsCheck;
using FsCheck.Fluent;

namespace ECommerce.Products.Tests;

/// <summary>The index beside a reference that looks at each product, over random changes and random queries.</summary>
public sealed class IndexProperty
{
    private static readonly string[] Words = ["Linen", "shirt", "Coat", "wool", "린넨", "셔츠", "코트", "겨울", "\u110f\u1169\u1110\u1173", "ﬁt", "SS26", "a", "옷"];
    private static readonly string[] Asked = [.. Words, "LIN", "hir", "넨", "셔", "코", "fit", "26", "t", "zz", "코트 coat", "l i n", "울 ool"];
    private static readonly string[] Vendors = ["Han", "HAN", "Bora", "한섬"];
    private static readonly string[] Sorts = ["newest", "price", "-price", "best"];

    private static readonly Gen<ProductView> Products =
        from id in Gen.Choose(0, 30)
        from words in Gen.ListOf(Gen.Elements(Words), 3)
        from vendor in Gen.Elements(Vendors)
        from tag in Gen.Elements(Words)
        from colors in Gen.ListOf(Gen.Elements("Black", "White"), 2)
        from prices in Gen.ListOf(Gen.Choose(1, 9), 2)
        from stock in Gen.Choose(0, 1)
        from status in Gen.Frequency((5, Gen.Constant(ProductStatus.Active)), (1, Gen.Constant(ProductStatus.Draft)))
        let variants = colors.Zip(prices, (color, price) => Some.Variant($"{id}-{color}", price, stock, ("Color", color))).ToArray()
        select Some.Product("p" + id, string.Join(' ', words), variants: variants) with { Vendor = vendor, Tags = [tag], Status = status };

    private static readonly Gen<string> Queries =
        from q in Gen.Elements(Asked)
        from filters in Gen.SubListOf("vendor=han", "option.Color=Black", "minPrice=3", "maxPrice=6", "available=true", "tag=wool", "q")
        from sort in Gen.Elements(Sorts)
        select string.Join('&', filters.Select(filter => filter == "q" ? "q=" + Uri.EscapeDataString(q) : filter).Append("sort=" + sort));

    [Fact]
    public void It_finds_what_a_look_at_each_product_finds_and_in_the_same_order() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(Arb.From(Gen.ListOf(Gen.ListOf(Products))), Arb.From(Gen.ListOf(Queries, 6)), (rounds, queries) =>
        {
            var index = new ProductIndex();
            var reference = new Dictionary<string, (long Ordinal, ProductView View)>();
            foreach (var changes in rounds)
            {
                foreach (var product in changes)
                {
                    var ordinal = long.Parse(product.Id[1..]) * 7 % 31;
                    index.Put(ordinal, product);
                    reference[product.Id] = (ordinal, product);
                }

                var sales = Some.Sales([.. reference.Keys.Take(5).Select((id, i) => (id, (long)i + 1))]);
                var list = index.ToList(sales);
                foreach (var query in queries)
                {
                    Assert.Equal(Reference(reference.Values, sales, query), list.Found(query));
                }
            }
        }));

    private static IEnumerable<string> Reference(IEnumerable<(long Ordinal, ProductView View)> products, SalesRanking sales, string text)
    {
        var query = Some.Query(text);
        var listed = products.Where(product => product.View.Status == ProductStatus.Active && Matches(query.Filter, product.View));
        var ranks = sales.Products.Index().ToDictionary(it => it.Item.ProductId, it => (long)it.Index);
        return listed
            .OrderBy(product => query.Sort switch
            {
                ProductSort.CheapestFirst => product.View.Price,
                ProductSort.DearestFirst => -product.View.Price,
                ProductSort.Best => ranks.GetValueOrDefault(product.View.Id, long.MaxValue),
                _ => 0,
            })
            .ThenByDescending(product => product.Ordinal)
            .Select(product => product.View.Id);
    }

    private static bool Matches(ProductFilter filter, ProductView product)
    {
        string[] texts = [product.Name, product.Vendor!, .. product.Tags, .. product.Variants.Select(variant => variant.Sku)];
        return filter.Words.All(word => texts.Any(text => SearchText.Fold(text).Contains(word, StringComparison.Ordinal)))
            && (filter.Vendors.Count == 0 || filter.Vendors.Contains(SearchText.Fold(product.Vendor!)))
            && (filter.Tags.Count == 0 || product.Tags.Any(tag => filter.Tags.Contains(SearchText.Fold(tag))))
            && product.Variants.Any(variant =>
                (filter.Options.Count == 0 || filter.Options["color"].Contains(variant.Options["Color"].ToLowerInvariant()))
                && variant.Price >= filter.MinPrice && variant.Price <= filter.MaxPrice
                && (filter.Available is null || variant.Stock > 0));
    }
}
