using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace ECommerce.Silo;

/// <summary>What an orchestrator asks a silo over HTTP: does the process live, and do its grains and the ledger answer.</summary>
internal static class Probes
{
    private const string DefaultUrls = "http://localhost:5081";
    private static readonly TimeSpan Readiness = TimeSpan.FromSeconds(2);
    private static readonly string[] Methods = ["GET", "HEAD"];

    public static void AddProbes(this WebApplicationBuilder builder) => builder.WebHost.UseUrls(builder.Configuration["urls"] ?? DefaultUrls);

    public static void MapProbes(this WebApplication app)
    {
        app.MapMethods("/livez", Methods, () => Results.Text("ok"));
        app.MapMethods("/readyz", Methods, async (IGrainFactory grains, IHostApplicationLifetime host, ILogger<LedgerFirst> logger) =>
        {
            if (!host.ApplicationStarted.IsCancellationRequested)
            {
                return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
            }

            try
            {
                await grains.GetGrain<IOperationsGrain>(IOperationsGrain.Key).Ready().WaitAsync(Readiness);
                return Results.Text("ok");
            }
            catch (Exception exception) when (exception is UnavailableException or TimeoutException or OrleansException)
            {
                logger.LogDebug(exception, "The silo is not ready");
                return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
            }
        });
    }
}
