namespace ECommerce.Products.Tests;

[Collection(nameof(MeasuredAlone))]
public sealed class PageMemoryTests
{
    [Fact]
    public void All_first_pages_together_keep_the_bytes_of_each_product_once()
    {
        var list = Some.List(Enumerable.Range(0, 200).Select(i => Some.Product("p" + i) with { Description = new string('d', 20_000) }));
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var pages = new[] { "newest", "price", "-price", "best" }
            .SelectMany(sort => Enumerable.Range(1, 100).Select(limit => list.Page(Some.Query("sort=" + sort, limit)))).ToList();

        // As bytes of their own they would take 400 MB.
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 50_000_000);
        Assert.Same(pages[0], list.Page(Some.Query("sort=newest", limit: 1)));
    }
}
