using System.Text.RegularExpressions;
using k8s.Models;

namespace ECommerce.Deployment.Tests.Kubernetes;

/// <summary>Who may talk to whom.</summary>
public sealed class NetworkTests
{
    private static readonly string[] Names = ["53 to namespace kube-system", "53 to namespace kube-system"];

    private static Manifests All => Manifests.Base;

    [Fact]
    public void Every_pod_is_shut_in_both_directions_but_for_what_is_allowed()
    {
        var shut = All.Named<V1NetworkPolicy>("shop").Spec;

        Assert.All(All.Programs, program => Assert.True(shut.PodSelector.Selects(program)));
        Assert.Equal(["Egress", "Ingress"], shut.PolicyTypes.Order());
        Assert.True(shut.Ingress is null or { Count: 0 });
        Assert.True(shut.Egress is null or { Count: 0 });
    }

    [Fact]
    public void Silos_are_reached_by_silos_their_gateways_by_frontends_and_nothing_else_by_anybody() =>
        Assert.Equal(["silo from silo", "gateway from frontend"], IngressTo(All.Silos));

    [Fact]
    public void Frontends_are_reached_where_they_serve_http_and_only_from_where_the_ingress_is() =>
        Assert.Equal(["http from namespace ingress-nginx"], IngressTo(All.Frontends));

    [Fact]
    public void Silos_reach_silos_and_the_data_and_frontends_reach_gateways_and_redis_and_both_look_up_names()
    {
        Assert.Equal(["silo to silo", "5432 to namespace data", "6379 to namespace data", "9092 to namespace data", .. Names], EgressFrom(All.Silos));
        Assert.Equal(["gateway to silo", "6379 to namespace data", .. Names], EgressFrom(All.Frontends));
    }

    [Fact]
    public void A_program_that_is_applied_alone_finds_the_names_of_the_others()
    {
        foreach (var program in All.Programs)
        {
            var applied = All.Policies.Where(policy => policy.Metadata.Labels.TryGetValue(Manifests.Component, out var of) && of == program.Metadata.Name);
            var names = from policy in applied
                        where policy.Spec.PodSelector.Selects(program)
                        from rule in policy.Spec.Egress ?? []
                        from port in rule.Ports
                        where port.Port.ToString() == "53"
                        select port.Protocol;
            Assert.Equal(["TCP", "UDP"], names.Order());
        }
    }

    [Fact]
    public void Policies_that_the_document_shows_for_other_clusters_are_read_strictly()
    {
        var shown = Regex.Matches(Repository.Read("docs/kubernetes.md"), "```yaml\n(.*?)```", RegexOptions.Singleline)
            .SelectMany(block => Manifests.Read(block.Groups[1].Value)).OfType<V1NetworkPolicy>().ToList();

        Assert.Equal(["frontend-names", "silo-names", "frontend-collector", "silo-collector"], shown.Select(policy => policy.Metadata.Name));
        Assert.All(shown, policy => Assert.NotEmpty(policy.Spec.Egress));
        Assert.All(shown.Take(2), policy => Assert.Contains(policy.Metadata.Name, All.Policies.Select(own => own.Metadata.Name)));
        Assert.All(shown.Skip(2), policy => Assert.Equal(policy.Metadata.Name.Split('-')[0], policy.Metadata.Labels[Manifests.Component]));
    }

    [Fact]
    public void Ports_that_are_named_are_ports_of_the_pods_that_are_reached()
    {
        foreach (var rule in All.Policies.SelectMany(policy => policy.Spec.Egress ?? []))
        {
            var reached = All.Programs.Where(program => rule.To.Any(to => to.PodSelector?.Selects(program) == true));
            Assert.All(reached, program => Assert.All(rule.Ports, port => Assert.Contains(program.Container().Ports, own => own.Name == port.Port.ToString())));
        }
    }

    private static IEnumerable<string> IngressTo(V1Deployment program) =>
        from policy in Of(program)
        from rule in policy.Spec.Ingress ?? []
        from port in rule.Ports
        from peer in rule.FromProperty
        select $"{port.Port} from {Peer(peer)}";

    private static IEnumerable<string> EgressFrom(V1Deployment program) =>
        from policy in Of(program)
        from rule in policy.Spec.Egress ?? []
        from port in rule.Ports
        from peer in rule.To
        select $"{port.Port} to {Peer(peer)}";

    private static IEnumerable<V1NetworkPolicy> Of(V1Deployment program) =>
        All.Policies.Where(policy => policy.Metadata.Name != "shop" && policy.Spec.PodSelector.Selects(program));

    private static string Peer(V1NetworkPolicyPeer peer) => peer.PodSelector is { } pods
        ? pods.MatchLabels[Manifests.Component]
        : "namespace " + peer.NamespaceSelector.MatchLabels["kubernetes.io/metadata.name"];
}
