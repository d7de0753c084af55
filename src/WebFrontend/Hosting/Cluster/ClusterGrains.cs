using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Hosting;
using StackExchange.Redis;

namespace ECommerce.WebFrontend;

/// <summary>Engine=Orleans: the grains are in the silos of a cluster, which this process calls.</summary>
internal static class ClusterGrains
{
    private const string DefaultName = "ecommerce";

    public static void AddGrains(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        builder.UseOrleansClient(client => client
            .Configure<ClusterOptions>(cluster =>
            {
                cluster.ClusterId = configuration["Orleans:ClusterId"] ?? DefaultName;
                cluster.ServiceId = configuration["Orleans:ServiceId"] ?? DefaultName;
            })
            .UseRedisClustering(redis => redis.ConfigurationOptions = Redis(configuration))
            .Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = FrontendBounds.Response)
            .Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = FrontendBounds.GatewayRefresh)
            .UseConnectionRetryFilter<KeepConnecting>()
            .AddOutgoingGrainCallFilter<Repeating>()
            .AddDashboard());
        builder.Services.AddSingleton<LostSilos>();
        builder.Services.AddSingleton<IClusterConnectionStatusObserver>(services => services.GetRequiredService<LostSilos>());

        // Liveness is answered while the cluster is still looked for.
        builder.Services.Configure<HostOptions>(host => host.ServicesStartConcurrently = true);
    }

    /// <summary>The cluster's own page, for operators.</summary>
    public static void MapGrains(this WebApplication app) =>
        app.MapOrleansDashboard("/v1/admin/dashboard").RequireAuthorization(ShopAuthentication.Admin).ExcludeFromDescription();

    private static ConfigurationOptions Redis(IConfiguration configuration)
    {
        var redis = ConfigurationOptions.Parse(configuration.GetConnectionString("Redis")
            ?? throw new InvalidOperationException("A frontend of a cluster needs ConnectionStrings:Redis: it finds the silos there."));
        redis.AbortOnConnectFail = false;
        return redis;
    }
}
