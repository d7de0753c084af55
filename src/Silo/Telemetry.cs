using ECommerce.DataPlatform;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Orleans.Diagnostics;

namespace ECommerce.Silo;

/// <summary>
/// Traces, metrics and logs of a program, sent by the protocol of OpenTelemetry. All of it is off unless an endpoint is set. The settings are
/// OpenTelemetry's own, <c>OTEL_…</c>; docs/observability.md tells those that matter.
/// </summary>
public static class Telemetry
{
    /// <summary>The name of a silo.</summary>
    public const string Silo = "ecommerce-silo";

    /// <summary>The name of a frontend of a cluster.</summary>
    public const string Frontend = "ecommerce-frontend";

    /// <summary>The name of a process that is the whole shop.</summary>
    public const string Shop = "ecommerce-shop";

    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";

    /// <summary>Whether anything is sent.</summary>
    public static bool IsOn(IConfiguration configuration) =>
        configuration[Endpoint] is { Length: > 0 } && !"true".Equals(configuration["OTEL_SDK_DISABLED"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Why nothing could be sent with these settings; null: it can, or nothing is to be sent.</summary>
    public static string? RefuseToStart(IConfiguration configuration) =>
        !IsOn(configuration) ? null
        : !Uri.TryCreate(configuration[Endpoint], UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https")
            ? $"{Endpoint} is no address such as http://localhost:4317."
        : configuration[Protocol] is not (null or "" or "grpc" or "http/protobuf") ? $"{Protocol} is neither grpc nor http/protobuf."
        : null;

    /// <summary>Adds what a program tells, if it is to be sent.</summary>
    /// <param name="name">The program's, unless OTEL_SERVICE_NAME says another.</param>
    /// <param name="meters">The program's own, beside those of the rooms below it.</param>
    public static void AddTelemetry(this IHostApplicationBuilder builder, string name, params string[] meters)
    {
        if (!IsOn(builder.Configuration))
        {
            return;
        }

        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Defaults(name) });
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource
                .AddAttributes([new("service.namespace", "ecommerce"), new("service.instance.id", $"{Environment.MachineName}-{Environment.ProcessId}")])
                .AddEnvironmentVariableDetector())
            .WithTracing(traces => traces
                .AddAspNetCoreInstrumentation(http => http.Filter = IsTraced)
                .AddSource(ActivitySources.ApplicationGrainActivitySourceName, ActivitySources.StorageActivitySourceName)
                .AddSource(CommitTelemetry.Name, StreamMetrics.Name, "Npgsql"))
            .WithMetrics(metrics => metrics
                .AddMeter(CommitTelemetry.Name, StreamMetrics.Name, "Npgsql", "Microsoft.Orleans")
                .AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
                .AddMeter(meters))
            .WithLogging(configureBuilder: null, logs => logs.IncludeFormattedMessage = true)
            .UseOtlpExporter();
    }

    // What OpenTelemetry would do otherwise: record every trace, and keep no examples of metrics.
    private static Dictionary<string, string?> Defaults(string name) => new()
    {
        ["OTEL_SERVICE_NAME"] = name,
        ["OTEL_TRACES_SAMPLER"] = "parentbased_traceidratio",
        ["OTEL_TRACES_SAMPLER_ARG"] = "0.05",
        ["OTEL_METRICS_EXEMPLAR_FILTER"] = "trace_based",
    };

    // Calls of the contract that end. Probes and pages would hide them, and an event stream lasts for minutes.
    private static bool IsTraced(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/v1") && !context.Request.Path.Value!.EndsWith("/live", StringComparison.Ordinal);
}
