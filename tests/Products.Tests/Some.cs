using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ECommerce.Products.Tests;

/// <summary>Products and queries. A test names what matters to it.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Now = new(2026, 3, 14, 15, 9, 26, TimeSpan.Zero);

    public static readonly SalesRanking NoSales = new(Now, []);

    private static readonly IServiceProvider Compression = new ServiceCollection().AddLogging().AddResponseCompression().BuildServiceProvider();

    public static ProductView Product(string id, string name = "Linen shirt", long price = 10_000, params VariantView[] variants)
    {
        variants = variants.Length > 0 ? variants : [Variant(id + "-one", price)];
        return new(
            id, name, "Light and cool.", "Han", null, variants.Min(variant => variant.Price), [], variants,
            variants.All(variant => variant.Stock == 0), null, [], [], null, ProductStatus.Active);
    }

    public static VariantView Variant(string sku, long price = 10_000, long stock = 5, params (string Name, string Value)[] options) =>
        new(sku, options.ToDictionary(option => option.Name, option => option.Value), price, stock, null, null);

    public static ProductIndex Index(params IEnumerable<ProductView> products)
    {
        var index = new ProductIndex();
        foreach (var (ordinal, product) in products.Index())
        {
            index.Put(ordinal + 1, product);
        }

        return index;
    }

    public static ProductList List(params IEnumerable<ProductView> products) => Index(products).ToList(NoSales);

    public static SalesRanking Sales(params (string Id, long Units)[] sales) =>
        new(Now, [.. sales.OrderByDescending(it => it.Units).Select(it => new ProductSales(it.Id, it.Units))]);

    /// <summary>A query as it comes by HTTP.</summary>
    public static ProductQuery Query(string query, int? limit = null, string? cursor = null)
    {
        var context = new DefaultHttpContext();
        context.Request.QueryString = new QueryString("?" + query);
        var asked = context.Request.Query;
        string? One(string name) => asked.TryGetValue(name, out var value) ? value.ToString() : null;
        long? Won(string name) => One(name) is { } won ? long.Parse(won, CultureInfo.InvariantCulture) : null;
        string[]? Many(string name) => asked.TryGetValue(name, out var values) ? [.. values.OfType<string>()] : null;
        return new ProductParameters(
            context.Request, One("q"), Many("vendor"), Many("type"), Many("tag"), Won("minPrice"), Won("maxPrice"),
            One("available") is { } available ? bool.Parse(available) : null, One("sort"))
            .Read(new PageQuery(context.Request, limit, cursor));
    }

    /// <summary>The ids on a page, and its cursor.</summary>
    public static (IReadOnlyList<string> Ids, string? Next) Ask(this ProductList list, ProductQuery query)
    {
        using var page = JsonDocument.Parse(Encoding.UTF8.GetString(list.Page(query).Body()));
        return (
            [.. page.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)],
            page.RootElement.TryGetProperty("next", out var next) ? next.GetString() : null);
    }

    public static IReadOnlyList<string> Found(this ProductList list, string query) => list.Ask(Query(query, limit: 100)).Ids;

    /// <summary>What is sent of an answer to who asks for this encoding.</summary>
    public static byte[] Body(this ReadyJson json, string? encoding = null)
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = Compression, Response = { Body = body } };
        if (encoding is not null)
        {
            context.Request.Headers.AcceptEncoding = encoding;
        }

        Assert.True(json.ExecuteAsync(context).IsCompletedSuccessfully);
        context.Response.BodyWriter.FlushAsync().AsTask().GetAwaiter().GetResult();
        Assert.Equal(context.Response.ContentLength, body.Length);
        return body.ToArray();
    }
}
