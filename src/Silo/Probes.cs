using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace ECommerce.Silo;

/// <summary>What an orchestrator asks a silo over HTTP: does the process live, and do its grains and the ledger answer.</summary>
internal static partial class Probes
{
    private const string DefaultUrls = "http://localhost:5081";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void AddProbes(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseUrls(builder.Configuration["urls"] is { Length: > 0 } urls ? urls : DefaultUrls);

        // The framework calls every probe of a silo that is still joining a failure.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        builder.Services.AddSingleton<Readiness>().AddHealthChecks().AddCheck<Readiness>("grains and ledger", timeout: Patience);
    }

    public static void MapProbes(this WebApplication app)
    {
        var methods = new HttpMethodMetadata(["GET", "HEAD"]);
        app.MapHealthChecks("/livez", new() { Predicate = _ => false }).WithMetadata(methods);
        app.MapHealthChecks("/readyz").WithMetadata(methods);
    }

    private sealed partial class Readiness(
        IGrainFactory grains, IHostApplicationLifetime host, StartProblem problem, ILogger<Readiness> logger) : IHealthCheck
    {
        private string? _problem = "";

        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var result = await Check(cancellationToken);
            if (Interlocked.Exchange(ref _problem, result.Description) is var before && before != result.Description)
            {
                LogChange(result.Description ?? "Ready.");
            }

            return result;
        }

        private async Task<HealthCheckResult> Check(CancellationToken cancellationToken)
        {
            if (!host.ApplicationStarted.IsCancellationRequested)
            {
                return HealthCheckResult.Unhealthy(problem.Reason ?? "The silo has not joined yet.");
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
            catch (OperationCanceledException)
            {
                return HealthCheckResult.Unhealthy("The grains or the ledger do not answer.");
            }
        }

        [LoggerMessage(LogLevel.Information, "Readiness: {Readiness}")]
        private partial void LogChange(string readiness);
    }
}
