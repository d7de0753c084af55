namespace ECommerce.Storefront.Tests.Console;

/// <summary>What an operator does with products and campaigns.</summary>
public sealed class CatalogueTests(Browser browser)
{
    [Theory]
    [InlineData(Device.Desktop, "ko", false)]
    [InlineData(Device.Phone, "en", true)]
    public async Task A_product_is_found_changed_stocked_and_archived(Device device, string lang, bool isDark)
    {
        var product = await browser.Shop.Sells(Some.DrawnProduct() with { Name = Some.Id("Parka"), Colors = ["Black", "Sand"] });
        await using var visit = await browser.Open(device, lang, isDark);
        await visit.AsOperator("/console/products");
        await visit.Fills("검색어", "Words", product.Name);
        await visit.Presses("찾기", "Search");
        await Assertions.Expect(visit.Main.GetByRole(AriaRole.Row)).ToHaveCountAsync(2);
        await visit.IsFine($"products-{device}-{lang}");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = product.Name }).ClickAsync();

        await visit.Fills("가격(원) Sand", "Price (won) Sand", "12500");
        await visit.Presses("저장", "Save");
        await visit.IsDone();
        await visit.Says("12,500", "12,500");
        await visit.Fills($"재고 증감 {product.SkuOf(1)}", $"Change of stock {product.SkuOf(1)}", "-30");
        await visit.Presses($"더하기 {product.SkuOf(1)}", $"Add {product.SkuOf(1)}");
        await Assertions.Expect(visit.Main.GetByRole(AriaRole.Row, new() { Name = "Sand" })).ToContainTextAsync("70");
        await visit.IsFine($"product-{device}-{lang}");

        await visit.Presses("판매 종료", "Archive");
        await Assertions.Expect(visit.Main.GetByRole(AriaRole.Button, new() { Name = visit.In("판매 종료", "Archive"), Exact = true })).ToHaveCountAsync(0);
        (await browser.Shop.Anonymous.Get("/v1/products/" + product.Id)).Expect(404);
    }

    [Fact]
    public async Task Another_first_picture_leaves_the_others()
    {
        var id = Some.Id("coat");
        var pictures = new[] { "one", "two", "three" }.Select(name => new { url = $"https://images.example/{name}.jpg", alt = name });
        var admin = await browser.Shop.Admin();
        (await admin.Put(
            "/v1/admin/products/" + id, new { name = "Coat", images = pictures, options = Array.Empty<object>(), variants = new[] { new { sku = id, price = 1_000, stock = 1 } } })).Expect(201);
        await using var visit = await browser.Open(Device.Desktop, "en");
        await visit.AsOperator("/console/products/" + id);

        await visit.Fills("이미지 주소", "Address of the image", "https://images.example/new.jpg");
        await visit.Presses("저장", "Save");
        await visit.IsDone();

        var saved = (await admin.Get("/v1/admin/products/" + id)).Expect(200);
        Assert.Equal("new two three", string.Join(' ', saved["images"].EnumerateArray().Select(image => Path.GetFileNameWithoutExtension(image.Text("url")))));
        Assert.Equal("https://images.example/new.jpg", saved.Text("imageUrl"));
    }

    [Fact]
    public async Task A_product_is_made_and_an_id_that_is_taken_is_not_written_over()
    {
        var id = Some.Id("cardigan");
        await using var visit = await browser.Open(Device.Phone, "ko");
        await visit.AsOperator("/console/new-product");
        foreach (var name in new[] { "가디건", "다른 가디건" })
        {
            await visit.At("/console/new-product");
            await visit.Fills("식별자", "Id", id);
            await visit.Fills("이름", "Name", name);
            await visit.Fills("가격(원)", "Price (won)", "39000");
            await visit.Fills("옵션별 재고", "Stock of each", "7");
            await visit.Fills("옵션 이름", "Option's name", "색상");
            await visit.Fills("옵션 값(쉼표로 구분)", "Its values, with commas", "블랙, 아이보리");
            await visit.Presses("저장", "Save");
            await visit.Says(name == "가디건" ? "재고 조정" : "이미 있는 식별자입니다", "");
        }

        var saved = (await browser.Shop.Anonymous.Get("/v1/products/" + id)).Expect(200);
        Assert.Equal(("가디건", 2, 7), (saved.Text("name"), saved["variants"].GetArrayLength(), saved["variants"][1].Number("stock")));
        await visit.IsFine("new-product");
    }

    [Theory]
    [InlineData(Device.Phone, "ko", false)]
    [InlineData(Device.Desktop, "en", true)]
    public async Task An_import_is_tried_first_and_tells_what_it_skips_and_ignores(Device device, string lang, bool isDark)
    {
        var handle = Some.Id("scarf");
        var file = $"Handle,Title,Variant SKU,Variant Price,Variant Inventory Qty,Colour of the box\n{handle},Scarf,{handle}-1,9.99,5,blue\n{handle}-x,Wrong,{handle}-2,much,5,red\n";
        await using var visit = await browser.Open(device, lang, isDark);
        await visit.AsOperator("/console/import");
        await visit.Main.GetByLabel(visit.In("파일", "File"), new() { Exact = true }).SetInputFilesAsync(
            new FilePayload { Name = "products.csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(file) });
        await visit.Fills("가격 1당 원", "Won for one unit of price", "1300");
        await visit.Presses("시험해 보기", "Try it");
        await visit.Says("1줄을 건너뜁니다", "skip 1 lines");
        await visit.Says("Colour of the box", "Colour of the box");
        (await browser.Shop.Anonymous.Get("/v1/products/" + handle)).Expect(404);
        await visit.IsFine($"import-{device}-{lang}");

        await visit.Presses("가져오기", "Import it");
        await visit.Says("저장하고 1줄을 건너뛰었습니다", "skipped 1 lines");
        Assert.Equal(12_987, (await browser.Shop.Anonymous.Get("/v1/products/" + handle)).Expect(200).Number("price"), 1.0);
    }

    [Theory]
    [InlineData(Device.Desktop, "ko", false)]
    [InlineData(Device.Phone, "en", true)]
    public async Task A_campaign_is_made_with_a_preview_paused_and_given_to_a_user(Device device, string lang, bool isDark)
    {
        var (id, user) = (Some.Id("autumn"), await browser.Shop.NewUser());
        await using var visit = await browser.Open(device, lang, isDark);
        await visit.AsOperator("/console/new-campaign");
        await visit.Fills("식별자", "Id", id);
        await visit.Fills("이름", "Name", "Autumn " + id);
        await visit.Fills("할인 값", "Value", "7000");
        await visit.Fills("수량", "Quantity", "20");
        await visit.Fills("시작", "Starts", "2026-01-01T10:00");
        await visit.Fills("끝", "Ends", "2099-01-01T10:00");
        await Assertions.Expect(visit.Main.GetByRole(AriaRole.Group, new() { Name = visit.In("미리 보기", "Preview") })).ToContainTextAsync("7,000");
        await visit.IsFine($"new-campaign-{device}-{lang}");
        await visit.Presses("저장", "Save");
        await visit.Says("20장 중 0장 발급", "0 of 20 issued");

        await user.Claimed(id);
        await visit.Says("20장 중 1장 발급", "1 of 20 issued");
        await visit.Fills("회원 아이디", "User's id", (await browser.Shop.NewUser()).Id);
        await visit.Presses("쿠폰 주기", "Give a coupon");
        await visit.Says("20장 중 2장 발급", "2 of 20 issued");
        await visit.Presses("일시 중지", "Pause");
        await visit.Says("다시 시작", "Go on");
        (await (await browser.Shop.NewUser()).Claim(id)).Expect(409, "campaign_not_open");
        await visit.IsFine($"campaign-{device}-{lang}");
        await visit.At("/console/campaigns");
        await visit.Says("Autumn " + id, "Autumn " + id);
        await visit.IsFine($"campaigns-{device}-{lang}");
    }

    [Theory]
    [InlineData(Device.Phone, "ko", false)]
    [InlineData(Device.Desktop, "en", true)]
    public async Task A_drop_is_rehearsed_by_a_herd_that_claims_and_is_over_for_shoppers_afterwards(Device device, string lang, bool isDark)
    {
        await using var visit = await browser.Open(device, lang, isDark);
        await visit.AsOperator("/console/rehearsal");

        // The answer to one claim is lost; it is made again and counts once.
        var claims = await visit.LosesAnswers("**/claim", most: 1);
        await visit.Fills("수량", "Quantity", "20");
        await visit.Presses("시작", "Play it");
        await visit.Says("초 만에 모두 나갔습니다", "All gone within");
        await visit.Says("20장 중 20장 발급", "20 of 20 issued");
        await visit.Says("받은 사람 20명, 늦은 사람 10명", "20 got one, 10 came too late");
        Assert.True(claims() > 30);

        Assert.DoesNotContain((await browser.Shop.Anonymous.Get("/v1/campaigns")).Ids(), id => id.StartsWith("rehearsal-", StringComparison.Ordinal));
        await visit.IsFine($"rehearsal-{device}-{lang}");
    }

    [Fact]
    public async Task Where_nobody_can_claim_for_others_coupons_are_given_and_the_command_for_a_crowd_is_named()
    {
        await using var visit = await browser.Open(Device.Desktop, "en");
        await visit.AsOperator();
        await visit.Page.RouteAsync("**/pages/sign-in.json", route => route.FulfillAsync(new() { ContentType = "application/json", Body = """{"names":false,"roleClaim":"role"}""" }));
        await visit.At("/console/rehearsal");
        await visit.Says("", $"tests/Load -- rehearsal --target {browser.Address.GetLeftPart(UriPartial.Authority)}");
        var claims = 0;
        visit.Page.Request += (_, request) => claims += request.Url.EndsWith("/claim", StringComparison.Ordinal) ? 1 : 0;

        await visit.Fills("수량", "Quantity", "20");
        await visit.Presses("시작", "Play it");
        await visit.Says("", "All gone within");
        await visit.Says("", "20 of 20 issued");

        Assert.Equal(0, claims);
        Assert.DoesNotContain((await browser.Shop.Anonymous.Get("/v1/campaigns")).Ids(), id => id.StartsWith("rehearsal-", StringComparison.Ordinal));
        await visit.IsFine("rehearsal-given");
    }
}
