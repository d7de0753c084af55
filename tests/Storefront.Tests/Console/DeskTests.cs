namespace ECommerce.Storefront.Tests.Console;

/// <summary>What an operator does with orders, users, payments and files.</summary>
public sealed class DeskTests(Browser browser)
{
    [Theory]
    [InlineData(Device.Desktop, "ko", false)]
    [InlineData(Device.Phone, "en", true)]
    public async Task One_line_of_an_order_is_refunded_with_a_reason(Device device, string lang, bool isDark)
    {
        var product = await browser.Shop.Sells(Some.DrawnProduct() with { Name = "Linen shirt" });
        var user = await browser.Shop.NewUser(balance: 50_000);
        (await user.Buy(product.Sku, 3)).Expect(201);
        await using var visit = await browser.Open(device, lang, isDark);
        await visit.AsOperator("/console/orders");
        await visit.Fills("회원 아이디", "User's id", user.Id);
        await visit.Presses("찾기", "Search");
        await Assertions.Expect(visit.Main.GetByRole(AriaRole.Row)).ToHaveCountAsync(2);
        await visit.IsFine($"orders-{device}-{lang}");
        await visit.Main.GetByRole(AriaRole.Link, new() { Name = "ord_" }).ClickAsync();

        await visit.Fills("Linen shirt Black (최대 3)", "Linen shirt Black (at most 3)", "2");
        await visit.Fills("사유", "Reason", "Two came with a stain.");
        await visit.Presses("환불하기", "Refund");
        await visit.IsDone();
        await visit.Says("Two came with a stain.", "Two came with a stain.");
        Assert.Equal(40_000, await user.Balance());
        await visit.IsFine($"order-{device}-{lang}");
    }

    [Theory]
    [InlineData(Device.Phone, "ko", false)]
    [InlineData(Device.Desktop, "en", true)]
    public async Task A_user_is_looked_up_and_the_balance_adjusted_once(Device device, string lang, bool isDark)
    {
        var user = await browser.Shop.NewUser(balance: 5_000);
        await using var visit = await browser.Open(device, lang, isDark);
        await visit.AsOperator("/console/users");
        await visit.Fills("회원 아이디", "User's id", user.Id);
        await visit.Presses("찾기", "Search");
        await visit.Says("5,000", "5,000");

        // The connection breaks after the call was heard; the page asks again with the same key.
        var calls = 0;
        await visit.Page.RouteAsync("**/adjustments", async route =>
        {
            var answer = await route.FetchAsync();
            await (++calls == 1 ? route.AbortAsync() : route.FulfillAsync(new() { Response = answer }));
        });
        await visit.Fills("금액(원, 빼려면 음수)", "Amount (won, negative takes back)", "2500");
        await visit.Fills("사유", "Reason", "The parcel came late.");
        await visit.Presses("잔액 조정", "Adjust the balance");
        await visit.IsDone();
        await visit.Says("The parcel came late.", "The parcel came late.");
        Assert.Equal(7_500, await user.Balance());
        await visit.IsFine($"user-{device}-{lang}");

        await visit.Fills("금액(원, 빼려면 음수)", "Amount (won, negative takes back)", "-9000");
        await visit.Fills("사유", "Reason", "Too much.");
        await visit.Presses("잔액 조정", "Adjust the balance");
        await visit.Says("잔액이 부족합니다", "The balance is too small");
    }

    [Fact]
    public async Task An_adjustment_whose_outcome_is_not_known_is_settled_before_another_is_made()
    {
        var user = await browser.Shop.NewUser(balance: 5_000);
        await using var visit = await browser.Open(Device.Desktop, "ko");
        await visit.AsOperator("/console/users/" + user.Id);
        await visit.Page.RouteAsync("**/adjustments", route => route.AbortAsync());
        await Adjust(visit, "2500", "The parcel came late.");
        await visit.Says("결과를 알 수 없습니다.", "");
        await visit.Page.UnrouteAllAsync();

        await Adjust(visit, "3000", "It was torn.");
        await visit.Says("앞선 요청(2500 · The parcel came late.)을 먼저 끝냈습니다.", "");
        Assert.Equal(7_500, await user.Balance());

        await Adjust(visit, "3000", "It was torn.");
        await visit.IsDone();
        Assert.Equal(10_500, await user.Balance());
    }

    [Theory]
    [InlineData(Device.Desktop, "ko", false)]
    [InlineData(Device.Phone, "en", true)]
    public async Task Payments_are_replayed_the_log_has_it_and_orders_leave_as_a_file(Device device, string lang, bool isDark)
    {
        var product = await browser.Shop.Sells(Some.DrawnProduct());
        (await (await browser.Shop.NewUser(balance: 10_000)).Buy(product.Sku, 1)).Expect(201);
        await using var visit = await browser.Open(device, lang, isDark);
        await visit.AsOperator("/console/payments");
        await visit.IsFine($"payments-{device}-{lang}");
        await visit.Presses("다시 전송", "Replay");
        await Assertions.Expect(visit.Page.Locator("#said")).ToContainTextAsync(visit.In("건을 다시 보냅니다", "events go out again"));

        await visit.At("/console/log");
        await visit.Fills("작업", "Action", "payments.replay");
        await visit.Presses("찾기", "Search");
        await Assertions.Expect(visit.Main.GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync("olga");
        await visit.IsFine($"log-{device}-{lang}");

        await visit.At("/console/exports");
        await visit.IsFine($"exports-{device}-{lang}");
        var file = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Presses("파일로 받기", "Save as a file"));
        Assert.Equal("orders.csv", file.SuggestedFilename);
        Assert.Contains(product.Sku, await File.ReadAllTextAsync(await file.PathAsync() ?? ""));
    }

    private static async Task Adjust(Visit visit, string amount, string reason)
    {
        await visit.Fills("금액(원, 빼려면 음수)", "Amount (won, negative takes back)", amount);
        await visit.Fills("사유", "Reason", reason);
        await visit.Presses("잔액 조정", "Adjust the balance");
    }
}
