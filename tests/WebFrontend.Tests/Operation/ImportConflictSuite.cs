using System.IO;
using System.IO.Pipelines;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace ECommerce.WebFrontend.Tests.Operation;

public sealed class Import_conflicts_on_Sqlite(SqliteShop shop) : ImportConflictSuite(shop);

public sealed class Import_conflicts_on_Postgres(PostgresShop shop) : ImportConflictSuite(shop);

public sealed class Import_conflicts_on_a_cluster(ClusterShop shop) : ImportConflictSuite(shop);

/// <summary>Files that say something else than what there is: what is taken, what is skipped, and what stays on sale.</summary>
public abstract class ImportConflictSuite(SharedShop shared)
{
    private const string Header = "Handle,Title,Status,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price,Image Src\n";

    private const string Because = "its product is left out because of line 2: its status or whether it is published is not usable";

    private Shop Shop => shared.Shop;

    [Fact]
    public async Task A_product_whose_first_line_cannot_be_used_stays_as_it_is_and_each_of_its_lines_is_reported()
    {
        var id = Some.Id("coat");
        (await Import($"{id},Coat,active,Size,S,{id}-S,3,500,\n{id},,,,M,{id}-M,4,600,\n")).Expect(200);
        var before = await Product(id);

        var answer = await SameDry(
            $"{id},Coat,sold out,Size,S,{id}-S,3,550,\n{id},,,,M,{id}-M,4,650,\n{id},,,,,,,,/b.jpg\n{id}-b,Cap,active,,,{id}-b,1,100,\n");

        Assert.Equal((1, 1), (answer.Number("products"), answer.Number("variants")));
        Assert.Equal(
            [(2, "its status or whether it is published is not usable"), (3, Because), (4, Because)],
            Skipped(answer));
        Assert.Equal(before, await Product(id));
    }

    [Fact]
    public async Task A_line_with_the_sku_of_another_product_is_skipped_alone_and_nothing_goes_off_sale()
    {
        var (owner, id) = (await Shop.Sells(Some.Product()), Some.Id("coat"));
        (await Import($"{id},Coat,active,Size,S,{id}-S,3,500,\n{id},,,,M,{id}-M,4,600,\n")).Expect(200);
        var owned = await Product(owner.Id);

        var answer = await SameDry($"{id},Long coat,active,Size,S,{id}-S,3,550,\n{id},,,,M,{owner.Sku},4,650,\n{id},,,,L,{id}-L,5,700,\n");

        Assert.Equal((1, 2), (answer.Number("products"), answer.Number("variants")));
        Assert.Equal([(3, $"the sku \"{owner.Sku}\" belongs to another product, \"{owner.Id}\"")], Skipped(answer));
        Assert.Equal([($"{id}-S", "S", 550), ($"{id}-L", "L", 700), ($"{id}-M", "M", 600)], await Variants(id));
        Assert.Equal(owned, await Product(owner.Id));
        var user = await Shop.NewUser(balance: 50_000);
        (await user.Buy(id + "-M", 1)).Expect(201);
        (await user.Buy(owner.Sku, 1)).Expect(201);
    }

    [Fact]
    public async Task A_new_product_of_which_every_sku_belongs_to_another_is_left_out_with_all_its_lines()
    {
        var (owner, id) = (await Shop.Sells(Some.Product()), Some.Id("coat"));

        var answer = await SameDry($"{id},Coat,active,Size,S,{owner.Sku},3,500,/a.jpg\n{id},,,,,,,,/b.jpg\n");

        Assert.Equal((0, 0), (answer.Number("products"), answer.Number("variants")));
        Assert.Equal(
            [(2, $"the sku \"{owner.Sku}\" belongs to another product, \"{owner.Id}\""), (3, "its product is left out: none of its variants could be used")],
            Skipped(answer));
        (await (await Shop.Admin()).Get("/v1/admin/products/" + id)).Expect(404, "unknown_product");
    }

    [Fact]
    public async Task A_sku_moves_from_one_product_to_another_in_one_file_and_a_repeat_changes_nothing()
    {
        var (a, b) = (Some.Id("a"), Some.Id("b"));
        (await Import($"{a},A,active,Size,S,{a}-S,3,500,\n{a},,,,M,{a}-M,4,600,\n{b},B,active,Size,S,{b}-S,5,700,\n")).Expect(200);
        var moved = $"{b},B,active,Size,S,{b}-S,5,700,\n{b},,,,M,{a}-M,9,800,\n{a},A,active,Size,S,{a}-S,3,500,\n";

        var first = await SameDry(moved);
        Assert.Equal((2, 3, 0), (first.Number("products"), first.Number("variants"), first["skipped"].GetArrayLength()));
        Assert.Equal([($"{a}-S", "S", 500)], await Variants(a));
        Assert.Equal([($"{b}-S", "S", 700), ($"{a}-M", "M", 800)], await Variants(b));
        var (after, other) = (await Product(a), await Product(b));

        Assert.Equal(first.Text, (await Import(moved)).Expect(200).Text);
        Assert.Equal((after, other), (await Product(a), await Product(b)));
        await Shop.BooksAreRight();
    }

    [Fact]
    public async Task Two_products_exchange_their_skus_in_one_file()
    {
        var (a, b) = (Some.Id("a"), Some.Id("b"));
        (await Import($"{a},A,active,,,{a}-sku,3,500,\n{b},B,active,,,{b}-sku,5,700,\n")).Expect(200);

        var answer = await SameDry($"{a},A,active,,,{b}-sku,3,500,\n{b},B,active,,,{a}-sku,5,700,\n");

        Assert.Equal((2, 0), (answer.Number("products"), answer["skipped"].GetArrayLength()));
        Assert.Equal([($"{b}-sku", null, 500)], await Variants(a));
        Assert.Equal([($"{a}-sku", null, 700)], await Variants(b));
        await Shop.BooksAreRight();
    }

    [Fact]
    public async Task A_sku_does_not_move_while_a_line_is_skipped_and_moves_when_the_file_is_mended()
    {
        var (a, b) = (Some.Id("a"), Some.Id("b"));
        (await Import($"{a},A,active,Size,S,{a}-S,3,500,\n{a},,,,M,{a}-M,4,600,\n")).Expect(200);
        string File(string price) => $"{a},A,active,Size,S,{a}-S,3,{price},\n{a},,,,L,{a}-L,3,500,\n{b},B,active,Size,M,{a}-M,9,800,\n{b},,,,L,{b}-L,1,900,\n";

        var answer = await SameDry(File("dear"));
        Assert.Equal((2, 2), (answer.Number("products"), answer.Number("variants")));
        Assert.Equal(
            [(2, "its price is not usable"), (4, $"the sku \"{a}-M\" belongs to another product, \"{a}\", because other lines were skipped")], Skipped(answer));
        Assert.Equal([($"{a}-L", "L", 500), ($"{a}-S", "S", 500), ($"{a}-M", "M", 600)], await Variants(a));
        Assert.Equal([($"{b}-L", "L", 900)], await Variants(b));

        Assert.Equal(0, (await SameDry(File("500")))["skipped"].GetArrayLength());
        Assert.Equal([($"{a}-S", "S", 500), ($"{a}-L", "L", 500)], await Variants(a));
        Assert.Equal([($"{a}-M", "M", 800), ($"{b}-L", "L", 900)], await Variants(b));
        await Shop.BooksAreRight();
    }

    [Fact]
    public async Task A_variant_with_a_new_sku_takes_the_place_of_the_one_with_its_options()
    {
        var id = Some.Id("coat");
        (await Import($"{id},Coat,active,Size,S,{id}-S,3,500,\n{id},,,,M,{id}-M,4,600,\n")).Expect(200);

        var answer = await SameDry($"{id},Coat,active,Size,S,{id}-S2,7,550,\n{id},,,,M,{id}-M,4,600,\n");

        Assert.Equal((1, 2, 0), (answer.Number("products"), answer.Number("variants"), answer["skipped"].GetArrayLength()));
        Assert.Equal([($"{id}-S2", "S", 550), ($"{id}-M", "M", 600)], await Variants(id));
    }

    [Fact]
    public async Task A_skipped_line_leaves_no_two_variants_with_the_same_options()
    {
        var id = Some.Id("coat");
        (await Import($"{id},Coat,active,Size,S,{id}-S,3,500,\n{id},,,,M,{id}-M,4,600,\n")).Expect(200);

        var answer = await SameDry($"{id},Coat,active,Size,S,{id}-S2,7,550,\n{id},,,,M,{id}-M,4,650,\n{id},,,,L,{id}-S,4,many,\n");

        Assert.Equal((1, 1), (answer.Number("products"), answer.Number("variants")));
        Assert.Equal(
            [(2, $"its product keeps the variant \"{id}-S\" with the same option values, because other lines were skipped"), (4, "its price is not usable")],
            Skipped(answer));
        Assert.Equal([($"{id}-M", "M", 650), ($"{id}-S", "S", 500)], await Variants(id));
    }

    [Fact]
    public async Task A_skipped_line_leaves_no_variant_with_an_option_that_its_product_lacks()
    {
        var id = Some.Id("coat");
        (await Import($"{id},Coat,active,Size,S,{id}-S,3,500,\n{id},,,,M,{id}-M,4,600,\n")).Expect(200);
        var before = await Product(id);
        string File(string price) => $"{id},Coat,active,크기,S,{id}-S,3,550,\n{id},,,,M,{id}-M,4,{price},\n";

        var answer = await SameDry(File("dear"));
        Assert.Equal(0, answer.Number("products"));
        Assert.Equal(
            [(2, $"its product keeps the variant \"{id}-M\" with other options, because other lines were skipped"), (3, "its price is not usable")], Skipped(answer));
        Assert.Equal(before, await Product(id));

        Assert.Equal(0, (await SameDry(File("600")))["skipped"].GetArrayLength());
        Assert.Equal([($"{id}-S", "S", 550), ($"{id}-M", "M", 600)], await Variants(id));
    }

    [Fact]
    public async Task A_variant_that_an_operator_puts_back_while_the_file_is_read_stays_on_sale()
    {
        var id = Some.Id("coat");
        (await Import($"{id},Coat,active,Size,S,{id}-S,3,500,\n{id},,,,M,{id}-M,4,600,\n")).Expect(200);
        var pipe = new Pipe();
        var import = Send(new StreamContent(pipe.Reader.AsStream()), "");
        await Write(pipe, Header + $"{id},Coat,active,Size,S,{id}-S,3,550,\n");
        await Write(pipe, string.Concat(Enumerable.Range(0, 240).Select(i => $"{id}-f,{(i == 0 ? "Filler" : "")},,{(i == 0 ? "Size" : "")},{i},,1,100,https://images.example/{new string('x', 1_000)}{i}.jpg\n")));
        await Eventually.Ask(() => Variants(id), variants => variants[0].Price == 550, TimeSpan.FromSeconds(20));

        (await (await Shop.Admin()).Put("/v1/admin/products/" + id, new
        {
            name = "Coat",
            options = new[] { new { name = "Size", values = new[] { "S", "M" } } },
            variants = new[]
            {
                new { sku = id + "-S", options = new Dictionary<string, string> { ["Size"] = "S" }, price = 550 },
                new { sku = id + "-M", options = new Dictionary<string, string> { ["Size"] = "M" }, price = 650 },
            },
        })).Expect(200);
        await pipe.Writer.CompleteAsync();
        var answer = (await import).Expect(200);

        Assert.Equal(2, answer.Number("products"));
        Assert.Equal(
            [(2, "the product was changed while the file was imported, so what the file leaves out of it was not taken off sale")], Skipped(answer));
        Assert.Equal([($"{id}-S", "S", 550), ($"{id}-M", "M", 650)], await Variants(id));
    }

    [Fact]
    public async Task A_product_that_an_operator_changes_while_the_file_is_read_still_takes_the_sku_that_moves_to_it()
    {
        var (one, other) = (Some.Id("coat"), Some.Id("parka"));
        (await Import($"{one},Coat,active,Size,S,{one}-S,3,500,\n{one},,,,M,{one}-M,4,600,\n{other},Parka,active,Size,L,{other}-L,5,700,\n")).Expect(200);
        var pipe = new Pipe();
        var import = Send(new StreamContent(pipe.Reader.AsStream()), "");
        await Write(pipe, Header + $"{other},Parka,active,Size,L,{other}-L,5,700,\n{other},,,,M,{one}-M,4,650,\n{one},Coat,active,Size,S,{one}-S,3,550,\n");
        await Write(pipe, string.Concat(Enumerable.Range(0, 240).Select(i => $"{one}-f,{(i == 0 ? "Filler" : "")},,{(i == 0 ? "Size" : "")},{i},,1,100,https://images.example/{new string('x', 1_000)}{i}.jpg\n")));
        await Eventually.Ask(() => Variants(one), variants => variants[0].Price == 550, TimeSpan.FromSeconds(20));

        (await (await Shop.Admin()).Put("/v1/admin/products/" + other, new
        {
            name = "Parka",
            options = new[] { new { name = "Size", values = new[] { "L" } } },
            variants = new[] { new { sku = other + "-L", options = new Dictionary<string, string> { ["Size"] = "L" }, price = 710 } },
        })).Expect(200);
        await pipe.Writer.CompleteAsync();
        var answer = (await import).Expect(200);

        Assert.Equal([2], answer["skipped"].EnumerateArray().Select(it => it.Number("line")));
        Assert.Equal([($"{other}-L", "L", 700), ($"{one}-M", "M", 650)], await Variants(other));
        Assert.Equal([($"{one}-S", "S", 550)], await Variants(one));
        await Shop.BooksAreRight();
    }

    [Fact]
    public async Task A_draft_that_an_incomplete_file_makes_active_sells_all_its_variants()
    {
        var id = Some.Id("coat");
        (await Import($"{id},Coat,draft,Size,S,{id}-S,3,500,\n{id},,,,M,{id}-M,4,600,\n")).Expect(200);

        var answer = await SameDry($"{id},Coat,active,Size,S,{id}-S,3,500,\n{id},,,,M,{id}-M,4,dear,\n");

        Assert.Equal([(3, "its price is not usable")], Skipped(answer));
        Assert.Equal([($"{id}-S", "S", 500), ($"{id}-M", "M", 600)], await Variants(id));
        (await (await Shop.NewUser(balance: 1_000)).Buy(id + "-M", 1)).Expect(201);
        await Shop.BooksAreRight();
    }

    [Fact]
    public async Task A_file_in_another_encoding_is_refused_with_what_to_do()
    {
        var file = Encoding.Unicode.GetBytes(Header + "a,A,active,,,a,1,1,\n");

        var answer = (await Send(new ByteArrayContent(file), "")).Expect(400, "malformed_request");

        Assert.Contains("charset=utf-16le", answer.Text);
    }

    private static async Task Write(Pipe pipe, string text) => await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>The answer of a dry run and of the import, which are the same. The dry run changes nothing.</summary>
    private async Task<Answer> SameDry(string rows)
    {
        var ids = rows.Split('\n').Select(row => row.Split(',')[0]).Where(id => id != "").Distinct().ToList();
        var before = await Task.WhenAll(ids.Select(Product));
        var dry = (await Import(rows, "?dryRun=true")).Expect(200);
        Assert.Equal(before, await Task.WhenAll(ids.Select(Product)));

        var answer = (await Import(rows)).Expect(200);
        Assert.Equal(dry.Text, answer.Text);
        return answer;
    }

    private static IEnumerable<(int Line, string Reason)> Skipped(Answer answer) =>
        answer["skipped"].EnumerateArray().Select(skipped => ((int)skipped.Number("line"), skipped.Text("reason")));

    private async Task<string> Product(string id) => (await (await Shop.Admin()).Get("/v1/admin/products/" + id)).Text is var text && text.Contains("traceId") ? "none" : text;

    private async Task<IReadOnlyList<(string Sku, string? Size, long Price)>> Variants(string id) =>
    [
        .. (await (await Shop.Admin()).Get("/v1/admin/products/" + id)).Expect(200)["variants"].EnumerateArray().Select(variant =>
            (variant.Text("sku"), variant.GetProperty("options").EnumerateObject().Select(option => option.Value.GetString()).SingleOrDefault(), variant.Number("price"))),
    ];

    private Task<Answer> Import(string rows, string query = "") => Send(new ByteArrayContent(Encoding.UTF8.GetBytes(Header + rows)), query);

    private async Task<Answer> Send(HttpContent file, string query)
    {
        file.Headers.ContentType = MediaTypeHeaderValue.Parse("text/csv");
        return await (await Shop.Admin()).Send(HttpMethod.Post, "/v1/admin/products/import" + query, file);
    }
}
