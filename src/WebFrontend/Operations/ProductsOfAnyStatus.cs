using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ECommerce.WebFrontend;

/// <summary>Products as operators meet them: drafts and archived ones too.</summary>
internal static class ProductsOfAnyStatus
{
    public static void MapProductsOfAnyStatus(this RouteGroupBuilder admin)
    {
        admin.MapGet("/products", List).Describe("listProductsOfAnyStatus", "Products of every status with the units sold of each, newest first.")
            .WithMetadata(new QueryPrefix(ProductFilter.Option), new FaultsAreToldByTheHandler())
            .AddOpenApiOperationTransformer(ProductListDocument.DescribeNewestFirst);
        admin.MapGet("/products/{id}", Get).Describe("getProductOfAnyStatus", "A product of any status with the units sold of it.")
            .Produces<ProductView>().HasETag().Refuses(ProductRefusal.UnknownProduct);
        admin.MapDelete("/products/{id}", Archive).Describe("archiveProduct", "Takes a product off sale for good; a save brings it back.")
            .Refuses(ProductRefusal.UnknownProduct);
    }

    private static async Task<Ok<PagedList<ProductView>>> List(
        IGrainFactory grains,
        [AsParameters] ProductParameters parameters,
        [AsParameters] PageQuery page,
        [OneOf("active", "draft", "archived"), Description("Products of this status only.")] string? status = null)
    {
        var search = parameters.ReadNewestFirst().ToSearch(Words.Read<ProductStatus>(status));
        return TypedResults.Ok((await grains.Grain<ICatalogueGrain>(ICatalogueGrain.Key).Products(search, page.Before, page.Size)).ToPagedList(page));
    }

    private static async Task<IResult> Get(string id, IGrainFactory grains) =>
        id.CanBeId() && await grains.Grain<ICatalogueGrain>(ICatalogueGrain.Key).Product(id) is { } product
            ? ReadyJson.Of(product, ETags.Of(product))
            : ProductRefusal.UnknownProduct.ToProblem(null);

    private static async Task<Results<NoContent, ProblemHttpResult>> Archive(
        string id, Preconditions preconditions, IGrainFactory grains, ProductLists lists)
    {
        if (!id.CanBeId())
        {
            return ProductRefusal.UnknownProduct.ToProblem(null);
        }

        var product = grains.Grain<IProductGrain>(id);
        var archive = new WithdrawProduct([], Archives: true);
        var outcome = preconditions.Asked is { } asked ? await product.WithdrawIf(archive, asked) : await product.Withdraw(archive);
        if (outcome.Refusal is { } refusal)
        {
            return refusal.ToProblem(outcome.Facts);
        }

        await lists.Refresh();
        return TypedResults.NoContent();
    }
}
