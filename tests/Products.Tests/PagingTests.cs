namespace ECommerce.Products.Tests;

public sealed class PagingTests
{
    [Fact]
    public void Best_sellers_that_overtake_each_other_while_pages_are_turned_are_each_shown_once()
    {
        var index = Some.Index("abcd".Select(id => Some.Product(id.ToString())));
        var first = index.ToList(Some.Sales(("a", 90), ("b", 80), ("c", 70), ("d", 1))).Ask(Some.Query("sort=best", limit: 2));
        var second = index.ToList(Some.Sales(("a", 90), ("b", 80), ("c", 70), ("d", 96))).Ask(Some.Query("sort=best", limit: 2, first.Next));

        Assert.Equal(["a", "b"], first.Ids);
        Assert.Equal(["d", "c"], second.Ids);
        Assert.Null(second.Next);
    }

    [Theory]
    [InlineData("newest")]
    [InlineData("price")]
    [InlineData("-price")]
    [InlineData("best")]
    public void What_is_created_after_the_first_page_is_not_on_the_later_ones(string sort)
    {
        var index = Some.Index("abcd".Select(id => Some.Product(id.ToString())));
        var first = index.ToList(Some.NoSales).Ask(Some.Query("sort=" + sort, limit: 2));
        index.Put(5, Some.Product("e"));
        var second = index.ToList(Some.NoSales).Ask(Some.Query("sort=" + sort, limit: 2, first.Next));

        Assert.Equal(["d", "c"], first.Ids);
        Assert.Equal(["b", "a"], second.Ids);
        Assert.Null(second.Next);
    }

    [Theory]
    [InlineData("newest", 7)]
    [InlineData("price", 7)]
    [InlineData("-price", 7)]
    [InlineData("best", 7)]
    [InlineData("price", 100)]
    [InlineData("best", 100)]
    public void Whatever_changes_between_two_pages_each_product_is_shown_once(string sort, int limit)
    {
        var random = new Random(7);
        var prices = Enumerable.Range(0, 500).Select(_ => random.NextInt64(1, 50)).ToArray();
        var index = Some.Index(prices.Select((price, i) => Some.Product("p" + i, price: price)));
        var shown = new List<string>();
        string? next = null;
        do
        {
            for (var change = 0; change < 50; change++)
            {
                var i = random.Next(prices.Length);
                index.Put(i + 1, Some.Product("p" + i, price: random.NextInt64(1, 50)));
            }

            var sales = Enumerable.Range(0, 300).Select(i => ("p" + i, random.NextInt64(1, 90))).ToArray();
            var page = index.ToList(Some.Sales(sales)).Ask(Some.Query("sort=" + sort, limit, next));
            shown.AddRange(page.Ids);
            next = page.Next;
        }
        while (next is not null);

        Assert.Equal(500, shown.Count);
        Assert.Equal(500, shown.Distinct().Count());
    }

    [Fact]
    public void A_cursor_does_not_outgrow_an_address_however_many_products_were_shown_and_the_list_still_ends()
    {
        var random = new Random(7);
        var list = Some.List(Enumerable.Range(0, 30_000).Select(i => Some.Product("p" + i, price: random.NextInt64(1_000))));
        var (shown, longest, cursor) = (new HashSet<string>(), 0, (string?)null);
        do
        {
            var page = list.Ask(Some.Query("sort=price", limit: 100, cursor));
            Assert.All(page.Ids, id => Assert.True(shown.Add(id), id));
            (longest, cursor) = (Math.Max(longest, page.Next?.Length ?? 0), page.Next);
        }
        while (cursor is not null);

        Assert.Equal(30_000, shown.Count);
        Assert.InRange(longest, 5_000, 6_002);
    }

    [Theory]
    [InlineData("price", "_")]
    [InlineData("price", "_1")]
    [InlineData("price", "_1!")]
    [InlineData("price", "_1abcd")]
    [InlineData("price", "_2GwEA")]
    [InlineData("newest", "_0GwEA")]
    [InlineData("best", "no-such-cursor")]
    public void A_cursor_that_no_list_gave_is_refused(string sort, string cursor) =>
        Assert.Equal(422, Assert.Throws<ProblemException>(() => Some.Query("sort=" + sort, cursor: cursor)).Problem.StatusCode);

    [Fact]
    public void A_cursor_is_good_for_its_sort_and_filters_and_for_no_others()
    {
        var list = Some.List(Some.Product("a"), Some.Product("b"));
        foreach (var (query, others) in new[]
        {
            ("sort=price", new[] { "sort=best", "sort=newest", "sort=price&vendor=han" }),
            ("sort=newest", ["sort=price", "vendor=han"]),
            ("vendor=han", ["sort=newest", "vendor=other", "type=han", "vendor=han&vendor=other", "vendor=han&sort=best"]),
            ("sort=best&minPrice=1", ["sort=best", "sort=best&minPrice=2", "sort=best&maxPrice=1"]),
        })
        {
            var next = list.Ask(Some.Query(query, limit: 1)).Next;

            Assert.NotNull(list.Ask(Some.Query(query, cursor: next)).Ids.Single());
            Assert.All(others, other =>
                Assert.Equal(422, Assert.Throws<ProblemException>(() => Some.Query(other, cursor: next)).Problem.StatusCode));
        }
    }

    [Fact]
    public void The_same_page_has_the_same_ETag_in_every_frontend_and_another_when_a_product_on_it_changes()
    {
        ReadyJson Page(long price) => Some.List(Some.Product("a", price: price), Some.Product("b")).Page(Some.Query(""));

        Assert.Equal(Page(1).ETag, Page(1).ETag);
        Assert.NotEqual(Page(1).ETag, Page(2).ETag);
    }
}
