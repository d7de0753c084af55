using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ECommerce.WebFrontend;

/// <summary>Products as operators meet them: drafts and archived ones too.</summary>
internal static class ProductsOfAnyStatus
{
    public static void MapProductsOfAnyStatus(this RouteGroupBuilder admin)
    {
        admin.MapGet("/products", List).Describe("listProductsOfAnyStatus", "Products of every status with the units sold of each, newest first.");
        admin.MapDelete("/products/{id}", Archive).Describe("archiveProduct", "Takes a product off sale for good; a save brings it back.")
            .Refuses(ProductRefusal.UnknownProduct);
    }

    private static async Task<Ok<PagedList<ProductView>>> List(
        IGrainFactory grains, [AsParameters] PageQuery page, [AsParameters] ProductFilter filter) =>
        TypedResults.Ok((await grains.Grain<ICatalogueGrain>(ICatalogueGrain.Key)
            .Products(filter.ToSearch(), page.Before, page.Size)).ToPagedList(page));

    private static async Task<Results<NoContent, ProblemHttpResult>> Archive(string id, IGrainFactory grains, ProductLists lists)
    {
        if (!id.CanBeId())
        {
            return ProductRefusal.UnknownProduct.ToProblem(null);
        }

        var outcome = await grains.Grain<IProductGrain>(id).Withdraw(new WithdrawProduct([], Archives: true));
        if (outcome.Refusal is { } refusal)
        {
            return refusal.ToProblem(outcome.Facts);
        }

        await lists.Refresh();
        return TypedResults.NoContent();
    }

    /// <summary>Which products an operator looks for.</summary>
    /// <param name="Status">One of active, draft, archived; absent: any.</param>
    /// <param name="Text">Words that must all occur in name, vendor, type, tags, id or a sku.</param>
    internal sealed record ProductFilter(
        [property: FromQuery(Name = "status"), OneOf("active", "draft", "archived")] string? Status = null,
        [property: FromQuery(Name = "q"), MaxLength(ProductFilter.MaximumText, ErrorMessage = "is longer than {1} characters")] string? Text = null)
    {
        private const int MaximumText = 100;

        private static readonly IReadOnlyDictionary<string, ProductStatus> Statuses =
            Enum.GetValues<ProductStatus>().ToDictionary(status => JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString()));

        /// <summary>The search.</summary>
        public ProductSearch ToSearch() => new(
            Status is null ? null : Statuses[Status],
            (Text ?? "").ToNormalForm().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
