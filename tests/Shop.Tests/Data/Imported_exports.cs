using System.Net.Http;
using System.Net.Http.Headers;

namespace ECommerce.ShopTests.Data;

/// <summary>Two real product exports.</summary>
public sealed class Imported_exports(ITestOutputHelper output)
{
    [Theory]
    [InlineData("shopify-apparel.csv")]
    [InlineData("shopify-jewelery.csv")]
    public async Task An_export_comes_in_twice_with_the_same_result(string name)
    {
        var csv = await File.ReadAllBytesAsync(SharedData.Find(name));
        await using var deployment = await Deployment.Start();
        var shop = deployment.Shop(signed: false);

        var first = (await Import(shop, csv)).Expect(200);
        var listed = await Listed(shop, first.Number("products"));
        var second = (await Import(shop, csv)).Expect(200);

        output.WriteLine(first.Text);
        Assert.True(first.Number("products") > 0 && first.Number("variants") >= first.Number("products"), first.ToString());
        Assert.Equal(first.Text, second.Text);
        Assert.Equal(listed, await Listed(shop, first.Number("products")));
        Assert.DoesNotContain("\"price\":0,", listed);
        await shop.BooksAreRight();
    }

    private static async Task<string> Listed(Shop shop, long products)
    {
        var list = await Eventually.Ask(
            () => shop.Anonymous.Get("/v1/products?limit=100"), answer => answer.Items().Count == products, Bounds.Freshness);
        Assert.Equal(products, list.Items().Count);
        return list.Text;
    }

    private static async Task<Answer> Import(Shop shop, byte[] csv)
    {
        var content = new ByteArrayContent(csv);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        return await (await shop.Admin()).Send(HttpMethod.Post, "/v1/admin/products/import?wonPerUnit=1300", content);
    }
}
