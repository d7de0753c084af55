using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
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
        group.MapGet("", List).Describe("listProducts", "What is sold, a page at a time; option.NAME filters by an option.")
            .Produces<PagedList<ProductView>>().HasETag().WithMetadata(new QueryPrefix("option."));
        group.MapGet("/best-sellers", Best).Describe("listBestSellers", "What sold best in the last three days, at most five.").HasETag();
        group.MapGet("/{id}", Get).Describe("getProduct", "A product with its variants and their stock.").HasETag().Refuses(Unknown());
    }

    private static async Task<IResult> List(
        HttpContext context, ProductLists lists, [AsParameters] PageQuery page,
        [MaxLength(ProductQuery.MaximumText)] string? q = null,
        [OneOf("newest", "price", "-price", "best"), DefaultValue("newest")] string? sort = null)
    {
        var rendered = (await lists.Current()).Page(ProductQuery.Parse(q, sort, page));
        return ETags.Matches(context, rendered.ETag)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : new ReadyBytes(rendered.Body, "application/json; charset=utf-8");
    }

    private static async Task<Results<Ok<ProductView>, StatusCodeHttpResult, ProblemHttpResult>> Get(string id, IGrainFactory grains, HttpContext context)
    {
        if (!id.CanBeId() || await grains.Grain<IProductGrain>(id).Get() is not { } product)
        {
            return Unknown();
        }

        return ETags.Matches(context, ETags.Of(product)) ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Ok(product);
    }

    private static async Task<Results<Ok<BestSellersAnswer>, StatusCodeHttpResult>> Best(ProductLists lists, HttpContext context)
    {
        var list = await lists.Current();
        var items = list.Ranking.Products
            .Where(sales => list.Products.ContainsKey(sales.ProductId))
            .Take(BestSellers)
            .Select((sales, index) => new BestSeller(index + 1, sales.UnitsSold, list.Products[sales.ProductId].View));
        var answer = new BestSellersAnswer(list.Ranking.AsOf, (int)Bounds.BestSellerWindow.TotalHours, [.. items]);
        return ETags.Matches(context, ETags.OfView(answer)) ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Ok(answer);
    }

    private static ProblemHttpResult Unknown() => Problem.Of(StatusCodes.Status404NotFound, "unknown_product", "There is no such product.");

    internal sealed record BestSellersAnswer(DateTimeOffset AsOf, int WindowHours, IReadOnlyList<BestSeller> Items);

    internal sealed record BestSeller(int Rank, long UnitsSold, ProductView Product);
}
