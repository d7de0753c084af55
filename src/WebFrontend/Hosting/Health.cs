using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ECommerce.WebFrontend;

/// <summary>Liveness asks nobody; readiness asks each dependency, all at the same time.</summary>
internal static class Health
{
    /// <summary>Says that the process runs, whatever else does not.</summary>
    public const string Liveness = "/livez";

    /// <summary>Says whether the shop can be used.</summary>
    public const string Readiness = "/readyz";

    /// <summary>The dependency that grains ask.</summary>
    public const string Ledger = "ledger";

    /// <summary>How long a dependency may take; with the rest of the way, a prober has its answer within two seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    public static void AddHealth(this WebApplicationBuilder builder)
    {
        ReadinessLog.Add(builder);
        builder.Services.TryAddSingleton<StartProblem>();
        builder.Services.AddHealthChecks()
            .AddCheck<GrainsCheck>("grains", timeout: Patience)
            .AddCheck<GrainsCheck>(Ledger, timeout: Patience)
            .AddCheck<ProductListCheck>("product_list", timeout: Patience);
    }

    // Parameters that they do not know are nothing to refuse: load balancers add some of their own to a probe.
    public static void MapHealth(this WebApplication app)
    {
        var methods = new HttpMethodMetadata(["GET", "HEAD"]);
        app.MapHealthChecks(Liveness, new() { Predicate = _ => false, ResponseWriter = Write }).WithMetadata(methods);
        app.MapHealthChecks(Readiness, new() { ResponseWriter = WriteReadiness }).WithMetadata(methods);
    }

    private static Task WriteReadiness(HttpContext context, HealthReport report)
    {
        context.RequestServices.GetRequiredService<ReadinessLog>().Note(report);
        return Write(context, report);
    }

    private static Task Write(HttpContext context, HealthReport report)
    {
        var isHealthy = report.Status == HealthStatus.Healthy;
        if (!isHealthy)
        {
            context.Response.Headers.RetryAfter = Problem.RetryAfter;
        }

        var dependencies = report.Entries
            .Select(entry => new Dependency(entry.Key, entry.Value.Status == HealthStatus.Healthy, entry.Value.Description));
        return context.Response.WriteAsJsonAsync(new HealthAnswer(isHealthy, [.. dependencies]), HttpJson.Options);
    }

    private sealed record HealthAnswer(bool Ok, IReadOnlyList<Dependency> Dependencies);

    private sealed record Dependency(string Name, bool Ok, string? Problem);
}

/// <summary>
/// Asks a grain whether the ledger is ready. Registered twice: a grain that answers "the ledger is away" is itself reached.
/// </summary>
internal sealed class GrainsCheck(IGrainFactory grains, IHostApplicationLifetime host, StartProblem problem) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!host.ApplicationStarted.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy(
                context.Registration.Name == Health.Ledger && problem.Reason is { } reason ? reason : "The grains are not reached yet.");
        }

        if (host.ApplicationStopping.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy("The process is stopping.");
        }

        try
        {
            await grains.Grain<IOperationsGrain>(IOperationsGrain.Key).Ready().WaitAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (UnavailableException away)
        {
            return context.Registration.Name == Health.Ledger ? HealthCheckResult.Unhealthy(away.Message) : HealthCheckResult.Healthy();
        }
    }
}

/// <summary>Whether the product list was read once; the last one is served whatever happens later.</summary>
internal sealed class ProductListCheck(ProductLists lists) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(lists.HasList ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("It was not read yet."));
}
