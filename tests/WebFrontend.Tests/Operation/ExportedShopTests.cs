using System.Net.Http;
using System.Text;

namespace ECommerce.WebFrontend.Tests.Operation;

/// <summary>A whole shop's products, exported and imported: shops of their own, since an import is about everything.</summary>
public sealed class ExportedShopTests
{
    [Fact]
    public async Task An_export_changes_nothing_in_its_shop_and_makes_the_same_products_in_an_empty_one()
    {
        await using var deployment = await Deployment.Start(new ShopSettings { SigningKey = true });
        var shop = deployment.Shop();
        await Fill(shop);
        var file = (await (await shop.Admin()).Get("/v1/admin/export/products.csv")).Expect(200).Text;
        var (products, lines) = (await Products(shop), await Lines(shop));
        Assert.Equal(12, products.Count);

        await Import(shop, file, expected: 12);

        Assert.Equal(products, await Products(shop));
        Assert.Equal(lines, await Lines(shop));
        Assert.Equal(file, (await (await shop.Admin()).Get("/v1/admin/export/products.csv")).Expect(200).Text);

        await using var empty = await Deployment.Start(new ShopSettings { SigningKey = true, Postgres = await PostgresServer.CreateDatabase() });
        await Import(empty.Shop(), file, expected: 12);
        Assert.Equal(products.Order(), (await Products(empty.Shop())).Order());
        await empty.Shop().BooksAreRight();
    }

    private static async Task Fill(Shop shop)
    {
        await shop.Sells(new Product { Id = "plain" });
        await shop.Sells(new Product { Id = "colors", Colors = ["=Black", "+White", "'-Red", "파랑, \"진한\""], Name = "@home", Stock = 0 });
        await Save(shop, "draft", """{"name":"=cmd|' /C calc'!A0","description":"\t-1\r\n'=2\n","vendor":"'=V","type":"+T","tags":["-a","'@b","여름"],"status":"draft","options":[],"variants":[{"sku":"=sku","price":0,"stock":7}]}""");
        await Save(shop, "archived", """{"name":"Old","status":"archived","options":[{"name":"Size","values":["S","L"]}],"variants":[{"sku":"old-S","options":{"Size":"S"},"price":1,"compareAtPrice":5,"imageUrl":"/s.jpg"},{"sku":"old-L","options":{"Size":"L"},"price":1000000000}]}""");
        await Save(shop, "pictures", """{"name":"Pictures","images":[{"url":"/a.jpg","alt":"=A"},{"url":"/b.jpg"},{"url":"/c.jpg"}],"options":[],"variants":[{"sku":"pictures","price":10,"stock":1000000000}]}""");
        await Save(shop, "main-picture", """{"name":"Main picture","imageUrl":"/b.jpg","images":[{"url":"/a.jpg"},{"url":"/b.jpg"}],"options":[],"variants":[{"sku":"main-picture","price":10}]}""");
        await Save(shop, "three-options", """{"name":"Three","options":[{"name":"=A","values":["1"]},{"name":"B","values":["2","3"]},{"name":"C","values":["'","''"]}],"variants":[{"sku":"three-1","options":{"=A":"1","B":"2","C":"'"},"price":10},{"sku":"three-2","options":{"=A":"1","B":"3","C":"''"},"price":20}]}""");
        await Save(shop, "ordered", """{"name":" Ordered ","vendor":"","tags":[" a","a "],"options":[{"name":"Size ","values":["=S","M\u00a0","L"]},{"name":"Color","values":["Red","Blue"]}],"variants":[{"sku":"ordered-L","options":{"Size":"L","Color":"Blue"},"price":10,"compareAtPrice":0},{"sku":"ordered-S","options":{"Size":"=S","Color":"Red"},"price":10},{"sku":"ordered-M","options":{"Size":"M","Color":"Blue"},"price":10}]}""");
        await Save(shop, "titled", """{"name":"Titled","options":[{"name":"Title","values":["Default Title"]}],"variants":[{"sku":"titled","options":{"Title":"Default Title"},"price":10}]}""");
        foreach (var i in Enumerable.Range(1, 3))
        {
            await shop.Sells(new Product { Id = "shirt-" + i, Price = i });
        }

        (await (await shop.NewUser(balance: 50_000)).Buy("plain-Black", 2)).Expect(201);
    }

    private static async Task Save(Shop shop, string id, string json) => (await (await shop.Admin()).Send(
        HttpMethod.Put, "/v1/admin/products/" + id, new StringContent(json, Encoding.UTF8, "application/json"))).Expect(201);

    private static async Task Import(Shop shop, string file, int expected)
    {
        var answer = (await (await shop.Admin()).Send(
            HttpMethod.Post, "/v1/admin/products/import", new StringContent(file, Encoding.UTF8, "text/csv"))).Expect(200);
        Assert.Equal((expected, 0, 0), (answer.Number("products"), answer["skipped"].GetArrayLength(), answer["ignored"].GetArrayLength()));
    }

    // Units sold are not the product's.
    private static async Task<IReadOnlyList<string>> Products(Shop shop)
    {
        var admin = await shop.Admin();
        var listed = await JsonReading.AllPages(cursor => admin.Get("/v1/admin/products?limit=4" + (cursor is null ? "" : "&cursor=" + cursor)));
        return [.. listed.Select(product => product.GetRawText()).Select(json => System.Text.RegularExpressions.Regex.Replace(json, ",\"unitsSold\":\\d+", ""))];
    }

    private static async Task<int> Lines(Shop shop) => (await (await shop.Admin()).Get("/v1/admin/log?limit=100")).Expect(200).Items().Count;
}
