namespace ECommerce.WebFrontend;

/// <summary>
/// What every answer forbids browsers: to guess its type, to tell others where it was read, to run or frame anything of it, and to use it in
/// pages of other origins that did not ask (CORS lets those of <see cref="CrossOrigin"/> ask). The pages may use what comes with them.
/// </summary>
internal static class SecurityHeaders
{
    private const string Nothing = "default-src 'none'; frame-ancestors 'none'";

    private const string Page =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>How long a browser that came by https comes by nothing else.</summary>
    private static readonly TimeSpan HttpsAge = TimeSpan.FromDays(365);

    public static void AddSecurityHeaders(this WebApplicationBuilder builder) => builder.Services.AddHsts(hsts => hsts.MaxAge = HttpsAge);

    // When the answer starts: what answers a failure clears the headers that were set before.
    public static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(Add, context);
        return next(context);
    });

    /// <summary>After the proxies, who know whether the caller came by https.</summary>
    public static void UseHttpsOnly(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
        {
            app.UseHsts();
        }
    }

    /// <summary>Also for answers that are given before any middleware.</summary>
    /// <param name="headers">Of the answer.</param>
    /// <param name="path">Of the request.</param>
    /// <param name="policy">The policy of the page that answers; null: by the path.</param>
    public static void AddTo(IHeaderDictionary headers, PathString path, string? policy = null)
    {
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = policy ?? (IsPage(path) ? Page : Nothing);
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }

    private static Task Add(object state)
    {
        var context = (HttpContext)state;
        AddTo(context.Response.Headers, context.Request.Path, context.GetEndpoint()?.Metadata.GetMetadata<PageTemplate>()?.Policy);
        return Task.CompletedTask;
    }

    private static bool IsPage(PathString path) =>
        path.StartsWithSegments(ContractDocument.PagePath) || path.StartsWithSegments(ClusterClient.DashboardPath);
}
