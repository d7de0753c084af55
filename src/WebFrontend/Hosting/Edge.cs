using System.Threading.RateLimiting;

namespace ECommerce.WebFrontend;

/// <summary>Where HTTP comes in: address, limits, JSON, errors.</summary>
internal static class Edge
{
    private const string DefaultUrls = "http://localhost:5080";

    /// <summary>The largest body of a request, in bytes.</summary>
    private const long MaximumBody = 1 << 20;

    /// <summary>Requests in flight at once; one more is refused at once.</summary>
    private const int MaximumRequests = 20_000;

    public static void AddEdge(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseUrls(builder.Configuration["urls"] ?? DefaultUrls);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaximumBody;
        });
        builder.Services.ConfigureHttpJsonOptions(json => HttpJson.Apply(json.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<ExceptionProblems>();
        builder.Services.AddRateLimiter(limiter =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, bool>(context =>
                context.Request.Path.StartsWithSegments("/v1")
                    ? RateLimitPartition.GetConcurrencyLimiter(true, _ => new() { PermitLimit = MaximumRequests })
                    : RateLimitPartition.GetNoLimiter(false));
            limiter.OnRejected = async (rejected, _) => await Problem.Overloaded().ExecuteAsync(rejected.HttpContext);
        });
    }

    public static void UseEdge(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStarted();
        app.UseStatusCodePages();
        app.UseRouting();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
    }

    /// <summary>Refuses all calls but the probes while the start still looks for the grains.</summary>
    private static void UseStarted(this WebApplication app) => app.Use((context, next) =>
        app.Lifetime.ApplicationStarted.IsCancellationRequested || context.Request.Path.Value is Health.Liveness or Health.Readiness
            ? next(context)
            : throw new UnavailableException("The grains are not reached yet."));
}
