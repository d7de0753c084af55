namespace ECommerce.Storefront.Tests.Console;

/// <summary>What an operator watches, and who may.</summary>
public sealed class TodayTests(Browser browser)
{
    [Theory]
    [InlineData(Device.Phone, "ko", false)]
    [InlineData(Device.Desktop, "en", true)]
    public async Task Sales_coupons_and_the_audits_light_are_seen_as_they_change(Device device, string lang, bool isDark)
    {
        var campaign = await browser.Shop.Runs(Some.Campaign() with { Name = Some.Id("Drop"), Quantity = 40, EndsAt = DateTimeOffset.UtcNow.AddMinutes(20) });
        await using var visit = await browser.Open(device, lang, isDark);
        await visit.AsOperator();
        await visit.Says("실시간", "Live");
        await visit.Says("장부가 맞습니다", "The books balance");

        var users = await browser.Shop.NewUsers(30);
        await Task.WhenAll(users.Select(user => user.Claimed(campaign.Id)));
        var burn = visit.Page.Locator(".burn", new() { HasText = campaign.Name });
        await Assertions.Expect(burn).ToContainTextAsync(visit.In("40장 중 30장 발급", "30 of 40 issued"));
        await Assertions.Expect(burn).ToContainTextAsync(visit.In("이대로면", "All gone at"));
        await Assertions.Expect(visit.Main.GetByRole(AriaRole.Cell, new() { Name = "201", Exact = true }).First).ToBeVisibleAsync();
        await visit.IsFine($"today-{device}-{lang}");
    }

    [Fact]
    public async Task The_rows_that_do_not_balance_are_named()
    {
        await using var visit = await browser.Open(Device.Phone, "en");
        await visit.Page.RouteAsync("**/v1/admin/audit", route => route.FulfillAsync(new()
        {
            ContentType = "application/json",
            Body = """{"ok":false,"checks":[{"name":"stock_is_not_negative","ok":false,"detail":"TEE-BLACK-M: -2"},{"name":"wallets_equal_entries","ok":true,"detail":"3 wallets"}]}""",
        }));
        await visit.AsOperator();

        await visit.Says("맞지 않습니다", "1 checks do not hold");
        await visit.Says("TEE-BLACK-M: -2", "TEE-BLACK-M: -2");
        await visit.IsFine("audit");
    }

    [Fact]
    public async Task A_lost_stream_is_told_and_comes_back()
    {
        await using var visit = await browser.Open(Device.Desktop, "ko");
        await visit.AsOperator();
        await visit.Says("실시간", "Live");
        await visit.Page.RouteAsync("**/v1/admin/live", route => route.AbortAsync());
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "내보내기" }).ClickAsync();
        await visit.Says("파일로 받기", "Save as a file");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "오늘" }).ClickAsync();
        await visit.Says("다시 연결합니다", "connecting again");

        await visit.Page.UnrouteAsync("**/v1/admin/live");
        await visit.Says("실시간", "Live");
    }

    [Fact]
    public async Task A_sign_in_that_is_not_answered_is_told_and_can_be_pressed_again()
    {
        await using var visit = await (await browser.Open(Device.Phone, "en")).At("/console");
        await visit.LosesAnswers("**/dev/tokens");
        var button = visit.Main.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true });
        await button.ClickAsync();

        await visit.Says("", "The outcome is not known.");
        await Assertions.Expect(button).ToBeEnabledAsync();
    }

    [Fact]
    public async Task Who_is_no_operator_is_told_so_and_sees_nothing()
    {
        await using var visit = await browser.Open(Device.Phone, "ko");
        await visit.SignedIn();
        await visit.At("/console/orders");

        await visit.Says("운영자가 아닙니다", "You are no operator");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link)).ToHaveCountAsync(0);
        await visit.IsFine("no-operator");
    }
}
