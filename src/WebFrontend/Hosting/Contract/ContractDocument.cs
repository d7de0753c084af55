using System.Text;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ECommerce.WebFrontend;

/// <summary>The OpenAPI document, generated from the code once and served as ready bytes, and its page.</summary>
internal static class ContractDocument
{
    private const string Name = "v1";
    private const string Path = $"/openapi/{Name}.json";
    private const string Scheme = "bearer";
    private const string PageName = "docs";

    /// <summary>Where the page is that shows the document.</summary>
    public const string PagePath = "/" + PageName;

    private const string Description = """
        A commerce server for a fashion brand.

        **Money** is an integer number of won; **times** are RFC 3339 UTC. A member without a value is absent. Every GET answers HEAD as well.

        **Strict.** Unknown members of a body and unknown query parameters are refused, all of them at once and by name. A call that takes no body
        takes `{}` and no members. A number that is whole by its value is one: `1e3`, `1000.0`. A text parameter that is empty asks for nothing;
        a number, a choice or a time that is empty cannot be read. A cursor is good for the list that gave it, with the same filters and order.

        **Tokens.** Calls that are not anonymous need `Authorization: Bearer <JWT>`: `sub` is the user id, the role `admin` opens
        `/v1/admin`. Tokens come from the identity provider that the shop is configured with. In development the shop gives them itself:
        `POST /dev/tokens` with `{"user":"mina"}` or `{"user":"op","admin":true}` answers `{"token":"…"}`; on this page, put it behind
        *Authorize*. `user` is 1 to 128 visible ASCII characters without a blank; a token is good for seven days. That call is no operation of this
        document, because no shop that sells has it.

        **Probes** are for orchestrators and not for clients, and no operations either: `GET /livez` says that the process runs, `GET /readyz`
        that the shop can be used, else 503; both answer `{"ok":…,"dependencies":[{"name":…,"ok":…,"problem":…}]}` and pass over parameters that they do
        not know, since load balancers add some.

        **Errors** are problem details (RFC 9457) with a stable `code`, which tells them apart. 429 and 503 say in `Retry-After` when to
        come back; repeat with the same `Idempotency-Key`, and nothing is done twice.
        """;

    private static readonly (string Name, string Description)[] Tags =
    [
        ("Products", "What is sold, for anybody."),
        ("Wallet", "Prepaid money and coupons of the user who calls."),
        ("Cart", "The cart of the user who calls, the same on every device."),
        ("Orders", "Orders of the user who calls, from placing to payment or cancellation."),
        ("Campaigns", "Limited coupons, first come, first served."),
        ("Live", "Stock and coupons that are left, as they change."),
        ("Operation", "What an operator does, with the role admin."),
    ];

    public static void AddOpenApiDocument(this WebApplicationBuilder builder) => builder.Services.AddOpenApi(Name, options => options
        .AddDocumentTransformer((document, _, _) =>
        {
            Describe(document);
            DocumentedSchemas.LeaveOutNull(document);
            return Task.CompletedTask;
        })
        .AddOperationTransformer((operation, context, _) =>
        {
            DocumentedOperations.Describe(operation, context);
            return Task.CompletedTask;
        })
        .AddSchemaTransformer((schema, context, _) =>
        {
            DocumentedSchemas.Describe(schema, context.JsonTypeInfo);
            return Task.CompletedTask;
        }));

    public static void MapOpenApiDocument(this WebApplication app)
    {
        // Made when it is first asked for: all endpoints are there by then.
        var document = new Lazy<Task<ReadyJson>>(() => Render(app.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name)));
        DeclaredQuery.Check(app.MapGet(Path, () => document.Value).ExcludeFromDescription());

        // Behind a condition, because the middleware looks at each request with a regular expression.
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments(PagePath),
            docs => docs.UseSwaggerUI(ui =>
            {
                ui.RoutePrefix = PageName;
                ui.SwaggerEndpoint(Path, Name);
            }));
    }

    private static async Task<ReadyJson> Render(IOpenApiDocumentProvider provider)
    {
        var json = await (await provider.GetOpenApiDocumentAsync()).SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1);
        return new ReadyJson(Encoding.UTF8.GetBytes(json.ReplaceLineEndings("\n") + "\n")) { Kept = new KeptAnswers(MemoryBounds.Answers) };
    }

    private static void Describe(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "ECommerce",
            Version = "v1",
            Description = Description,
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
        };
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Tags = Tags.Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description }).ToHashSet();
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = Scheme, BearerFormat = "JWT" },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
        foreach (var path in document.Paths.Values)
        {
            path.Operations?.Remove(HttpMethod.Head);
        }
    }
}
