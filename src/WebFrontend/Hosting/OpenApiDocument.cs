using Microsoft.OpenApi;

namespace ECommerce.WebFrontend;

/// <summary>The OpenAPI document, generated from the code, and its page.</summary>
internal static class OpenApiDocument
{
    public static void AddOpenApiDocument(this WebApplicationBuilder builder) => builder.Services.AddOpenApi("v1", options => options
        .AddDocumentTransformer((document, _, _) =>
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
            return Task.CompletedTask;
        })
        .AddOperationTransformer((operation, context, _) =>
        {
            // Every error of every call has one form, told apart by its code.
            if (operation.Responses?.Remove("400", out var problem) == true)
            {
                problem.Description = "Problem details (RFC 9457) with a stable code.";
                operation.Responses["default"] = problem;
            }

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

            return Task.CompletedTask;
        }));

    public static void MapOpenApiDocument(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json");
        app.UseSwaggerUI(ui =>
        {
            ui.RoutePrefix = "docs";
            ui.SwaggerEndpoint("/openapi/v1.json", "v1");
        });
    }
}
