using System.Text.Json;

namespace ECommerce.WebFrontend.Tests.Callers;

public sealed class Paging_on_Sqlite(SqliteShop shop) : PagingSuite(shop);

public sealed class Paging_on_Postgres(PostgresShop shop) : PagingSuite(shop);

public sealed class Paging_on_a_cluster(ClusterShop shop) : PagingSuite(shop);

public abstract class PagingSuite(SharedShop shared)
{
    private Shop Shop => shared.Shop;

    public static TheoryData<string> Lists => ["/v1/wallet/entries", "/v1/orders", "/v1/products"];

    public static TheoryData<string, string> BadLimits =>
        new(Lists.SelectMany(_ => new[] { "0", "-1", "101", "2147483647" }, (list, limit) => (list.Data, limit)));

    [Fact]
    public async Task Entries_page_newest_first_without_gaps_or_doubles()
    {
        var user = await Shop.NewUser();
        for (var i = 0; i < 7; i++)
        {
            (await user.Charge(1_000 + i)).Expect(201);
        }

        var entries = await JsonReading.AllPages(cursor => user.Entries(limit: 3, cursor));

        Assert.Equal([1_006, 1_005, 1_004, 1_003, 1_002, 1_001, 1_000], entries.Select(entry => entry.Number("amount")));
    }

    [Fact]
    public async Task Orders_page_newest_first_without_gaps_or_doubles()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();
        var placed = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            placed.Add(await user.Ordered(product.Sku, 1));
        }

        var listed = await JsonReading.AllPages(cursor => user.Orders(limit: 3, cursor));

        Assert.Equal(Enumerable.Reverse(placed), listed.Select(order => order.Text("id")));
    }

    [Fact]
    public async Task A_new_order_does_not_disturb_the_pages_after_the_first()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();
        var placed = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            placed.Add(await user.Ordered(product.Sku, 1));
        }

        var first = await user.Orders(limit: 2);
        await user.Ordered(product.Sku, 1);

        var second = await user.Orders(limit: 2, first.Next());

        Assert.Equal([placed[1], placed[0]], second.Ids());
    }

    [Theory]
    [InlineData("newest")]
    [InlineData("price")]
    [InlineData("-price")]
    [InlineData("best")]
    public async Task Products_page_in_every_order_without_gaps_or_doubles(string sort)
    {
        var word = Some.Id("word");
        var products = new List<Product>();
        for (var i = 0; i < 7; i++)
        {
            products.Add(await Shop.Sells(Some.Product() with { Name = $"Shirt {word}", Price = 1_000 * (1 + (i % 3)) }));
        }

        var listed = await Eventually.Ask<IReadOnlyList<JsonElement>>(
            () => JsonReading.AllPages(cursor => Shop.Anonymous.Get(
                $"/v1/products?q={word}&sort={sort}&limit=3" + (cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor)))),
            all => all.Count == 7,
            Bounds.Freshness);

        Assert.Equal(products.Select(product => product.Id).Order(), listed.Select(product => product.Text("id")).Order());
        var prices = listed.Select(product => product.Number("price")).ToList();
        if (sort == "price")
        {
            Assert.Equal(prices.Order(), prices);
        }

        if (sort == "-price")
        {
            Assert.Equal(prices.OrderDescending(), prices);
        }

        if (sort == "newest")
        {
            Assert.Equal(products.Select(product => product.Id).Reverse(), listed.Select(product => product.Text("id")));
        }
    }

    [Fact]
    public async Task The_last_page_has_no_next_also_when_it_is_full()
    {
        var user = await Shop.NewUser();
        for (var i = 0; i < 4; i++)
        {
            (await user.Charge(1_000)).Expect(201);
        }

        var first = await user.Entries(limit: 2);
        var last = await user.Entries(limit: 2, first.Next());

        Assert.NotNull(first.Next());
        Assert.Equal(2, last.Items().Count);
        Assert.False(last.Json.TryGetProperty("next", out _));
    }

    [Fact]
    public async Task A_page_holds_20_unless_asked_otherwise_and_100_at_most()
    {
        var user = await Shop.NewUser();
        for (var i = 0; i < 21; i++)
        {
            (await user.Charge(1_000)).Expect(201);
        }

        Assert.Equal(20, (await user.Entries()).Items().Count);
        Assert.Equal(21, (await user.Entries(limit: 100)).Items().Count);
        Assert.Single((await user.Entries(limit: 1)).Items());
    }

    [Theory]
    [MemberData(nameof(BadLimits))]
    public async Task A_limit_out_of_bounds_is_refused(string list, string limit)
    {
        var user = await Shop.NewUser();

        var answer = await user.Get($"{list}?limit={limit}");

        answer.Expect(422, "validation_failed");
        Assert.True(answer["errors"].TryGetProperty("limit", out _), answer.ToString());
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task A_limit_that_is_not_a_number_and_an_unknown_cursor_are_refused_by_name(string list)
    {
        var user = await Shop.NewUser();

        foreach (var limit in new[] { "99999999999999999999", "ten", "1.5", "" })
        {
            Assert.True((await user.Get($"{list}?limit={limit}")).Expect(422, "validation_failed")["errors"].TryGetProperty("limit", out _));
        }

        foreach (var cursor in new[] { "no-such-cursor!", "MTI", "MS4y", "_1abcd" })
        {
            Assert.True((await user.Get($"{list}?cursor={cursor}")).Expect(422, "validation_failed")["errors"].TryGetProperty("cursor", out _));
        }
    }

    [Fact]
    public async Task A_cursor_is_good_for_the_list_that_gave_it_and_refused_by_every_other()
    {
        var (user, admin) = (await Shop.NewUser(balance: 10_000), await Shop.Admin());
        var product = await Shop.Sells(Some.Product());
        (await user.Charge(1_000)).Expect(201);
        await user.Ordered(product.Sku, 1);
        await user.Ordered(product.Sku, 1);
        await Shop.Sells(Some.Product());
        await Shop.Runs(Some.Campaign());
        await Shop.Runs(Some.Campaign());
        await Shop.ShowsStock(product, 100);
        string[] lists =
        [
            "/v1/wallet/entries?", "/v1/orders?", "/v1/products?", "/v1/products?vendor=han", "/v1/products?vendor=han&sort=price", "/v1/products?sort=best",
            "/v1/admin/products?", "/v1/admin/products?status=active", "/v1/admin/products?status=active&q=h",
            "/v1/admin/orders?", "/v1/admin/orders?status=awaiting_payment", "/v1/admin/log?", "/v1/admin/campaigns?",
            $"/v1/admin/users/{user.Id}/entries?", $"/v1/admin/users/{user.Id}/orders?",
        ];

        Task<Answer> Ask(string path) => (path.Contains("/admin/") ? admin : user).Get(path);
        foreach (var list in lists)
        {
            var next = await Eventually.Ask(() => Ask(list + "&limit=1"), page => page.Next() is not null, Bounds.Freshness);
            foreach (var other in lists)
            {
                var answer = await Ask($"{other}&limit=1e0&cursor={Uri.EscapeDataString(next.Next()!)}");
                if (other == list)
                {
                    Assert.Single(answer.Expect(200).Items());
                }
                else
                {
                    Assert.True(answer.Expect(422, "validation_failed")["errors"].TryGetProperty("cursor", out _));
                }
            }
        }
    }
}
