using ECommerce.Silo;
using k8s.Models;
using Microsoft.Extensions.Configuration;

namespace ECommerce.Deployment.Tests.Kubernetes;

/// <summary>What kustomize makes of base and example.</summary>
public sealed class OverlayTests
{
    [Fact]
    public async Task The_base_is_built_as_its_files_are_read()
    {
        var built = await Manifests.Built("base");

        Assert.Equal(Names(Manifests.Base), Names(built));
    }

    [Fact]
    public async Task The_example_is_an_installation_with_images_of_a_version_in_a_namespace_of_its_own()
    {
        var example = await Manifests.Built("example");

        Assert.All(example.Programs, program => Assert.Matches(@"^[\w./-]+:\d[\w.-]*$", program.Container().Image));
        Assert.All(example.Objects.Where(it => it is not V1Namespace), it => Assert.Equal("shop", it.Metadata.NamespaceProperty));
        Assert.Equal("restricted", example.Named<V1Namespace>("shop").Metadata.Labels["pod-security.kubernetes.io/enforce"]);
        var backend = example.Named<V1Ingress>("shop").Spec.Rules.Single().Http.Paths.Single().Backend.Service;
        Assert.Contains(example.Named<V1Service>(backend.Name).Spec.Ports, port => port.Name == backend.Port.Name);
    }

    [Fact]
    public async Task What_the_example_sets_are_settings_and_what_the_base_sets_stays()
    {
        var example = await Manifests.Built("example");

        foreach (var (program, plain) in example.Programs.Zip(Manifests.Base.Programs))
        {
            var settings = program.Settings();
            Assert.Null(KnownSettings.RefuseToStart(new ConfigurationBuilder().AddInMemoryCollection(settings!).Build()));
            Assert.Superset(plain.Settings().Keys.ToHashSet(), settings.Keys.ToHashSet());
            Assert.True(program.Container().SecurityContext.ReadOnlyRootFilesystem);
        }

        Assert.Contains("Authentication:Schemes:Bearer:Authority", example.Frontends.Settings().Keys);
        Assert.NotNull(example.Silos.Container().Env.Single(it => it.Name.EndsWith("sasl.password")).ValueFrom.SecretKeyRef);
    }

    [Fact]
    public async Task The_example_opens_nothing_that_the_base_keeps_shut_but_the_networks_it_names()
    {
        var example = await Manifests.Built("example");

        Assert.Equal(Manifests.Base.Policies.Select(it => it.Metadata.Name).Order(), example.Policies.Select(it => it.Metadata.Name).Order());
        Assert.Equal(
            ["192.0.2.0/24 5432", "198.51.100.0/24 443"],
            example.Policies.SelectMany(policy => policy.Spec.Egress ?? []).Where(rule => rule.To.Any(to => to.IpBlock is not null))
                .Select(rule => $"{rule.To.Single().IpBlock.Cidr} {rule.Ports.Single().Port}").Order());
    }

    private static IEnumerable<string> Names(Manifests manifests) => manifests.Objects.Select(it => $"{it.Kind} {it.Metadata.Name}").Order();
}
