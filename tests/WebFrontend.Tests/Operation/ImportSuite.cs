using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace ECommerce.WebFrontend.Tests.Operation;

public sealed class Import_on_Sqlite(SqliteShop shop) : ImportSuite(shop);

public sealed class Import_on_Postgres(PostgresShop shop) : ImportSuite(shop);

public sealed class Import_on_a_cluster(ClusterShop shop) : ImportSuite(shop);

public abstract class ImportSuite(SharedShop shared)
{
    private const string Header =
        "Handle,Title,Body (HTML),Vendor,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Inventory Qty,Variant Price,Image Src\n";

    private Shop Shop => shared.Shop;

    [Fact]
    public async Task Products_come_in_with_their_variants()
    {
        var id = Some.Id("coat");
        var csv = Header
            + $"{id},\"Coat, long\",\"Warm\nand \"\"long\"\".\",Han,Size,S,Color,Black,{id}-S,3,59.5,https://images.example/coat.jpg\n"
            + $"{id},,,,,L,,Black,{id}-L,4,60,\n";

        var answer = (await Import(csv, "?wonPerUnit=100")).Expect(200);

        answer.Json.HasShape("products:integer variants:integer skipped:array ignored:array");
        Assert.Equal((1, 2, 0), (answer.Number("products"), answer.Number("variants"), answer["skipped"].GetArrayLength()));
        var product = (await Shop.Anonymous.Get("/v1/products/" + id)).Expect(200);
        Assert.Equal(("Coat, long", "Han"), (product.Text("name"), product.Text("vendor")));
        Assert.Equal("https://images.example/coat.jpg", product.Text("imageUrl"));
        Assert.Equal(["Size", "Color"], product["options"].EnumerateArray().Select(option => option.Text("name")));
        Assert.Equal(
            [($"{id}-S", 5_950, 3), ($"{id}-L", 6_000, 4)],
            product["variants"].EnumerateArray().Select(v => (v.Text("sku"), v.Number("price"), v.Number("stock"))));
    }

    [Fact]
    public async Task A_repeat_changes_nothing_also_after_sales()
    {
        var id = Some.Id("coat");
        var csv = Header + $"{id},Coat,,Han,Size,S,,,{id}-S,3,500,\n";
        var first = (await Import(csv)).Expect(200);
        var user = await Shop.NewUser(balance: 1_000);
        (await user.Pay(await user.Ordered(id + "-S", 2))).Expect(200);

        var second = (await Import(csv)).Expect(200);

        Assert.Equal(first.Text, second.Text);
        var product = (await Shop.Anonymous.Get("/v1/products/" + id)).Expect(200);
        Assert.Equal((500, 1), (product.Number("price"), product["variants"][0].Number("stock")));
        await Shop.BooksAreRight();
    }

    [Fact]
    public async Task A_line_that_makes_no_sense_is_skipped_with_its_number_and_reason()
    {
        var (good, bad) = (Some.Id("good"), Some.Id("bad"));
        var csv = Header
            + $"{bad},Bad,,Han,Size,S,,,{bad}-S,3,not-a-price,\n"
            + $"{good},Good,,Han,Size,S,,,{good}-S,3,500,\n";

        var answer = (await Import(csv)).Expect(200);

        Assert.Equal(1, answer.Number("products"));
        var skipped = answer["skipped"].EnumerateArray().Single().HasShape("line:integer reason:text");
        Assert.Equal(2, skipped.Number("line"));
        (await Shop.Anonymous.Get("/v1/products/" + good)).Expect(200);
        (await Shop.Anonymous.Get("/v1/products/" + bad)).Expect(404, "unknown_product");
    }

    [Fact]
    public async Task An_option_value_of_150_characters_is_imported_and_saved_alike()
    {
        var (imported, saved, value) = (Some.Id("imported"), Some.Id("saved"), new string('v', 150));

        var answer = (await Import(Header + $"{imported},Coat,,Han,Size,{value},,,{imported}-S,3,500,\n")).Expect(200);
        (await (await Shop.Admin()).Put("/v1/admin/products/" + saved, new
        {
            name = "Coat",
            options = new[] { new { name = "Size", values = new[] { value } } },
            variants = new[] { new { sku = saved + "-S", options = new Dictionary<string, string> { ["Size"] = value }, price = 500 } },
        })).Expect(201);

        Assert.Equal((1, 0), (answer.Number("products"), answer["skipped"].GetArrayLength()));
        foreach (var id in (string[])[imported, saved])
        {
            var product = (await Shop.Anonymous.Get("/v1/products/" + id)).Expect(200);
            Assert.Equal(value, product["options"][0].GetProperty("values")[0].GetString());
        }
    }

    [Fact]
    public async Task A_byte_order_mark_and_windows_line_ends_do_no_harm()
    {
        var id = Some.Id("coat");

        (await Import("\uFEFF" + Header.Replace("\n", "\r\n") + $"{id},코트,,Han,Size,S,,,{id}-S,3,500,\r\n")).Expect(200);

        Assert.Equal("코트", (await Shop.Anonymous.Get("/v1/products/" + id)).Expect(200).Text("name"));
    }

    [Fact]
    public async Task A_large_file_is_read_as_a_stream()
    {
        var id = Some.Id("bulk");
        var csv = new StringBuilder(Header);
        var text = new string('x', 2_000);
        for (var i = 0; i < 1_000; i++)
        {
            csv.Append($"{id}-{i},Bulk,{text},Han,Title,Default Title,,,{id}-{i}-sku,1,100,\n");
        }

        Assert.Equal(1_000, (await Import(csv.ToString())).Expect(200).Number("products"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("many")]
    public async Task A_wonPerUnit_that_is_not_above_zero_is_refused(string rate)
    {
        (await Import(Header, "?wonPerUnit=" + rate)).Expect(422, "validation_failed");
    }

    [Theory]
    [InlineData("application/json", 415)]
    [InlineData("text/csv; charset=shift_jis", 415)]
    [InlineData("application/csv", 200)]
    [InlineData("application/vnd.ms-excel; charset=\"utf-8\"", 200)]
    public async Task Files_are_CSV_in_an_encoding_that_is_known(string type, int status)
    {
        var answer = (await Import(Header, type: type)).Expect(status);

        Assert.Equal(status == 200 ? null : "unsupported_media_type", answer.Code);
    }

    [Fact]
    public async Task A_Korean_file_is_read_when_its_charset_is_declared_and_refused_with_the_way_to_declare_it_when_not()
    {
        var id = Some.Id("coat");
        byte[] file = [.. Encoding.ASCII.GetBytes(Header + id + ","), 0xC4, 0xDA, 0xC6, 0xAE, .. Encoding.ASCII.GetBytes($",,Han,Size,S,,,{id}-S,3,500,\n")];

        Assert.Contains("charset=euc-kr", (await Import(file)).Expect(400, "malformed_request").Text);
        (await Import(file, type: "text/csv; charset=EUC-KR")).Expect(200);

        Assert.Equal("코트", (await Shop.Anonymous.Get("/v1/products/" + id)).Expect(200).Text("name"));
    }

    public static TheoryData<string> LinesThatCannotBeRead =>
    [
        "{id},,,,,M,,,{id}-M,7,\"1.000,00\",\n",
        "{id},,,,,M,,,{id}-M,many,900,\n",
        "{id},,,,,M,,,{id}-M,7,900,,too,many\n",
        "{id},,,,,M,,,{id}-M,7,900",
        "{id},,,,,\"M,,,{id}-M,7,900,\n",
        "{id},,,,,M\"\"\",,,{id}-M,7,900,\n",
        "{id},,,,,M\uFFFD,,,{id}-M,7,900,\n",
        "{id},,,,,M\0,,,{id}-M,7,900,\n",
        ",,,,,M,,,{id}-M,7,900,\n",
        "{id}/,,,,,M,,,{id}-M,7,900,\n",
        "{id},\n",
        "{id}\n",
        "{id}-b,B,,Han,Size,S,,,{id}-b,7,900,\n{id},,,,,M,,,{id}-M,7,900,\n",
    ];

    [Theory]
    [MemberData(nameof(LinesThatCannotBeRead))]
    public async Task A_line_that_is_skipped_leaves_its_variant_on_sale_as_it_was(string line)
    {
        var id = Some.Id("coat");
        string First(int price) => Header + $"{id},Coat,,Han,Size,S,,,{id}-S,3,{price},\n";
        (await Import(First(500) + $"{id},,,,,M,,,{id}-M,4,600,\n")).Expect(200);
        var file = First(550) + line.Replace("{id}", id);

        var dry = (await Import(file, "?dryRun=true")).Expect(200);
        Assert.Equal([500, 600], (await Variants(id)).Select(variant => variant.Number("price")));
        var answer = (await Import(file)).Expect(200);

        Assert.Equal(dry.Text, answer.Text);
        Assert.NotEqual(0, answer["skipped"].GetArrayLength());
        Assert.Equal(
            [($"{id}-S", 550, 3), ($"{id}-M", 600, 4)],
            (await Variants(id)).Select(v => (v.Text("sku"), v.Number("price"), v.Number("stock"))));
        Assert.Equal(["S", "M"], (await Shop.Anonymous.Get("/v1/products/" + id))["options"][0].GetProperty("values").EnumerateArray().Select(it => it.GetString()));
        (await (await Shop.NewUser(balance: 1_000)).Buy(id + "-M", 1)).Expect(201);
    }

    [Fact]
    public async Task A_first_line_that_was_cut_leaves_its_variant_on_sale_as_it_was()
    {
        var id = Some.Id("coat");
        (await Import(Header + $"{id},Coat,,Han,Size,S,,,{id}-S,3,500,\n{id},,,,,M,,,{id}-M,4,600,\n")).Expect(200);

        var answer = (await Import(Header + $"{id},Coat,,Han,Size\n{id},,,,,M,,,{id}-M,4,650,\n")).Expect(200);

        Assert.Equal(2, Assert.Single(answer["skipped"].EnumerateArray()).Number("line"));
        Assert.Equal(
            [($"{id}-M", 650, 4), ($"{id}-S", 500, 3)],
            (await Variants(id)).Select(v => (v.Text("sku"), v.Number("price"), v.Number("stock"))).OrderBy(it => it.Item1, StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_a_whole_file_leaves_out_is_no_longer_sold()
    {
        var id = Some.Id("coat");
        var first = Header + $"{id},Coat,,Han,Size,S,,,{id}-S,3,500,\n";
        (await Import(first + $"{id},,,,,M,,,{id}-M,4,600,\n")).Expect(200);

        (await Import(first, "?dryRun=true")).Expect(200);
        Assert.Equal(2, (await Variants(id)).Count);
        var answer = (await Import(first)).Expect(200);

        Assert.Equal((1, 1), (answer.Number("products"), answer.Number("variants")));
        Assert.Equal([id + "-S"], (await Variants(id)).Select(variant => variant.Text("sku")));
        (await (await Shop.NewUser(balance: 1_000)).Buy(id + "-M", 1)).Expect(422, "unknown_sku");
    }

    [Fact]
    public async Task A_variant_without_a_sku_in_the_file_is_the_one_with_its_options()
    {
        var id = Some.Id("coat");
        (await Import(Header + $"{id},Coat,,Han,Size,S,,,{id}-S,3,500,\n{id},,,,,M,,,{id}-M,4,600,\n")).Expect(200);

        (await Import(Header + $"{id},Coat,,Han,Size,S,,,,9,510,\n{id},,,,,M,,,,9,610,\n")).Expect(200);

        Assert.Equal(
            [($"{id}-S", 510, 3), ($"{id}-M", 610, 4)], (await Variants(id)).Select(v => (v.Text("sku"), v.Number("price"), v.Number("stock"))));
    }

    [Fact]
    public async Task A_dry_run_tells_the_same_as_the_import_and_changes_nothing()
    {
        var (owner, id) = (await Shop.Sells(Some.Product()), Some.Id("coat"));
        var file = Header.Replace("Image Src", "Image Width")
            + $"{id},Coat,,Han,Size,S,,,{id}-S,3,500,\n"
            + $"{id}-b,Cap,,Han,Size,S,,,{owner.Sku},3,500,\n"
            + $"{id}-c,Hat,,Han,Size,S,,,{id}-c,3,no,\n";

        var dry = (await Import(file, "?dryRun=true")).Expect(200);
        (await Shop.Anonymous.Get("/v1/products/" + id)).Expect(404, "unknown_product");
        var real = (await Import(file, "?dryRun=false")).Expect(200);

        Assert.Equal(dry.Text, real.Text);
        Assert.Equal([3L, 4L], real["skipped"].EnumerateArray().Select(line => line.Number("line")));
        Assert.Contains(owner.Sku, real["skipped"][0].Text("reason"));
        Assert.Equal(["Image Width"], real["ignored"].EnumerateArray().Select(column => column.GetString()));
        (await Shop.Anonymous.Get("/v1/products/" + id)).Expect(200);
        (await Import(file, "?dryRun=maybe")).Expect(422, "validation_failed");
    }

    [Theory]
    [InlineData("true", "archived", "archived")]
    [InlineData("false", "active", "draft")]
    public async Task A_file_takes_products_off_sale_and_puts_them_back(string published, string status, string becomes)
    {
        var id = Some.Id("coat");
        string File(string published, string status) =>
            $"Title,URL handle,Published on online store,Status,SKU,Price,Inventory quantity\nCoat,{id},{published},{status},{id}-sku,500,3\n";
        (await Import(File("true", "active"))).Expect(200);

        (await Import(File(published, status))).Expect(200);
        await Eventually.Ask(() => Shop.Anonymous.Get("/v1/products/" + id), answer => answer.Status == 404, Bounds.Freshness);
        (await Shop.Anonymous.Get("/v1/products/" + id)).Expect(404, "unknown_product");
        var listed = await Listed(id);
        Assert.Equal((becomes, 3), (listed.Text("status"), listed.GetProperty("variants")[0].Number("stock")));

        (await Import(File("true", "active"))).Expect(200);
        (await Shop.Anonymous.Get("/v1/products/" + id)).Expect(200);
        await Shop.BooksAreRight();
    }

    [Fact]
    public async Task A_price_list_changes_prices_and_nothing_that_it_has_no_column_for()
    {
        var id = Some.Id("coat");
        (await Import(
            "Title,URL handle,Description,Vendor,Type,Tags,Status,Product image URL,SKU,Price,Compare-at price,Inventory quantity\n"
            + $"Coat,{id},Warm.,Han,Coats,winter,archived,https://cdn.example.com/coat.jpg,{id}-sku,500,700,3\n")).Expect(200);
        var before = await Listed(id);

        (await Import($"Title,URL handle,SKU,Price\nCoat,{id},{id}-sku,450\n")).Expect(200);

        var after = await Listed(id);
        Assert.Equal(450, after.Number("price"));
        Assert.Equal("archived", after.Text("status"));
        foreach (var kept in (string[])["description", "vendor", "type", "tags", "images", "compareAtPrice"])
        {
            Assert.Equal(before.GetProperty(kept).GetRawText(), after.GetProperty(kept).GetRawText());
        }

        (await Shop.Anonymous.Get("/v1/products/" + id)).Expect(404, "unknown_product");
    }

    [Fact]
    public async Task A_price_list_without_columns_for_options_changes_the_prices_of_variants_and_not_their_options()
    {
        var id = Some.Id("coat");
        (await Import(Header + $"{id},Coat,,Han,Size,S,,,{id}-S,3,500,\n{id},,,,,M,,,{id}-M,4,600,\n")).Expect(200);
        var before = await Listed(id);

        var list = $"Title,URL handle,SKU,Price\nCoat,{id},{id}-S,450\nCoat,{id},{id}-M,550\n";
        Assert.Equal(0, (await Import(list, "?dryRun=true")).Expect(200)["skipped"].GetArrayLength());
        Assert.Equal(0, (await Import(list)).Expect(200)["skipped"].GetArrayLength());

        var after = await Listed(id);
        Assert.Equal(before.GetProperty("options").GetRawText(), after.GetProperty("options").GetRawText());
        Assert.Equal(
            [($"{id}-S", "S", 450), ($"{id}-M", "M", 550)],
            after.GetProperty("variants").EnumerateArray().Select(it => (it.Text("sku"), it.GetProperty("options").Text("Size"), it.Number("price"))));

        var answer = (await Import($"Title,URL handle,SKU,Price\nCoat,{id},{id}-S,400\nCoat,{id},{id}-L,500\n")).Expect(200);
        Assert.Equal([2, 3], answer["skipped"].EnumerateArray().Select(it => it.Number("line")));
        Assert.Equal(after.GetRawText(), (await Listed(id)).GetRawText());
    }

    [Fact]
    public async Task A_file_without_a_column_of_handles_knows_products_by_their_titles_and_a_repeat_changes_nothing()
    {
        var title = Some.Id("coat");
        var file = $"Title,Option1 name,Option1 value,SKU,Price,Inventory quantity\n{title},Size,S,{title}-S,500,3\n,,M,{title}-M,600,4\n";
        var first = (await Import(file)).Expect(200);
        var before = await Listed(title);

        var second = (await Import(file)).Expect(200);

        Assert.Equal((1, 2, 0), (first.Number("products"), first.Number("variants"), first["skipped"].GetArrayLength()));
        Assert.Equal(first.Text, second.Text);
        Assert.Equal((title, title), (before.Text("id"), before.Text("name")));
        Assert.Equal(before.GetRawText(), (await Listed(title)).GetRawText());
    }

    [Fact]
    public async Task The_same_file_in_decomposed_Hangul_changes_nothing()
    {
        const string composed = "한글";
        const string decomposed = "\u1112\u1161\u11ab\u1100\u1173\u11af";
        var id = Some.Id(composed);
        var file = "Handle,Title,Body (HTML),Vendor,Type,Tags,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price\n"
            + $"{id},{id},{composed},{composed},{composed},{composed},{composed},{composed},{id}-sku,3,500\n";
        var first = (await Import(file)).Expect(200);
        var before = await Listed(Uri.EscapeDataString(id));

        var second = (await Import(file.Replace(composed, decomposed, StringComparison.Ordinal))).Expect(200);

        Assert.Equal((1, 1, 0), (first.Number("products"), first.Number("variants"), first["skipped"].GetArrayLength()));
        Assert.Equal(first.Text, second.Text);
        Assert.Equal(before.GetRawText(), (await Listed(Uri.EscapeDataString(id))).GetRawText());
    }

    [Theory]
    [InlineData("{id},,,,,M,,,.,7,900,\n", "its sku stands for another path in an address")]
    [InlineData("{id},,,,,M,,,..,7,900,\n", "its sku stands for another path in an address")]
    [InlineData("..,Dots,,Han,Size,M,,,{id}-M,7,900,\n", "its handle stands for another path in an address")]
    public async Task A_sku_or_handle_that_no_client_can_address_is_skipped_with_the_reason_and_nothing_goes_off_sale(string line, string reason)
    {
        var id = Some.Id("coat");
        var first = Header + $"{id},Coat,,Han,Size,S,,,{id}-S,3,500,\n";
        (await Import(first + $"{id},,,,,M,,,{id}-M,4,600,\n")).Expect(200);
        var before = (await Shop.Anonymous.Get("/v1/products/" + id)).Expect(200).Text;

        var answer = (await Import(first + line.Replace("{id}", id))).Expect(200);

        var skipped = Assert.Single(answer["skipped"].EnumerateArray());
        Assert.Equal((3, reason), (skipped.Number("line"), skipped.Text("reason")));
        Assert.Equal(before, (await Shop.Anonymous.Get("/v1/products/" + id)).Expect(200).Text);
    }

    [Theory]
    [InlineData("active", 500)]
    [InlineData("archived", 0)]
    public async Task A_variant_that_a_file_takes_off_sale_keeps_its_name_and_last_price_in_a_cart_and_does_not_count(string status, long total)
    {
        var id = Some.Id("coat");
        const string columns = "Title,URL handle,Status,Option1 name,Option1 value,SKU,Price,Inventory quantity\n";
        var medium = $",{id},,,M,{id}-M,600,4\n";
        string File(string status, string others) => columns + $"Coat,{id},{status},Size,S,{id}-S,500,3\n" + others;
        (await Import(File("active", medium))).Expect(200);
        var user = await Shop.NewUser();
        (await user.AddToCart(id + "-S", 1)).Expect(200);
        Assert.Equal(1_700, (await user.AddToCart(id + "-M", 2)).Expect(200).Number("total"));

        Assert.Equal(0, (await Import(File(status, status == "archived" ? medium : ""))).Expect(200)["skipped"].GetArrayLength());

        var cart = await Eventually.Ask(() => user.Cart(), answer => answer.Number("total") == total, Bounds.Freshness);
        Assert.Equal(total, cart.Number("total"));
        var (small, gone) = (cart.Items()[0], cart.Items()[1]);
        Assert.Equal(($"{id}-S", status == "active"), (small.Text("sku"), small.GetProperty("sold").GetBoolean()));
        Assert.Equal((id + "-M", id, "Coat", "M"), (gone.Text("sku"), gone.Text("productId"), gone.Text("name"), gone.GetProperty("options").Text("Size")));
        Assert.Equal((2, 600, 0, false), (gone.Number("quantity"), gone.Number("price"), gone.Number("available"), gone.GetProperty("sold").GetBoolean()));
    }

    [Fact]
    public async Task A_sku_that_moves_keeps_its_stock_where_the_file_has_no_quantity()
    {
        var (one, other) = (Some.Id("coat"), Some.Id("parka"));
        (await Import(Header + $"{one},Coat,,Han,Size,S,,,{one}-S,3,500,\n{one},,,,,M,,,{one}-M,40,600,\n")).Expect(200);

        var answer = (await Import(
            "Title,URL handle,Option1 Name,Option1 Value,SKU,Price\n"
            + $"Coat,{one},Size,S,{one}-S,500\nParka,{other},Size,M,{one}-M,650\n")).Expect(200);

        Assert.Equal(0, answer["skipped"].GetArrayLength());
        Assert.Equal([($"{one}-M", 650, 40)], (await Variants(other)).Select(it => (it.Text("sku"), it.Number("price"), it.Number("stock"))));
        await Shop.BooksAreRight();
    }

    [Fact]
    public async Task A_product_does_not_grow_beyond_its_bound_by_imports_that_keep_what_they_do_not_name()
    {
        var id = Some.Id("coat");
        string File(string prefix, int count) => Header + $"{id},Coat,,Han,Size,{prefix}0,,,{id}-{prefix}0,3,500,\n"
            + string.Concat(Enumerable.Range(1, count - 1).Select(i => $"{id},,,,,{prefix}{i},,,{id}-{prefix}{i},3,500,\n"));
        (await Import(File("a", 400))).Expect(200);

        var answer = (await Import(File("b", 300) + $"{id},,,,,x,,,{id}-x,many,500,\n")).Expect(200);

        Assert.Equal(201, answer["skipped"].GetArrayLength());
        Assert.Equal(500, (await Variants(id)).Count);

        // A page of products that are larger than one piece of an answer arrives to its end.
        (await Shop.Anonymous.Get("/v1/products?limit=100")).Expect(200);
    }

    private async Task<JsonElement> Listed(string id) =>
        (await (await Shop.Admin()).Get("/v1/admin/products?q=" + id)).Expect(200).Items().Single();

    private async Task<IReadOnlyList<JsonElement>> Variants(string id) =>
        [.. (await Shop.Anonymous.Get("/v1/products/" + id)).Expect(200)["variants"].EnumerateArray()];

    private Task<Answer> Import(string csv, string query = "", string type = "text/csv") => Import(Encoding.UTF8.GetBytes(csv), query, type);

    private async Task<Answer> Import(byte[] csv, string query = "", string type = "text/csv")
    {
        var content = new ByteArrayContent(csv);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return await (await Shop.Admin()).Send(HttpMethod.Post, "/v1/admin/products/import" + query, content);
    }
}
