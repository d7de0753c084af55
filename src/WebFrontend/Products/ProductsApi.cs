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
        group.MapGet("", List)
            .WithMetadata(new QueryPrefix(ProductFilter.Option))
            .AddOpenApiOperationTransformer(ProductListDocument.Describe)
            .Produces<PagedList<ProductView>>()
            .Produces(StatusCodes.Status304NotModified);
        group.MapGet("/best-sellers", Best).Produces<BestSellersAnswer>().Produces(StatusCodes.Status304NotModified);
        group.MapGet("/{id}", Get).Produces<ProductView>().Produces(StatusCodes.Status304NotModified);
    }

    private static async Task<ReadyJson> List(ProductLists lists, [AsParameters] ProductParameters parameters, [AsParameters] PageQuery page) =>
        (await lists.Current()).Page(parameters.Read(page));

    private static async Task<IResult> Get(string id, ProductLists lists) =>
        id.CanBeId() && await lists.Find(id) is { } product
            ? product.Json
            : Problem.Of(StatusCodes.Status404NotFound, "unknown_product", "There is no such product.");

    private static async Task<ReadyJson> Best(ProductLists lists) => (await lists.Current()).Best;
}

/// <summary>Metadata of an endpoint that reads all query parameters with this beginning.</summary>
internal sealed record QueryPrefix(string Prefix);
