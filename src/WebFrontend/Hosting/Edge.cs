using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ECommerce.WebFrontend;

/// <summary>Where HTTP comes in: address, limits, JSON, errors.</summary>
internal static class Edge
{
    private const string DefaultUrls = "http://localhost:5080";

    /// <summary>The largest body of a request, in bytes.</summary>
    private const long MaximumBody = 1 << 20;

    /// <summary>The longest address of a request, in characters.</summary>
    private const int MaximumAddress = 8 << 10;

    /// <summary>What every answer says that nobody may keep: those of a user, and errors.</summary>
    public const string NotKept = "no-store";

    /// <summary>How long anybody may keep an answer that is the same for all: no longer than a reader may be answered on old state.</summary>
    private static readonly string Kept = $"public, max-age={(int)Bounds.Freshness.TotalSeconds}";

    private static readonly object HeadKey = new();

    /// <summary>Which setting would keep all callers away; null: none.</summary>
    public static string? RefuseToStart(IConfiguration configuration) =>
        Admission.RefuseToStart(configuration) ?? ConnectionBounds.RefuseToStart(configuration)
        ?? RateLimits.RefuseToStart(configuration) ?? CrossOrigin.RefuseToStart(configuration) ?? Proxies.RefuseToStart(configuration)
        ?? WaitingRooms.RefuseToStart(configuration) ?? Draining.RefuseToStart(configuration)
        ?? LiveSettings.RefuseToStart(configuration) ?? SignInSettings.RefuseToStart(configuration);

    public static void AddEdge(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseUrls(builder.Configuration["urls"] is { Length: > 0 } urls ? urls : DefaultUrls);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaximumBody;

            // Beyond its limit the server answers without a body. Addresses between the two are refused with one.
            kestrel.Limits.MaxRequestLineSize = 2 * MaximumAddress;
        });
        builder.AddConnectionBounds();
        builder.Services.ConfigureHttpJsonOptions(json => HttpJson.Apply(json.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<ExceptionProblems>();
        builder.AddAdmission();
        builder.Services.AddHostedService<Draining>();
        builder.AddCrossOrigin();
        builder.AddSecurityHeaders();
        builder.AddEncodings();
    }

    public static void UseEdge(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseExceptionHandler();
        app.UseProxies();
        app.UseHttpsOnly();
        app.UseCrossOrigin();
        app.UseAddressBound();
        app.UseHead();
        app.UseStarted();
        app.UseCompression();
        app.UseStatusCodePages();
        app.UseRouting();
        app.UseNormalIds();
        app.UseCaching();
        app.UseAuthentication();
        app.UseRateLimits();
        ExceptionProblems.UseKnownProblems(app);
        app.UseAuthorization();
        app.UseUnpacking();
    }

    /// <summary>Whether the body of the answer is left out.</summary>
    public static bool IsHead(HttpContext context) => context.Items.ContainsKey(HeadKey);

    /// <summary>True for a call of the contract, and false for probes and pages.</summary>
    public static bool IsCall(HttpContext context) => context.Request.Path.StartsWithSegments("/v1");

    private static void UseAddressBound(this WebApplication app) => app.Use((context, next) =>
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Length <= MaximumAddress
            ? next(context)
            : Problem.OfStatus(StatusCodes.Status414UriTooLong).ExecuteAsync(context));

    /// <summary>Answers HEAD wherever there is GET, as that is answered; the server leaves the body out.</summary>
    private static void UseHead(this WebApplication app) => app.Use((context, next) =>
    {
        if (HttpMethods.IsHead(context.Request.Method))
        {
            context.Request.Method = HttpMethods.Get;
            context.Items[HeadKey] = true;
        }

        return next(context);
    });

    /// <summary>Refuses all calls but the probes while the start still looks for the grains.</summary>
    private static void UseStarted(this WebApplication app) => app.Use((context, next) =>
        app.Lifetime.ApplicationStarted.IsCancellationRequested || context.Request.Path.Value is Health.Liveness or Health.Readiness
            ? next(context)
            : throw new UnavailableException("The grains are not reached yet."));

    /// <summary>Says how long an answer may be kept, which errors take back, and on which headers of the request it depends.</summary>
    private static void UseCaching(this WebApplication app)
    {
        var vary = CrossOrigin.IsAllowed(app.Configuration) ? $"{HeaderNames.AcceptEncoding}, {HeaderNames.Origin}" : HeaderNames.AcceptEncoding;
        app.Use((context, next) =>
        {
            // What the pages consist of says so itself: its addresses carry fingerprints.
            if (context.GetEndpoint() is { } endpoint && endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            {
                var isForAll = HttpMethods.IsGet(context.Request.Method) && endpoint.Metadata.GetMetadata<IAuthorizeData>() is null;
                context.Response.Headers.CacheControl = isForAll ? Kept : NotKept;
                context.Response.Headers.Vary = isForAll ? vary : default(StringValues);
            }

            return next(context);
        });
    }
}
