using System.Globalization;
using System.Text.RegularExpressions;
using ECommerce.Silo;
using k8s.Models;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace ECommerce.Deployment.Tests.Kubernetes;

/// <summary>What the manifests say of the programs is what the programs do.</summary>
public sealed class PodTests
{
    private static Manifests All => Manifests.Base;

    [Fact]
    public void Ports_are_those_on_which_the_programs_listen()
    {
        Assert.All(All.Programs, program => Assert.Equal(Addresses.PortOf(program.Metadata.Name), program.Port("http")));
        Assert.Equal(EndpointOptions.DEFAULT_SILO_PORT, All.Silos.Port("silo"));
        Assert.Equal(EndpointOptions.DEFAULT_GATEWAY_PORT, All.Silos.Port("gateway"));
        Assert.Single(All.Frontends.Container().Ports);
    }

    [Fact]
    public void Probes_ask_what_the_code_answers_and_wait_for_longer_than_it_takes()
    {
        foreach (var program in All.Programs)
        {
            var (alive, ready) = (program.Container().LivenessProbe, program.Container().ReadinessProbe);

            Assert.Equal(("/livez", "http"), (alive.HttpGet.Path, alive.HttpGet.Port.ToString()));
            Assert.Equal(("/readyz", "http"), (ready.HttpGet.Path, ready.HttpGet.Port.ToString()));
            Assert.True(TimeSpan.FromSeconds(ready.TimeoutSeconds!.Value) > Manifests.PatienceOf(program.Metadata.Name), program.Metadata.Name);

            // Nobody is killed for a pause that readiness forgives.
            Assert.True(alive.PeriodSeconds * alive.FailureThreshold > 2 * ready.PeriodSeconds * ready.FailureThreshold, program.Metadata.Name);
        }
    }

    [Fact]
    public void Every_setting_is_read_by_the_program_it_is_given_to()
    {
        foreach (var program in All.Programs)
        {
            var sources = Repository.Sources(SettingsTests.Rooms[program.Metadata.Name]).ToList();
            Assert.All(program.Settings().Keys, key => Assert.True(SettingsTests.IsRead(key, sources), key));
        }
    }

    [Fact]
    public void A_silo_has_all_that_it_needs_to_start()
    {
        var settings = All.Silos.Settings().ToDictionary();

        Assert.Equal("status.podIP", settings["Orleans:Endpoints:AdvertisedIPAddress"]);
        settings["Orleans:Endpoints:AdvertisedIPAddress"] = "10.1.2.3";
        Assert.Null(RequiredSettings.RefuseToStart(new ConfigurationBuilder().AddInMemoryCollection(settings!).Build()));
    }

    [Fact]
    public void Payments_go_to_a_broker_since_a_file_in_a_pod_is_lost_with_it() =>
        Assert.Contains("DataPlatform:Kafka:BootstrapServers", All.Silos.Settings().Keys);

    [Fact]
    public void Secrets_come_by_reference()
    {
        var secret = new Regex("ConnectionStrings__|[Pp]assword|SigningKeys__.*__Value|ConnectionString$");

        Assert.All(All.Programs.SelectMany(program => program.Container().Env).Where(it => secret.IsMatch(it.Name)), it => Assert.NotNull(it.ValueFrom?.SecretKeyRef));
        Assert.DoesNotContain(All.Objects, it => it is V1Secret);
        Assert.All(Manifests.Files, file => Assert.DoesNotContain("Password=", file.Text));
    }

    [Fact]
    public void A_pod_is_given_longer_to_end_than_the_host_gives_its_parts()
    {
        Assert.All(All.Programs, program => Assert.True(TimeSpan.FromSeconds(program.Pod().TerminationGracePeriodSeconds!.Value) > new HostOptions().ShutdownTimeout));
        Assert.All(All.Programs, program => Assert.Null(program.Container().Lifecycle));

        var bounds = Regex.Match(Repository.Read("src/WebFrontend/Hosting/Draining.cs"), @"""Shutdown:DrainSeconds"", 0, 0, (\d+)\)");
        var drain = int.Parse(All.Frontends.Settings()["Shutdown:DrainSeconds"], CultureInfo.InvariantCulture);
        Assert.InRange(drain, 5, int.Parse(bounds.Groups[1].Value, CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Programs_are_rolled_one_more_at_a_time_and_nodes_emptied_one_pod_at_a_time()
    {
        Assert.True(All.Silos.Spec.Replicas >= 2);
        foreach (var program in All.Programs)
        {
            var rolling = program.Spec.Strategy.RollingUpdate;
            Assert.Equal(("1", "0"), (rolling.MaxSurge.ToString(), rolling.MaxUnavailable.ToString()));
            Assert.Equal("1", All.Named<V1PodDisruptionBudget>(program.Metadata.Name).Spec.MaxUnavailable.ToString());
            Assert.Contains(program.Pod().TopologySpreadConstraints, it => it.TopologyKey == "kubernetes.io/hostname");
        }
    }

    [Fact]
    public void A_node_that_takes_no_pods_of_the_shop_keeps_no_pod_pending_because_it_seems_empty() => Assert.All(
        All.Programs.SelectMany(program => program.Pod().TopologySpreadConstraints), it => Assert.Equal("Honor", it.NodeTaintsPolicy));

    [Fact]
    public void Pods_have_no_rights_and_write_nowhere_but_to_their_own_small_folder()
    {
        foreach (var program in All.Programs)
        {
            var (pod, container) = (program.Pod(), program.Container());

            Assert.True(pod.SecurityContext.RunAsNonRoot);
            Assert.True(pod.SecurityContext.RunAsUser > 0);
            Assert.Equal("RuntimeDefault", pod.SecurityContext.SeccompProfile.Type);
            Assert.False(pod.AutomountServiceAccountToken);
            Assert.False(pod.EnableServiceLinks);
            Assert.Equal((true, false, false),
                (container.SecurityContext.ReadOnlyRootFilesystem, container.SecurityContext.AllowPrivilegeEscalation, container.SecurityContext.Privileged));
            Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
            Assert.Equal("/tmp", Assert.Single(container.VolumeMounts).MountPath);
            Assert.NotNull(Assert.Single(pod.Volumes).EmptyDir.SizeLimit);
        }
    }

    [Fact]
    public void Memory_is_bounded_and_processors_are_not() => Assert.All(All.Programs, program =>
    {
        var resources = program.Container().Resources;
        Assert.Equal(["cpu", "memory"], resources.Requests.Keys.Order());
        Assert.Equal(["memory"], resources.Limits.Keys);
    });
}
