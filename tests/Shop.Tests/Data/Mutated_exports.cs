using System.Diagnostics;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;

namespace ECommerce.ShopTests.Data;

/// <summary>
/// Real exports with damage: whatever comes, nothing breaks, no variant goes off sale unless every line could be read and they say so, and
/// every product stays sound.
/// </summary>
public sealed class Mutated_exports(ITestOutputHelper output)
{
    private const int Least = 20;
    private const int Most = 150;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Busy = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("shopify-apparel.csv", 1)]
    [InlineData("shopify-jewelery.csv", 2)]
    public async Task No_variant_goes_off_sale_because_a_line_could_not_be_read(string name, int seed)
    {
        var export = await File.ReadAllTextAsync(SharedData.Find(name));
        await using var deployment = await Deployment.Start();
        var shop = deployment.Shop(signed: false);
        (await Import(shop, Encoding.UTF8.GetBytes(export))).Expect(200);
        var random = new Random(seed);
        var patience = Stopwatch.StartNew();
        var (tried, whole) = (0, 0);
        for (; tried < Least || (tried < Most && patience.Elapsed < Patience); tried++)
        {
            var mutation = new ExportMutation(export, random);
            var before = await OnSale(shop);

            var dry = await Import(shop, mutation.Bytes, "&dryRun=true");
            Assert.Equal(before, await OnSale(shop));
            var answer = await Import(shop, mutation.Bytes);

            var what = $"mutation {tried} of seed {seed}: {mutation.What}\n{answer}";
            Assert.True(answer.Status is 200 or 400 or 415, what);
            Assert.True(answer.Status != 200 || dry.Text == answer.Text, $"{what}\n{dry}");
            var after = await OnSale(shop);
            Assert.True(answer.Status != 200 || IsInOrder(answer), what);
            var gone = before.Except(after).Where(variant => !after.Any(other => other.Stands(variant)) && !mutation.Unpublishes(variant.ProductId));
            if (answer.Status == 200 && answer["skipped"].GetArrayLength() == 0)
            {
                whole++;
                Assert.False(mutation.HasRowThatNamesNothing(), what);
                gone = gone.Where(variant => mutation.Names(variant.ProductId, variant.Values));
            }

            Assert.True(!gone.Any(), $"{string.Join(", ", gone)} went off sale by {what}");
            (await Import(shop, Encoding.UTF8.GetBytes(export))).Expect(200);
        }

        output.WriteLine($"{tried} mutations, {whole} of them without a skipped line");
        await shop.BooksAreRight();
    }

    private static bool IsInOrder(Answer answer)
    {
        var lines = answer["skipped"].EnumerateArray().Select(skipped => skipped.Number("line")).ToList();
        return lines.Zip(lines.Skip(1)).All(pair => pair.First < pair.Second);
    }

    /// <summary>The variants on sale. Each variant of any product must have a value for each option of its product, and be the only one with these.</summary>
    private static async Task<HashSet<SoldVariant>> OnSale(Shop shop)
    {
        var admin = await shop.Admin();
        var products = await JsonReading.AllPages(cursor =>
            admin.Get("/v1/admin/products?limit=100" + (cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor))));
        foreach (var product in products)
        {
            var options = product.GetProperty("options").EnumerateArray().Select(option => option.Text("name")).ToList();
            var variants = product.GetProperty("variants").EnumerateArray().Select(variant => variant.GetProperty("options")).ToList();
            Assert.All(variants, variant => Assert.Equal(options.Order(), variant.EnumerateObject().Select(option => option.Name).Order()));
            Assert.Equal(variants.Count, variants.Select(variant => string.Join('|', options.Select(option => variant.Text(option)))).Distinct().Count());
        }

        return
        [
            .. from product in products
               where product.Text("status") == "active"
               from variant in product.GetProperty("variants").EnumerateArray()
               let values = variant.GetProperty("options").EnumerateObject().Select(option => option.Value.GetString())
               select new SoldVariant(product.Text("id"), variant.Text("sku"), string.Join('|', values)),
        ];
    }

    // A busy machine may answer 503, which says to repeat; a repeat changes nothing.
    private static Task<Answer> Import(Shop shop, byte[] csv, string query = "") => Eventually.Ask(
        async () =>
        {
            var content = new ByteArrayContent(csv);
            content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
            return await (await shop.Admin()).Send(HttpMethod.Post, "/v1/admin/products/import?wonPerUnit=1300" + query, content);
        },
        answer => answer.Status != 503,
        Busy);

    private sealed record SoldVariant(string ProductId, string Sku, string Values)
    {
        /// <summary>True when it has the sku of the other one, or stands in its place.</summary>
        public bool Stands(SoldVariant other) => Sku == other.Sku || (ProductId, Values) == (other.ProductId, other.Values);
    }
}
