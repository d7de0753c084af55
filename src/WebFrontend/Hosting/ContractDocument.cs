using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ECommerce.WebFrontend;

/// <summary>The OpenAPI document, generated from the code, and its page.</summary>
internal static class ContractDocument
{
    public static void AddOpenApiDocument(this WebApplicationBuilder builder) => builder.Services.AddOpenApi("v1", options => options
        .AddDocumentTransformer((document, _, _) =>
        {
            Describe(document);
            return Task.CompletedTask;
        })
        .AddOperationTransformer((operation, context, _) =>
        {
            DescribeErrors(operation);
            DescribeIdempotencyKey(operation, context);
            return Task.CompletedTask;
        })
        .AddSchemaTransformer((schema, context, _) =>
        {
            DescribeRequired(schema, context.JsonTypeInfo);
            return Task.CompletedTask;
        }));

    public static void MapOpenApiDocument(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json");

        // Behind a condition, because the middleware looks at each request with a regular expression.
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments("/docs"),
            docs => docs.UseSwaggerUI(ui =>
            {
                ui.RoutePrefix = "docs";
                ui.SwaggerEndpoint("/openapi/v1.json", "v1");
            }));
    }

    private static void Describe(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "ECommerce",
            Version = "v1",
            Description = "A commerce server for a fashion brand. Money is an integer number of won; times are RFC 3339 UTC.",
        };
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT" },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", document)] = [] }];
    }

    /// <summary>Every error of every call has one form, told apart by its code.</summary>
    private static void DescribeErrors(OpenApiOperation operation)
    {
        if (operation.Responses?.Remove("400", out var problem) == true)
        {
            problem.Description = "Problem details (RFC 9457) with a stable code.";
            operation.Responses["default"] = problem;
        }
    }

    private static void DescribeIdempotencyKey(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<IdempotencyKey.Needed>().Any())
        {
            operation.Parameters = [.. operation.Parameters ?? [], new OpenApiParameter
            {
                Name = IdempotencyKey.Header,
                In = ParameterLocation.Header,
                Required = true,
                Description = "1 to 128 visible ASCII characters. A repeat with the same key answers as the first did.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            }];
        }
    }

    /// <summary>The generator takes each constructor parameter for required, also those that may be left out or are absent when null.</summary>
    private static void DescribeRequired(OpenApiSchema schema, JsonTypeInfo type)
    {
        if (type.Kind == JsonTypeInfoKind.Object && schema.Properties is { Count: > 0 })
        {
            schema.Required = type.Properties.Where(it => JsonShape.IsRequired(it) || IsAlwaysWritten(it)).Select(it => it.Name).ToHashSet();
        }
    }

    private static bool IsAlwaysWritten(JsonPropertyInfo property) =>
        property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: false)
            is [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.Never }];
}
