using ECommerce.Grains;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Runtime.Hosting;
using StackExchange.Redis;

namespace ECommerce.Silo;

/// <summary>Engine=Orleans: this process is one silo of a cluster; membership in Redis, carts beside the ledger.</summary>
internal static class GrainHost
{
    private const string Carts = "carts";
    private const string CartTable = "carts in grain_state";

    public static void AddGrainHost(this IHostApplicationBuilder builder)
    {
        var settings = new ClusterSettings(builder.Configuration);
        builder.UseOrleans(silo => silo.Join(settings).Bound(settings).StoreCarts().AddDashboard()
            .AddIncomingGrainCallFilter<LedgerFailures>());
        builder.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, LedgerFirst>();
    }

    private static ISiloBuilder Join(this ISiloBuilder silo, ClusterSettings settings) => silo
        .Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (settings.ClusterId, settings.ServiceId))
        .UseRedisClustering(redis => redis.ConfigurationOptions = ConfigurationOptions.Parse(settings.Redis))
        .ConfigureEndpoints(settings.AdvertisedIP, settings.SiloPort, settings.GatewayPort, listenOnAnyHostAddress: true)
        .Configure<ClusterMembershipOptions>(membership =>
        {
            membership.ProbeTimeout = ClusterBounds.Probe;
            membership.NumMissedProbesLimit = ClusterBounds.MissedProbes;
            membership.TableRefreshTimeout = ClusterBounds.MembershipRefresh;
        });

    private static ISiloBuilder Bound(this ISiloBuilder silo, ClusterSettings settings) => silo
        .Configure<SiloMessagingOptions>(messaging =>
        {
            messaging.ResponseTimeout = ClusterBounds.Response;
            messaging.MaxEnqueuedRequestsHardLimit = ClusterBounds.Mailbox;
            messaging.MaxEnqueuedRequestsHardLimit_StatelessWorker = ClusterBounds.Mailbox;
            messaging.ClientGatewayShutdownNotificationTimeout = ClusterBounds.Farewell;
        })
        .Configure<LoadSheddingOptions>(load => (load.LoadSheddingEnabled, load.CpuThreshold) = (settings.LoadShedding, settings.CpuThreshold))
        .Configure<GrainCollectionOptions>(collection =>
        {
            collection.CollectionAge = ClusterBounds.Collection;
            foreach (var grain in (string[])["OrderGrain", "OrderListGrain", "CartGrain"])
            {
                var name = typeof(GrainsAssembly).Assembly.GetType($"{typeof(GrainsAssembly).Namespace}.{grain}", throwOnError: true)!.FullName!;
                collection.ClassSpecificCollectionAge[name] = ClusterBounds.ShortCollection;
            }
        });

    private static ISiloBuilder StoreCarts(this ISiloBuilder silo)
    {
        silo.AddAdoNetGrainStorage(CartTable, storage => storage.Configure<NpgsqlDataSource>((options, database) =>
        {
            options.Invariant = "Npgsql";
            options.DataSource = database;
            options.DeleteStateOnClear = true;
            options.GrainStorageSerializer = new ViewJsonStorage();
        }));
        silo.Services.AddGrainStorage(Carts, (services, _) => new CartStorage(
            services.GetRequiredKeyedService<Orleans.Storage.IGrainStorage>(CartTable)));
        return silo;
    }
}
