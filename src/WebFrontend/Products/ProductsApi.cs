using Microsoft.AspNetCore.Http.HttpResults;

namespace ECommerce.WebFrontend;

/// <summary>Products, for anybody.</summary>
internal static class ProductsApi
{
    public static void AddProductList(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ProductLists>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ProductLists>());
    }

    public static void MapProducts(this RouteGroupBuilder v1)
    {
        var group = v1.MapGroup("/products").WithTags("Products");
        group.MapGet("", List).Describe("listProducts", "What is sold, a page at a time; option.NAME filters by an option.")
            .WithMetadata(new QueryPrefix(ProductFilter.Option), new FaultsAreToldByTheHandler())
            .AddOpenApiOperationTransformer(ProductListDocument.Describe)
            .Produces<PagedList<ProductView>>().HasETag();
        group.MapGet("/best-sellers", Best).Describe("listBestSellers", "What sold best in the last three days, at most five.")
            .Produces<BestSellersAnswer>().HasETag();
        group.MapGet("/{id}", Get).Describe("getProduct", "A product with its variants and their stock.")
            .Produces<ProductView>().HasETag().Refuses(Unknown());
    }

    private static async Task<ReadyJson> List(ProductLists lists, [AsParameters] ProductParameters parameters, [AsParameters] PageQuery page) =>
        (await lists.Current()).Page(parameters.Read(page));

    // Only what is listed is asked for: of an id that nobody sells, nothing is kept.
    private static async Task<IResult> Get(string id, ProductLists lists, IGrainFactory grains) =>
        id.CanBeId() && await lists.Find(id) is not null && await grains.Grain<IProductGrain>(id).Get() is { Status: ProductStatus.Active } product
            ? ReadyJson.Of(product, ETags.Of(product))
            : Unknown();

    private static async Task<ReadyJson> Best(ProductLists lists) => (await lists.Current()).Best;

    private static ProblemHttpResult Unknown() => Problem.Of(StatusCodes.Status404NotFound, "unknown_product", "There is no such product.");
}
