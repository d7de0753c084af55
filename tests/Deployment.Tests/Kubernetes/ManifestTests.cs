using k8s.Models;

namespace ECommerce.Deployment.Tests.Kubernetes;

/// <summary>The manifests are well formed, and name each other right.</summary>
public sealed class ManifestTests
{
    private static Manifests All => Manifests.Base;

    [Fact]
    public void Every_file_is_read_strictly_and_every_object_has_a_name()
    {
        var files = Manifests.Files.ToList();

        Assert.Contains(files, file => file.Path == "deploy/kubernetes/example/silo.yaml");
        Assert.All(files, file =>
        {
            var objects = Manifests.Read(file.Text).ToList();
            Assert.NotEmpty(objects);
            Assert.All(objects, it => Assert.False(string.IsNullOrEmpty(it.Metadata.Name), file.Path));
        });
    }

    [Theory]
    [InlineData("replicas: 2", "replica: 2")]
    [InlineData("readOnlyRootFilesystem: true", "readOnlyRootFileSystem: true")]
    [InlineData("replicas: 2", "replicas: two")]
    [InlineData("kind: PodDisruptionBudget", "kind: PodDisruption")]
    public void A_member_a_kind_or_a_value_that_is_none_is_found(string right, string wrong)
    {
        var text = Repository.Read("deploy/kubernetes/base/silo.yaml");

        Assert.Contains(right, text);
        Assert.ThrowsAny<Exception>(() => Manifests.Read(text.Replace(right, wrong)).ToList());
    }

    [Fact]
    public void The_base_lists_every_file_and_is_listed_by_the_example()
    {
        Assert.All(Manifests.Files, file => Assert.Contains($"{Path.GetFileName(file.Path)}\n", Repository.Read(Path.Combine(Path.GetDirectoryName(file.Path)!, "kustomization.yaml"))));
        Assert.Contains("- ../base\n", Repository.Read("deploy/kubernetes/example/kustomization.yaml"));
    }

    [Fact]
    public void Everything_is_labelled_so_that_one_program_can_be_applied_before_the_other()
    {
        Assert.All(All.Objects, it => Assert.Equal("shop", it.Metadata.Labels[Manifests.PartOf]));
        Assert.All(All.Objects.Where(it => it.Metadata.Name != "shop"), it => Assert.Equal(it.Metadata.Name.Split('-')[0], it.Metadata.Labels[Manifests.Component]));
    }

    [Fact]
    public void Selectors_find_their_own_pods_and_no_others()
    {
        foreach (var program in All.Programs)
        {
            var name = program.Metadata.Name;
            V1LabelSelector[] selectors =
            [
                program.Spec.Selector, All.Named<V1PodDisruptionBudget>(name).Spec.Selector, .. program.Pod().TopologySpreadConstraints.Select(it => it.LabelSelector),
                .. All.Policies.Where(policy => policy.Metadata.Name.StartsWith(name)).Select(policy => policy.Spec.PodSelector),
            ];
            Assert.All(selectors, selector => Assert.Equal([program], All.Programs.Where(selector.Selects)));
        }

        Assert.Equal(All.Frontends.PodLabels(), All.Named<V1Service>("frontend").Spec.Selector);
    }

    [Fact]
    public void The_service_leads_to_the_port_on_which_frontends_serve()
    {
        var port = Assert.Single(All.Named<V1Service>("frontend").Spec.Ports);

        Assert.Equal("http", port.TargetPort.ToString());
        Assert.Equal(Addresses.PortOf("frontend"), All.Frontends.Port("http"));
        Assert.DoesNotContain(All.Objects.OfType<V1Service>(), service => service.Spec.Selector[Manifests.Component] == "silo");
    }

    [Fact]
    public void Frontends_and_only_they_are_scaled_by_load()
    {
        var scaler = Assert.Single(All.Objects.OfType<V2HorizontalPodAutoscaler>()).Spec;

        Assert.Equal(("apps/v1", "Deployment", "frontend"), (scaler.ScaleTargetRef.ApiVersion, scaler.ScaleTargetRef.Kind, scaler.ScaleTargetRef.Name));
        Assert.True(scaler.MinReplicas >= 2 && scaler.MaxReplicas > scaler.MinReplicas);
        Assert.Equal("cpu", Assert.Single(scaler.Metrics).Resource.Name);

        // A percentage of what is requested needs a request, and a number of replicas beside the scaler's would undo it with each roll-out.
        Assert.True(All.Frontends.Container().Resources.Requests.ContainsKey("cpu"));
        Assert.Null(All.Frontends.Spec.Replicas);
    }
}
