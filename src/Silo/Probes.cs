using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Orleans.Runtime;

namespace ECommerce.Silo;

/// <summary>What an orchestrator asks a silo over HTTP: does the process live, and do its grains and the ledger answer.</summary>
internal static class Probes
{
    private const string DefaultUrls = "http://localhost:5081";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void AddProbes(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseUrls(builder.Configuration["urls"] ?? DefaultUrls);
        ReadinessLog.Add(builder);
        builder.Services.AddHealthChecks().AddCheck<Readiness>("grains and ledger", timeout: Patience);
    }

    public static void MapProbes(this WebApplication app)
    {
        var methods = new HttpMethodMetadata(["GET", "HEAD"]);
        app.MapHealthChecks("/livez", new() { Predicate = _ => false }).WithMetadata(methods);
        app.MapHealthChecks("/readyz", new() { ResponseWriter = WriteReadiness }).WithMetadata(methods);
    }

    private static Task WriteReadiness(HttpContext context, HealthReport report)
    {
        context.RequestServices.GetRequiredService<ReadinessLog>().Note(report);
        return context.Response.WriteAsync(report.Status.ToString());
    }

    private sealed class Readiness(IGrainFactory grains, IHostApplicationLifetime host) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            if (!host.ApplicationStarted.IsCancellationRequested)
            {
                return HealthCheckResult.Unhealthy("The silo has not joined yet.");
            }

            try
            {
                await grains.Grain<IOperationsGrain>(IOperationsGrain.Key).Ready().WaitAsync(cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (Exception exception) when (exception is UnavailableException or OrleansException)
            {
                return HealthCheckResult.Unhealthy(exception.Message);
            }
        }
    }
}
