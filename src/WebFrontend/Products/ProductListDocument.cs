using System.Globalization;
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
            Describe(parameter);
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

    private static void Describe(OpenApiParameter parameter)
    {
        switch (parameter.Name)
        {
            case "q":
                parameter.Description = "Words, each of which stands in the name, the vendor, the type, a tag or a sku.";
                parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = ProductParameters.MaximumText };
                break;
            case ProductFilter.Vendor or ProductFilter.Type or ProductFilter.Tag:
                parameter.Description = "Given more than once: either. Case and width do not matter.";
                parameter.Schema = Texts();
                break;
            case "minPrice" or "maxPrice":
                parameter.Description = "Some variant costs so much, in won.";
                parameter.Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.Integer,
                    Format = "int64",
                    Minimum = "0",
                    Maximum = Bounds.MaximumPrice.ToString(CultureInfo.InvariantCulture),
                };
                break;
            case "available":
                parameter.Description = "true: such a variant has stock. false: there are such variants, and none has stock.";
                parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.Boolean };
                break;
            case "sort":
                parameter.Description = "Newest first within the same.";
                parameter.Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Enum = ["newest", "price", "-price", "best"],
                    Default = "newest",
                };
                break;
        }
    }

    private static OpenApiSchema Texts() => new()
    {
        Type = JsonSchemaType.Array,
        MaxItems = ProductParameters.MaximumValues,
        Items = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = Bounds.MaximumNameLength },
    };
}
