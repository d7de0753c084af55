using System.ComponentModel;
using ECommerce.WebFrontend.Import;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace ECommerce.WebFrontend;

/// <summary>The products of a file.</summary>
internal static class ImportApi
{
    /// <summary>The largest file, in bytes.</summary>
    private const long MaximumFile = 512L << 20;

    // What browsers and spreadsheets call a CSV file.
    private static readonly string[] MediaTypes = ["text/csv", "application/csv", "application/vnd.ms-excel"];

    public static void MapImport(this RouteGroupBuilder admin) => admin.MapPost("/products/import", Import)
        .Describe("importProducts", "Imports a catalogue in Shopify's product CSV; a repeat changes nothing.")
        .Accepts<string>(MediaTypes[0], MediaTypes[1..])
        .WithMetadata(new RequestSizeLimitAttribute(MaximumFile));

    private static async Task<Results<Ok<ImportResult>, ProblemHttpResult>> Import(
        HttpRequest request, IGrainFactory grains, ProductLists lists,
        [Description("Won for one unit of the file's prices, over 0."), DefaultValue(1)] decimal? wonPerUnit = null,
        [OneOf("true", "false"), DefaultValue("false"), Description("`true`: tells what an import would do, and changes nothing.")] string? dryRun = null)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !MediaTypes.Any(known => type.MediaType.Equals(known, StringComparison.OrdinalIgnoreCase)))
        {
            return Unsupported($"The content type is none of {string.Join(", ", MediaTypes)}.");
        }

        if (ImportEncodings.Find(HeaderUtilities.RemoveQuotes(type.Charset).Value) is not { } encoding)
        {
            return Unsupported("The charset is none of UTF-8, UTF-16, EUC-KR and CP949.");
        }

        var rate = wonPerUnit ?? 1;
        if (rate is <= 0 or > ShopifyProducts.MaximumWonPerUnit)
        {
            return Problem.Invalid("wonPerUnit", $"is not a number of won over 0, up to {ShopifyProducts.MaximumWonPerUnit}");
        }

        var isDryRun = dryRun == "true";
        try
        {
            var result = await ProductImport.Run(
                request.Body,
                encoding,
                rate,
                isDryRun,
                (product, leavesOut, tag) => Merge(
                    grains.Grain<IProductGrain>(product.Id), new MergeProduct(product.Command, product.DerivedSkus, isDryRun, product.Unsaid, leavesOut), tag),
                (id, command, tag) => Withdraw(grains.Grain<IProductGrain>(id), command, tag),
                request.HttpContext.RequestAborted);
            await lists.Refresh();
            return TypedResults.Ok(result);
        }
        catch (ImportFormatException exception)
        {
            return Problem.Malformed(exception.Message);
        }
    }

    private static Task<Outcome<MergedProduct, ProductRefusal>> Merge(IProductGrain product, MergeProduct command, string? tag) =>
        tag is null ? product.Merge(command) : product.MergeIf(command, As(tag));

    private static Task<Outcome<ProductView, ProductRefusal>> Withdraw(IProductGrain product, WithdrawProduct command, string? tag) =>
        tag is null ? product.Withdraw(command) : product.WithdrawIf(command, As(tag));

    private static Precondition As(string tag) => new([tag], NoneMatch: null);

    private static ProblemHttpResult Unsupported(string title) =>
        Problem.Of(StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", title);
}
