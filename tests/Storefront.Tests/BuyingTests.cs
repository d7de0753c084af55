using static Microsoft.Playwright.Assertions;

namespace ECommerce.Storefront.Tests;

/// <summary>Somebody buys, from the wallet, with a coupon, on two devices, and takes back.</summary>
public sealed class BuyingTests(Browser browser)
{
    [Theory]
    [InlineData(Device.Phone, "ko")]
    [InlineData(Device.Desktop, "en")]
    public async Task The_wallet_is_charged_and_its_statement_says_so(Device device, string lang)
    {
        await using var visit = await (await browser.Open(device, lang)).SignedIn(back: "/me");

        await visit.Page.GetByLabel(visit.In("충전할 금액", "Amount to charge")).FillAsync("900");
        await visit.Button("충전하기", "Charge").Last.ClickAsync();
        await visit.Says("1,000원에서", "From ₩1,000");
        await visit.Page.GetByLabel(visit.In("충전할 금액", "Amount to charge")).FillAsync("70000");
        await visit.Button("충전하기", "Charge").Last.ClickAsync();

        await visit.Says("70,000원 충전했습니다.", "₩70,000 charged.");
        await Expect(visit.Page.Locator(".balance")).ToHaveTextAsync(visit.In("70,000원", "₩70,000"));
        await Expect(visit.Page.Locator("tbody tr")).ToHaveCountAsync(1);
        Assert.Equal(70_000, await (await visit.Self()).Balance());
        await visit.Picture($"me-{device}-{lang}", whole: true);
    }

    [Theory]
    [InlineData(Device.Phone, "ko")]
    [InlineData(Device.Desktop, "en")]
    public async Task A_product_is_bought_at_once_and_what_is_missing_is_charged_in_place(Device device, string lang)
    {
        await using var visit = await (await browser.Open(device, lang)).SignedIn(back: "/products/canvas-tote");

        await visit.Button("바로 구매", "Buy now").ClickAsync();
        await visit.Says("잔액이 39,000원 부족합니다.", "₩39,000 are missing.");
        await visit.Button("부족한 39,000원 충전", "Charge the missing ₩39,000").ClickAsync();
        await visit.Button("39,000원 결제", "Pay ₩39,000").ClickAsync();

        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = visit.In("결제가 끝났습니다", "Paid. Thank you.") })).ToBeVisibleAsync();
        await visit.Says("남은 잔액 0원", "Balance left: ₩0");
        Assert.Equal(0, await (await visit.Self()).Balance());
        Assert.Single((await (await visit.Self()).Orders()).Expect(200)["items"].EnumerateArray());
    }

    [Theory]
    [InlineData(Device.Phone, "en")]
    [InlineData(Device.Desktop, "ko")]
    public async Task A_cart_is_filled_on_two_devices_and_paid_with_the_best_coupon(Device device, string lang)
    {
        var shop = browser.Shop;
        var (shirt, scarf) = (await shop.Sells(Some.DrawnProduct() with { Name = "Shirt" }), await shop.Sells(Some.DrawnProduct() with { Name = "Scarf", Price = 7_000 }));
        var (small, large, high) = (
            await shop.Runs(Some.Campaign() with { Name = "Small one" }),
            await shop.Runs(Some.Campaign() with { Name = "Large one", Value = 5_000 }),
            await shop.Runs(Some.Campaign() with { Name = "High one", Value = 9_000, MinimumOrder = 500_000 }));
        await using var phone = await (await browser.Open(device, lang)).SignedIn(back: "/products/" + shirt.Id);
        var self = await phone.Self();
        (await self.Charge(50_000)).Expect(201);
        foreach (var campaign in new[] { small, large, high })
        {
            await self.Claimed(campaign.Id);
        }

        await phone.Button("장바구니에 담기", "Add to cart").ClickAsync();
        await Expect(phone.Page.Locator("#said")).ToContainTextAsync(phone.In("장바구니에 담았습니다.", "It is in the cart."));
        await phone.At("/cart");
        await Expect(phone.Page.Locator(".line")).ToHaveCountAsync(1);
        await using (var desktop = await (await browser.Open(Device.Desktop, lang)).SignedIn(phone.User, "/products/" + scarf.Id))
        {
            await desktop.Button("장바구니에 담기", "Add to cart").ClickAsync();
            await Expect(desktop.Page.Locator("#said")).ToContainTextAsync(desktop.In("담았습니다", "in the cart"));
        }

        // The first device shows it by itself.
        await Expect(phone.Page.Locator(".line")).ToHaveCountAsync(2);
        await phone.Link("주문하기", "Order").ClickAsync();
        await phone.Says("12,000원", "₩12,000");
        await Expect(phone.Page.GetByRole(AriaRole.Radio, new() { Name = "Large one" })).ToBeCheckedAsync();
        await Expect(phone.Page.GetByRole(AriaRole.Radio, new() { Name = "High one" })).ToBeDisabledAsync();
        await phone.Says("500,000원 이상 주문할 때 쓸 수 있습니다", "For orders from ₩500,000");
        await phone.Says("38,000원", "₩38,000");
        await phone.Picture($"checkout-{device}-{lang}", whole: true);
        await phone.Button("12,000원 결제", "Pay ₩12,000").ClickAsync();

        await Expect(phone.Page.GetByRole(AriaRole.Heading, new() { Name = phone.In("결제가 끝났습니다", "Paid. Thank you.") })).ToBeVisibleAsync();
        Assert.Equal(38_000, await self.Balance());
        Assert.Empty((await self.Cart()).Expect(200)["items"].EnumerateArray());
    }

    [Fact]
    public async Task Coupons_are_listed_by_the_days_they_have_left_and_used_ones_last()
    {
        var shop = browser.Shop;
        var product = await shop.Sells(Some.DrawnProduct());
        await using var visit = await (await browser.Open(lang: "en")).SignedIn();
        var self = await visit.Self();
        (await self.Charge(10_000)).Expect(201);
        foreach (var days in new[] { 30, 1, 3 })
        {
            await self.Claimed((await shop.Runs(Some.Campaign() with { Name = $"Good for {days}", ValidDays = days })).Id);
        }

        (await self.Buy(product.Sku, 1, await self.Claimed((await shop.Runs(Some.Campaign() with { ValidDays = 2 })).Id))).Expect(201);
        await visit.At("/me");

        await Expect(visit.Page.Locator(".tickets > li")).ToContainTextAsync((string[])["Good for 1Until tomorrow", "Good for 33 days left", "Good for 3030 days left", "Used"]);
    }

    [Fact]
    public async Task A_line_that_asks_for_more_than_there_is_is_red_before_anything_is_ordered()
    {
        var product = await browser.Shop.Sells(Some.DrawnProduct() with { Stock = 5 });
        await using var visit = await (await browser.Open()).SignedIn();
        (await (await visit.Self()).SetInCart(product.Sku, 4)).Expect(200);
        await visit.At("/cart");
        await Expect(visit.Link("주문하기", "Order")).ToBeVisibleAsync();

        (await browser.Shop.AdjustStock(product.Sku, -3)).Expect(200);

        await Expect(visit.Page.Locator(".line.is-short")).ToContainTextAsync("2개만 남았습니다");
        await Expect(visit.Button("주문하기", "Order")).ToBeDisabledAsync();
        await visit.Picture("cart-short");
        await visit.IsAccessible();
        await visit.Button("2개로 바꾸기", "Take 2").ClickAsync();
        await Expect(visit.Link("주문하기", "Order")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".line.is-short")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Quick_changes_of_several_lines_are_all_made_and_the_focus_stays()
    {
        var products = new[] { await browser.Shop.Sells(Some.DrawnProduct()), await browser.Shop.Sells(Some.DrawnProduct()), await browser.Shop.Sells(Some.DrawnProduct()) };
        await using var visit = await (await browser.Open()).SignedIn();
        var self = await visit.Self();
        foreach (var product in products)
        {
            (await self.SetInCart(product.Sku, 1)).Expect(200);
        }

        await visit.At("/cart");
        var first = visit.Page.Locator("#quantity-" + products[0].Sku);
        await first.FocusAsync();
        await visit.Page.EvaluateAsync(
            """
            () => document.querySelectorAll(".line select").forEach((select, i) => {
              select.value = String(i + 3);
              select.dispatchEvent(new Event("change", { bubbles: true }));
            })
            """);

        var cart = await Eventually.Ask(
            async () => string.Join(' ', (await self.Cart()).Expect(200)["items"].EnumerateArray().Select(item => item.GetProperty("quantity").GetInt32()).Order()),
            quantities => quantities == "3 4 5", TimeSpan.FromSeconds(20));
        Assert.Equal("3 4 5", cart);
        await visit.Says("120,000원", "₩120,000");
        await Expect(first).ToBeFocusedAsync();
    }

    [Fact]
    public async Task What_was_refused_is_said_and_nothing_is_paid()
    {
        var product = await browser.Shop.Sells(Some.DrawnProduct() with { Stock = 2 });
        await using var visit = await (await browser.Open()).SignedIn();
        var self = await visit.Self();
        (await self.Charge(20_000)).Expect(201);
        await visit.At($"/checkout?product={product.Id}&sku={product.Sku}&quantity=2");
        await visit.Says("20,000원", "₩20,000");

        (await browser.Shop.AdjustStock(product.Sku, -1)).Expect(200);
        await visit.Button("20,000원 결제", "Pay").ClickAsync();
        await visit.Says("1개만 남았습니다. 결제되지 않았습니다.", "only 1 left");

        (await browser.Shop.AdjustStock(product.Sku, 5)).Expect(200);
        (await browser.Shop.Adjust(visit.User, -15_000)).Expect(201);
        await visit.Button("20,000원 결제", "Pay").ClickAsync();
        await visit.Says("잔액이 부족합니다. 결제되지 않았습니다.", "too low");
        await visit.Says("잔액이 15,000원 부족합니다.", "missing");
        Assert.Equal(5_000, await self.Balance());
    }

    [Theory]
    [InlineData(Device.Phone, "ko")]
    [InlineData(Device.Desktop, "en")]
    public async Task Orders_are_paid_later_and_cancelled_in_part_and_as_a_whole(Device device, string lang)
    {
        var product = await browser.Shop.Sells(Some.DrawnProduct());
        await using var visit = await (await browser.Open(device, lang)).SignedIn();
        var self = await visit.Self();
        (await self.Charge(30_000)).Expect(201);
        var order = await self.Ordered(product.Sku, 3);

        await visit.At("/me");
        await visit.Link("결제 전", "Not paid yet").ClickAsync();
        await visit.Link("결제하기", "Pay").ClickAsync();
        await visit.Button("30,000원 결제", "Pay ₩30,000").ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = visit.In("결제가 끝났습니다", "Paid. Thank you.") })).ToBeVisibleAsync();

        await visit.Page.GetByText(visit.In("주문 취소", "Cancel the order"), new() { Exact = true }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Combobox).SelectOptionAsync("1");
        await visit.Button("고른 만큼 취소", "Cancel these").ClickAsync();
        await visit.Says("취소했습니다. 10,000원 환불.", "Cancelled. ₩10,000 refunded.");
        Assert.Equal(10_000, await self.Balance());

        await visit.Page.GetByText(visit.In("주문 취소", "Cancel the order"), new() { Exact = true }).ClickAsync();
        await visit.Button("전체 취소", "Cancel all").ClickAsync();
        await visit.Says("취소했습니다. 20,000원 환불.", "Cancelled. ₩20,000 refunded.");
        Assert.Equal(30_000, await self.Balance());
        Assert.Equal("cancelled", (await self.OrderOf(order)).Expect(200).Text("status"));
    }
}
