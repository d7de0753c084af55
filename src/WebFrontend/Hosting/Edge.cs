using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Routing;

namespace ECommerce.WebFrontend;

/// <summary>Where HTTP comes in: address, limits, JSON, errors.</summary>
internal static class Edge
{
    private const string DefaultUrls = "http://localhost:5080";

    public static void AddEdge(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseUrls(builder.Configuration["urls"] ?? DefaultUrls);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = FrontendBounds.Body;
        });
        builder.Services.ConfigureHttpJsonOptions(json => ViewJson.Apply(json.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddRateLimiter(limiter =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, bool>(context =>
                context.Request.Path.StartsWithSegments("/v1")
                    ? RateLimitPartition.GetConcurrencyLimiter(true, _ => new() { PermitLimit = FrontendBounds.Requests })
                    : RateLimitPartition.GetNoLimiter(false));
            limiter.OnRejected = async (rejected, _) => await Problem
                .Of(StatusCodes.Status503ServiceUnavailable, "overloaded", "Too many requests at once; repeat later.")
                .ExecuteAsync(rejected.HttpContext);
        });
    }

    public static void UseEdge(this WebApplication app)
    {
        app.UseMiddleware<ErrorHandling>();
        app.UseStarted();
        app.UseStatusCodePages(context => Problem.OfStatus(context.HttpContext.Response.StatusCode).ExecuteAsync(context.HttpContext));
        app.UseRouting();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
    }

    /// <summary>A frontend whose start still looks for the grains says so to all but the liveness probe.</summary>
    private static void UseStarted(this WebApplication app) => app.Use((context, next) =>
        app.Lifetime.ApplicationStarted.IsCancellationRequested || context.Request.Path == Health.Liveness
            ? next(context)
            : throw new UnavailableException("The grains are not reached yet."));

    /// <summary>Says in the OpenAPI document that every call may answer with problem details.</summary>
    public static RouteGroupBuilder WithProblems(this RouteGroupBuilder group)
    {
        group.WithMetadata(new ProducesResponseTypeMetadata(
            StatusCodes.Status400BadRequest, typeof(ProblemShape), ["application/problem+json"]));
        return group;
    }
}

/// <summary>Problem details with a stable code, for the OpenAPI document.</summary>
internal sealed record ProblemShape(
    string Type, string Title, int Status, string Code, string TraceId, Dictionary<string, string[]>? Errors = null);
