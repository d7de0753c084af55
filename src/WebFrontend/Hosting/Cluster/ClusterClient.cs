using Orleans.Configuration;
using Orleans.Connections.Security;
using Orleans.Dashboard;
using Orleans.Hosting;
using StackExchange.Redis;

namespace ECommerce.WebFrontend;

/// <summary>The grains are in the silos of a cluster, which this process calls.</summary>
internal static class ClusterClient
{
    /// <summary>How long a call to a grain is waited for; a call to a silo that was killed is given up then.</summary>
    private static readonly TimeSpan Response = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How often the silos that take calls are looked up. With the time in which a frozen silo is found dead it is less than
    /// <see cref="Response"/>, so a call that such a silo took along is repeated when it is given up.
    /// </summary>
    private static readonly TimeSpan GatewayRefresh = TimeSpan.FromSeconds(1);

    /// <summary>Where the cluster's own page is.</summary>
    public const string DashboardPath = "/v1/admin/dashboard";

    /// <param name="tls">Makes the client speak TLS; null: it speaks plain text.</param>
    /// <param name="isTraced">Whether calls take their traces along to the silos.</param>
    public static void AddClusterClient(this WebApplicationBuilder builder, string redis, Action<TlsOptions>? tls, bool isTraced)
    {
        builder.UseOrleansClient(client =>
        {
            client.UseRedisClustering(options => options.ConfigurationOptions = Patient(redis))
                .Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = Response)
                .Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = GatewayRefresh)
                .UseConnectionRetryFilter<KeepConnecting>()
                .AddOutgoingGrainCallFilter<Repeating>()
                .AddDashboard();
            LeavingSilos.Add(client.Services);
            if (isTraced)
            {
                client.AddActivityPropagation();
            }

            if (tls is not null)
            {
                client.UseTls(tls);
            }
        });
        builder.Services.AddSingleton<LostSilos>();
        builder.Services.AddSingleton<IClusterConnectionStatusObserver>(services => services.GetRequiredService<LostSilos>());

        // Liveness is answered while the cluster is still looked for.
        builder.Services.Configure<HostOptions>(host => host.ServicesStartConcurrently = true);
    }

    /// <summary>The cluster's own page, for operators.</summary>
    public static void MapClusterDashboard(this WebApplication app) =>
        app.MapOrleansDashboard(DashboardPath).RequireAuthorization(ShopAuthentication.Admin).ExcludeFromDescription();

    private static ConfigurationOptions Patient(string connection)
    {
        var redis = ConfigurationOptions.Parse(connection);
        redis.AbortOnConnectFail = false;
        return redis;
    }
}
