using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ECommerce.WebFrontend;

/// <summary>What the OpenAPI document says about the parameters of the product list, and their types do not.</summary>
internal static class ProductListDocument
{
    public static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var parameter in operation.Parameters!.OfType<OpenApiParameter>())
        {
            if (parameter.Name is ProductFilter.Vendor or ProductFilter.Type or ProductFilter.Tag)
            {
                parameter.Schema = Texts();
            }
        }

        operation.Parameters!.Add(new OpenApiParameter
        {
            Name = "options",
            In = ParameterLocation.Query,
            Style = ParameterStyle.Form,
            Explode = true,
            Description = $"Filters by option, as in {ProductFilter.Option}Color=Black: each name begins with \"{ProductFilter.Option}\". " +
                "Options, prices and available must hold for one variant.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = Texts() },
        });
        return Task.CompletedTask;
    }

    /// <summary>The same of a list that has one order.</summary>
    public static async Task DescribeNewestFirst(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        await Describe(operation, context, cancellationToken);
        var sort = operation.Parameters!.OfType<OpenApiParameter>().Single(parameter => parameter.Name == "sort");
        (sort.Description, sort.Schema) = ("Always so.", new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["newest"], Default = "newest" });
    }

    private static OpenApiSchema Texts() => new()
    {
        Type = JsonSchemaType.Array,
        MaxItems = ProductParameters.MaximumValues,
        Items = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = Bounds.MaximumNameLength },
    };
}
