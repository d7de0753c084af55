using System.Net;
using ECommerce.Grains;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Hosting;
using Orleans.Runtime;
using StackExchange.Redis;

namespace ECommerce.Silo;

/// <summary>
/// The silo of this process. Without Redis it is alone and serves its own process; with Redis it is a member of a cluster.
/// What is not set here is configured under <c>Orleans</c>, as Orleans binds it.
/// </summary>
internal static class GrainHosting
{
    /// <summary>Requests that one grain holds, running and waiting; one more is refused as overloaded.</summary>
    private const int Mailbox = 10_000;

    /// <summary>
    /// How long a grain waits for another, the same as a frontend does. A call to a silo that was killed is given up then or, sooner,
    /// when the silo is found dead.
    /// </summary>
    private static readonly TimeSpan Response = TimeSpan.FromSeconds(5);

    public static void AddGrains(this IHostApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        builder.UseOrleans(silo =>
        {
            if (configuration.GetConnectionString("Redis") is { Length: > 0 } redis)
            {
                silo.JoinCluster(redis, configuration);
            }
            else
            {
                silo.StayAlone();

                // Its first line says that a thread has been stuck for as long as the machine runs: it is only about to start.
                builder.Logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
            }

            silo.Configure<SiloMessagingOptions>(messaging =>
                {
                    messaging.ResponseTimeout = Response;
                    messaging.MaxEnqueuedRequestsHardLimit = Mailbox;
                    messaging.MaxEnqueuedRequestsHardLimit_StatelessWorker = Mailbox;
                })
                .AddIncomingGrainCallFilter<LedgerFailures>()
                .AddCartStorage(configuration);
            if (Telemetry.IsOn(configuration))
            {
                silo.AddActivityPropagation();
            }
        });
        builder.Services.AddGrainServices();
        builder.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, LedgerFirst>();

        // Probes are answered while the silo still waits for the ledger or for the cluster.
        builder.Services.Configure<HostOptions>(host => host.ServicesStartConcurrently = true);
    }

    /// <summary>
    /// Nobody connects to this silo: it has no gateway, and the port that others would call is no real one. It listens on a
    /// loopback port that the system picks, so that any number of shops start side by side on one machine.
    /// </summary>
    private static void StayAlone(this ISiloBuilder silo)
    {
        const int notListening = 1;
        silo.UseLocalhostClustering(siloPort: notListening, gatewayPort: 0);
        silo.Configure<EndpointOptions>(endpoints => endpoints.SiloListeningEndpoint = new IPEndPoint(IPAddress.Loopback, 0));
    }

    private static void JoinCluster(this ISiloBuilder silo, string redis, IConfiguration configuration)
    {
        silo.UseRedisClustering(options => options.ConfigurationOptions = ConfigurationOptions.Parse(redis))
            .Configure<EndpointOptions>(endpoints => endpoints.AdvertisedIPAddress = AdvertisedAddress.Of(configuration))
            .Configure<LoadSheddingOptions>(configuration.GetSection("Orleans:LoadShedding"))
            .Configure<ClusterMembershipOptions>(BeFoundDead)

            // How long a stopping silo goes on answering after it told the frontends to go elsewhere.
            .Configure<SiloMessagingOptions>(messaging => messaging.ClientGatewayShutdownNotificationTimeout = TimeSpan.FromSeconds(2))
            .AddDashboard();
        if (ClusterTls.Of(configuration) is { } tls)
        {
            silo.UseTls(tls);
        }
    }

    /// <summary>
    /// A silo is voted dead when it left three probes in a row unanswered and sent nothing else for as long as three probes may take at
    /// most. Connections of a silo that is frozen stay open, so it is this silence that tells: docs/decisions/0029 says why 3 s.
    /// </summary>
    private static void BeFoundDead(ClusterMembershipOptions membership)
    {
        membership.ProbeTimeout = TimeSpan.FromSeconds(1);
        membership.MaxProbeTimeout = TimeSpan.FromSeconds(1);
        membership.NumMissedProbesLimit = 3;

        // Membership is read again this often, in case the news was lost: also by a silo that was away and learns that it is dead.
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(5);
    }
}
