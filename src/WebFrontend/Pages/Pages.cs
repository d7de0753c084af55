namespace ECommerce.WebFrontend;

/// <summary>
/// The pages for people: HTML, styles and modules in wwwroot that call the public contract and nothing else. Which page an address shows is
/// decided in the browser; every address that has a page is named here, so that all others stay the contract's 404.
/// </summary>
internal static class Pages
{
    /// <summary>The addresses of the shop for its customers.</summary>
    private static readonly string[] Storefront =
        ["/", "/products", "/products/{id}", "/drops/{id}", "/cart", "/checkout", "/checkout/{id}", "/me", "/me/orders/{id}", "/sign-in"];

    /// <summary>The addresses of the shop for its operators.</summary>
    private static readonly string[] Console =
    [
        "/console", "/console/products", "/console/products/{id}", "/console/new-product", "/console/import", "/console/campaigns", "/console/campaigns/{id}",
        "/console/new-campaign", "/console/rehearsal", "/console/orders", "/console/orders/{id}", "/console/users", "/console/users/{id}", "/console/payments",
        "/console/log", "/console/exports",
    ];

    /// <summary>
    /// The files of wwwroot, as they are when the program is built or published. The framework's own way in Development reads them anew for each request;
    /// for that it takes every address there is, so that a call by a wrong method would be answered 404 instead of 405.
    /// </summary>
    public static void AddPages(this WebApplicationBuilder builder)
    {
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
        builder.Configuration["EnableStaticAssetsDevelopmentCaching"] = "true";
        builder.WebHost.UseStaticWebAssets();
    }

    /// <summary>Maps the pages and what they consist of.</summary>
    public static void MapPages(this WebApplication app)
    {
        app.MapStaticAssets().ExcludeFromDescription();
        SignInSettings.Map(app);
        app.MapPage("storefront.html", Storefront);
        app.MapPage("console.html", Console);
    }

    /// <summary>What a page may use: what comes with it, pictures of products wherever the catalogue says they are, and nothing written into it.</summary>
    /// <param name="script">The hash of the only script within the page.</param>
    /// <param name="connections">Origins beside its own that its scripts may call.</param>
    public static string Policy(string script, IEnumerable<string> connections) =>
        $"default-src 'none'; script-src 'self' {script}; style-src 'self'; img-src 'self' data: https:; font-src 'self'; "
        + $"connect-src {string.Join(' ', ["'self'", .. connections])}; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>Serves one page at several addresses.</summary>
    private static void MapPage(this WebApplication app, string template, IEnumerable<string> addresses)
    {
        // Read at the start, so that an asset that is named and not there is found then.
        var page = PageTemplate.Of(app, template, SignInSettings.Origins(app.Configuration));
        foreach (var address in addresses)
        {
            app.MapGet(address, () => TypedResults.Bytes(page.Bytes, "text/html; charset=utf-8")).WithMetadata(page).ExcludeFromDescription();
        }
    }
}
