using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;

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

        answer.Json.HasShape("products:integer variants:integer skipped:array");
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

    [Fact]
    public async Task Anything_but_csv_is_refused()
    {
        (await Import(Header, type: "application/json")).Expect(415, "unsupported_media_type");
    }

    private async Task<Answer> Import(string csv, string query = "", string type = "text/csv")
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(csv));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return await (await Shop.Admin()).Send(HttpMethod.Post, "/v1/admin/products/import" + query, content);
    }
}
