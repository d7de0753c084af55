using static Microsoft.Playwright.Assertions;

namespace ECommerce.Storefront.Tests;

/// <summary>Somebody looks around.</summary>
public sealed class BrowsingTests(Browser browser)
{
    /// <summary>A picture of one point.</summary>
    private const string Point = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    [Theory]
    [InlineData(Device.Phone, "ko")]
    [InlineData(Device.Desktop, "en")]
    public async Task The_start_shows_what_sells_best_and_which_drops_are_open_and_coming(Device device, string lang)
    {
        var shop = browser.Shop;
        var soon = await shop.Runs(Some.Campaign() with { Name = "Tomorrow " + Some.Id("t"), StartsAt = DateTimeOffset.UtcNow.AddHours(20), EndsAt = DateTimeOffset.UtcNow.AddHours(40) });
        (await (await shop.NewUser(100_000)).Buy("RIBBED-BEANIE", 3)).Expect(201);
        await Eventually.Ask(async () => (await shop.Anonymous.Get("/v1/products/best-sellers")).Expect(200).Text, text => text.Contains("ribbed-beanie"), TimeSpan.FromSeconds(20));

        await using var visit = await (await browser.Open(device, lang)).At("/");

        await visit.Says("많이 찾은 다섯 가지", "The five most wanted");
        await Expect(visit.Page.GetByText(visit.In("최근 3일,", "Last 3 days, as of"))).ToContainTextAsync(new System.Text.RegularExpressions.Regex(@"\d\d:\d\d"));
        await Expect(visit.Page.Locator("ol.grid")).ToContainTextAsync("Ribbed Beanie");
        await Expect(visit.Page.Locator(".drop-card", new() { HasText = soon.Name })).ToContainTextAsync(visit.In("곧 열림", "Soon"));
        await Expect(visit.Page.Locator(".drop-card", new() { HasText = "Flash" })).ToContainTextAsync(visit.In("열림", "Open"));
        await visit.Picture($"start-{device}-{lang}");
    }

    [Theory]
    [InlineData(Device.Phone, "en")]
    [InlineData(Device.Desktop, "ko")]
    public async Task The_list_is_searched_filtered_and_sorted_by_its_address(Device device, string lang)
    {
        await using var visit = await (await browser.Open(device, lang)).At("/products");
        var cards = visit.Page.Locator(".card");

        await visit.Page.GetByLabel(visit.In("검색", "Search")).FillAsync("winter wool");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(cards).ToHaveCountAsync(2);
        Assert.Contains("q=winter+wool", visit.Page.Url);

        await visit.At("/products?q=winter");
        await visit.Page.GetByLabel(visit.In("정렬", "Sort"), new() { Exact = true }).SelectOptionAsync("-price");
        await Expect(cards.First).ToContainTextAsync("Wool Coat");
        await visit.Page.GetByText(visit.In("거르기", "Filter"), new() { Exact = true }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Forest" }).CheckAsync();
        await Expect(cards).ToHaveCountAsync(1);
        Assert.Contains("option.Color=Forest", visit.Page.Url);
        await visit.Page.GetByRole(AriaRole.Radio, new() { Name = "M", Exact = true }).CheckAsync();
        await Expect(visit.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("option.Size=M"));
        await Expect(cards).ToContainTextAsync("Fleece Hoodie");
        await visit.Picture($"list-{device}-{lang}");

        // What is in the address is what is shown, also by the way back.
        await visit.Page.GoBackAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Forest" })).ToBeCheckedAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Radio, new() { Name = "M", Exact = true })).Not.ToBeCheckedAsync();
    }

    [Fact]
    public async Task A_filter_keeps_what_the_address_says_beside_it_and_the_focus_and_more_is_shown_once()
    {
        await using var visit = await (await browser.Open(Device.Desktop, "en")).At("/products?minPrice=1000&option.Color=Forest");
        await visit.Page.GetByRole(AriaRole.Radio, new() { Name = "M", Exact = true }).FocusAsync();
        await visit.Page.Keyboard.PressAsync("Space");
        await Expect(visit.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("minPrice=1000.*option.Size=M"));
        await visit.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(visit.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("minPrice=1000.*option.Size=(?!M)"));
        await Expect(visit.Page.Locator("input[name='option.Size']:checked")).ToBeFocusedAsync();

        // Pages of two, so that there is more.
        await visit.Page.RouteAsync(new System.Text.RegularExpressions.Regex("/v1/products\\?limit=24"), route => route.ContinueAsync(new() { Url = route.Request.Url.Replace("limit=24", "limit=2") }));
        await visit.At("/products?sort=-price");
        await Expect(visit.Page.Locator(".card")).ToHaveCountAsync(2);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Show more" }).EvaluateAsync("button => { button.click(); button.click(); }");
        await Expect(visit.Page.Locator(".card")).ToHaveCountAsync(4);
    }

    [Fact]
    public async Task What_is_left_is_told_while_it_sells_and_sold_out_in_words()
    {
        var product = await browser.Shop.Sells(Some.DrawnProduct() with { Name = "Silk scarf " + Some.Id("s"), Stock = 9, Colors = ["Red", "Blue"] });
        await using var visit = await (await browser.Open(Device.Desktop)).At("/products?q=" + Uri.EscapeDataString(product.Name));
        await using var other = await (await browser.Open()).At("/products/" + product.Id);
        var card = visit.Page.Locator(".card");
        await Expect(card).Not.ToContainTextAsync("남음");

        (await browser.Shop.AdjustStock(product.SkuOf(0), -9)).Expect(200);
        (await browser.Shop.AdjustStock(product.SkuOf(1), -6)).Expect(200);

        await Expect(card).ToContainTextAsync("3개 남음");
        await Expect(card).ToContainTextAsync("Red (품절)");
        await Expect(other.Page.Locator("label.is-gone")).ToHaveTextAsync("Red품절");
        await Expect(other.Page.Locator(".state")).ToHaveTextAsync("품절");
        await Expect(other.Button("바로 구매", "Buy now")).ToBeDisabledAsync();
        await other.Page.GetByRole(AriaRole.Radio, new() { Name = "Blue" }).CheckAsync();
        await Expect(other.Page.Locator(".state")).ToHaveTextAsync("3개 남음");
        await Expect(other.Button("바로 구매", "Buy now")).ToBeEnabledAsync();
    }

    [Fact]
    public async Task A_product_shows_what_there_is_by_colour_and_size_and_is_chosen_with_the_keyboard()
    {
        await using var visit = await (await browser.Open(Device.Desktop, "en")).At("/products/cotton-tee");

        await visit.Page.GetByText("Stock by colour and size").ClickAsync();
        await Expect(visit.Page.Locator("table td", new() { HasText = "In stock" })).ToHaveCountAsync(9);
        await visit.Page.GetByRole(AriaRole.Radio, new() { Name = "Black" }).FocusAsync();
        await visit.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(visit.Page.GetByRole(AriaRole.Radio, new() { Name = "White" })).ToBeCheckedAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Radio, new() { Name = "White" })).ToBeFocusedAsync();
    }

    [Fact]
    public async Task The_picture_of_the_chosen_colour_comes_first_and_one_that_cannot_be_loaded_is_drawn()
    {
        var id = Some.Id("parka");
        var saved = await (await browser.Shop.Admin()).Put("/v1/admin/products/" + id, new
        {
            name = id,
            images = new[] { new { url = "https://images.example/front.png", alt = "The front" }, new { url = "https://images.example/lost.png", alt = "The back" } },
            options = new[] { new { name = "Color", values = new[] { "Black", "White" } } },
            variants = new[] { "Black", "White" }.Select(colour => new
            {
                sku = $"{id}-{colour}",
                options = new Dictionary<string, string> { ["Color"] = colour },
                price = 1_000,
                stock = 5,
                imageUrl = $"https://images.example/{colour}.png",
            }),
        });
        saved.Expect(201);
        await using var visit = await browser.Open(Device.Desktop, "en");
        await visit.Page.RouteAsync("https://images.example/**", route => route.Request.Url.EndsWith("/lost.png", StringComparison.Ordinal)
            ? route.FulfillAsync(new() { Status = 404 })
            : route.FulfillAsync(new() { ContentType = "image/png", BodyBytes = Convert.FromBase64String(Point) }));

        await visit.At("/products?q=" + id);
        await Expect(visit.Page.Locator(".card img")).ToHaveAttributeAsync("src", "https://images.example/front.png");

        await visit.At("/products/" + id);
        var pictures = visit.Page.Locator(".gallery .picture");
        await Expect(pictures).ToHaveCountAsync(3);
        await pictures.Last.ScrollIntoViewIfNeededAsync();
        await Expect(pictures.Last.Locator("svg")).ToBeVisibleAsync();
        var first = pictures.First.Locator("img");
        await Expect(first).ToHaveAttributeAsync("src", "https://images.example/Black.png");
        await Expect(first).ToHaveAttributeAsync("alt", id + ", picture 1");
        Assert.Equal(1, await first.EvaluateAsync<int>("image => image.decode().then(() => image.naturalWidth)"));
        await Expect(pictures.Nth(1).Locator("img")).ToHaveAttributeAsync("alt", "The front");

        await visit.Page.GetByRole(AriaRole.Radio, new() { Name = "White" }).CheckAsync();
        await Expect(first).ToHaveAttributeAsync("src", "https://images.example/White.png");
        await Expect(pictures.Nth(1).Locator("img")).ToHaveAttributeAsync("src", "https://images.example/front.png");
    }

    [Fact]
    public async Task The_language_is_chosen_by_the_address_the_button_and_the_browser()
    {
        await using var visit = await (await browser.Open(Device.Phone, "ko")).At("/?lang=en");

        await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await visit.At("/products");
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "All products" })).ToBeVisibleAsync();

        // The link to the content leaves the page as it is, and its fragment does not keep the button from working.
        await visit.Page.EvaluateAsync("() => addEventListener('popstate', () => { document.body.dataset.drawn = String(document.getElementById('main').hasAttribute('aria-busy')); })");
        await visit.Page.Keyboard.PressAsync("Tab");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Page.GetByRole(AriaRole.Main)).ToBeFocusedAsync();
        await Expect(visit.Page.Locator("body")).ToHaveAttributeAsync("data-drawn", "false");
        Assert.EndsWith("#main", visit.Page.Url);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "한국어" }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "전체 상품" })).ToBeVisibleAsync();
    }
}
