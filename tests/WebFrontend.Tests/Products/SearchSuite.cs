namespace ECommerce.WebFrontend.Tests.Products;

public sealed class Search_on_Sqlite(SqliteShop shop) : SearchSuite(shop);

public sealed class Search_on_Postgres(PostgresShop shop) : SearchSuite(shop);

public sealed class Search_on_a_cluster(ClusterShop shop) : SearchSuite(shop);

/// <summary>Searching and filtering the product list.</summary>
public abstract class SearchSuite(SharedShop shared)
{
    private Shop Shop => shared.Shop;

    [Fact]
    public async Task A_product_is_found_by_words_of_its_name_its_vendor_and_a_sku_in_any_order()
    {
        var word = Some.Id("word");
        var product = await Shop.Sells(Some.Product() with { Name = $"Linen {word} 셔츠", Colors = ["Black", "White"] });

        await Finds($"q={Uri.EscapeDataString($"{product.SkuOf(1)} han {word.ToUpperInvariant()} 셔")}", product.Id);
        await Finds($"q={word}+nothing");
    }

    [Fact]
    public async Task A_name_in_decomposed_Hangul_is_found_by_a_composed_word_and_the_other_way_round()
    {
        const string composed = "한글";
        const string decomposed = "\u1112\u1161\u11ab\u1100\u1173\u11af";
        var word = Some.Id("word");
        var one = await Shop.Sells(Some.Product() with { Name = word + composed });
        var other = await Shop.Sells(Some.Product() with { Name = word + decomposed });

        await Finds($"q={word}{Uri.EscapeDataString(composed)}", other.Id, one.Id);
        await Finds($"q={word}{Uri.EscapeDataString(decomposed)}", other.Id, one.Id);
    }

    [Theory]
    [InlineData("한글", "\u1112\u1161\u11ab\u1100\u1173\u11af")]
    [InlineData("\u1112\u1161\u11ab\u1100\u1173\u11af", "한글")]
    public async Task A_filter_finds_what_was_saved_in_the_other_normal_form_of_Hangul(string saved, string asked)
    {
        var (id, word) = (Some.Id("coat"), Some.Id("word"));
        (await (await Shop.Admin()).Put("/v1/admin/products/" + id, new
        {
            name = word,
            vendor = saved,
            type = saved,
            tags = new[] { saved },
            options = new[] { new { name = saved, values = new[] { saved } } },
            variants = new[] { new { sku = id, options = new Dictionary<string, string> { [saved] = saved }, price = 500 } },
        })).Expect(201);
        var text = Uri.EscapeDataString(asked);

        foreach (var filter in (string[])["vendor=", "type=", "tag=", $"option.{text}="])
        {
            await Finds($"q={word}&{filter}{text}", id);
            await Finds($"q={word}&{filter}{text}{text}");
        }
    }

    [Fact]
    public async Task Filters_narrow_a_search_and_a_filter_given_twice_means_either()
    {
        var word = Some.Id("word");
        var black = await Shop.Sells(Some.Product() with { Name = word, Colors = ["Black"], Price = 10_000 });
        var white = await Shop.Sells(Some.Product() with { Name = word, Colors = ["White"], Price = 20_000, Stock = 0 });
        var both = await Shop.Sells(Some.Product() with { Name = word, Colors = ["Black", "White"], Price = 30_000 });

        await Finds($"q={word}&vendor=han", both.Id, white.Id, black.Id);
        await Finds($"q={word}&vendor=Nobody");
        await Finds($"q={word}&option.Color=White", both.Id, white.Id);
        await Finds($"q={word}&option.Color=Black&option.Color=White", both.Id, white.Id, black.Id);
        await Finds($"q={word}&option.Color=White&available=true", both.Id);
        await Finds($"q={word}&available=false", white.Id);
        await Finds($"q={word}&minPrice=15000&maxPrice=20000", white.Id);
        await Finds($"q={word}&maxPrice=20000&sort=-price", white.Id, black.Id);
    }

    [Fact]
    public async Task Nonsense_is_refused_by_parameter_all_of_it_at_once()
    {
        var answer = (await Shop.Anonymous.Get("/v1/products?minPrice=5&maxPrice=1&available=maybe&option.=x&limit=0&sort=name&vendor=" + new string('v', 301)))
            .Expect(422, "validation_failed");

        Assert.Equal(
            ["available", "limit", "minPrice", "option.", "sort", "vendor"],
            answer["errors"].EnumerateObject().Select(error => error.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("price")]
    [InlineData("-price")]
    public async Task A_product_whose_price_changes_while_pages_are_turned_is_shown_once_and_none_is_left_out(string sort)
    {
        var word = Some.Id("word");
        var products = new List<Product>();
        for (var i = 1; i <= 6; i++)
        {
            products.Add(await Shop.Sells(Some.Product() with { Name = word, Price = 1_000 * i }));
        }

        await Finds($"q={word}", [.. Enumerable.Reverse(products).Select(product => product.Id)]);
        var path = $"/v1/products?q={word}&sort={sort}&limit=2";
        var first = (await Shop.Anonymous.Get(path)).Expect(200);
        (await Shop.Save(products[0] with { Price = 9_000 })).Expect(200);
        (await Shop.Save(products[5] with { Price = 500 })).Expect(200);
        await Finds($"q={word}&minPrice=9000", products[0].Id);
        await Finds($"q={word}&maxPrice=500", products[5].Id);
        var second = (await Shop.Anonymous.Get($"{path}&cursor={Uri.EscapeDataString(first.Next()!)}")).Expect(200);
        var third = (await Shop.Anonymous.Get($"{path}&cursor={Uri.EscapeDataString(second.Next()!)}")).Expect(200);

        Assert.Null(third.Next());
        Assert.Equal(products.Select(product => product.Id).Order(), first.Ids().Concat(second.Ids()).Concat(third.Ids()).Order());
    }

    private async Task Finds(string query, params string[] ids)
    {
        foreach (var anonymous in Shop.AnonymousAtEach)
        {
            var found = await Eventually.Ask(
                async () => (await anonymous.Get("/v1/products?" + query)).Expect(200).Ids(), now => now.SequenceEqual(ids), Bounds.Freshness);
            Assert.Equal(ids, found);
        }
    }
}
