using Microsoft.AspNetCore.Http.HttpResults;

namespace ECommerce.WebFrontend;

/// <summary>Products, for anybody.</summary>
internal static class ProductsApi
{
    private const int BestSellers = 5;

    public static void AddProductList(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ProductLists>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ProductLists>());
    }

    public static void MapProducts(this RouteGroupBuilder v1)
    {
        var group = v1.MapGroup("/products").WithTags("Products");
        group.MapGet("", List).Produces<PagedList<ProductView>>().Produces(StatusCodes.Status304NotModified);
        group.MapGet("/best-sellers", Best);
        group.MapGet("/{id}", Get);
    }

    private static async Task<IResult> List(
        HttpContext context, ProductLists lists, [AsParameters] PageQuery page, string? q = null, string? sort = null)
    {
        var rendered = (await lists.Current()).Page(ProductQuery.Parse(q, sort, page));
        return ETags.Matches(context, rendered.ETag)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Bytes(rendered.Body, "application/json; charset=utf-8");
    }

    private static async Task<Results<Ok<ProductView>, ProblemHttpResult>> Get(string id, IGrainFactory grains) =>
        id.CanBeId() && await grains.Grain<IProductGrain>(id).Get() is { Status: ProductStatus.Active } product
            ? TypedResults.Ok(product)
            : Problem.Of(StatusCodes.Status404NotFound, "unknown_product", "There is no such product.");

    private static async Task<Ok<BestSellersAnswer>> Best(ProductLists lists)
    {
        var list = await lists.Current();
        var items = list.Ranking.Products
            .Where(sales => list.Products.ContainsKey(sales.ProductId))
            .Take(BestSellers)
            .Select((sales, index) => new BestSeller(index + 1, sales.UnitsSold, list.Products[sales.ProductId].View));
        return TypedResults.Ok(new BestSellersAnswer(list.Ranking.AsOf, (int)Bounds.BestSellerWindow.TotalHours, [.. items]));
    }

    private sealed record BestSellersAnswer(DateTimeOffset AsOf, int WindowHours, IReadOnlyList<BestSeller> Items);

    private sealed record BestSeller(int Rank, long UnitsSold, ProductView Product);
}
