using System.Globalization;
using System.Text.RegularExpressions;
using k8s;
using k8s.Models;

namespace ECommerce.Deployment.Tests.Kubernetes;

/// <summary>The manifests under deploy/kubernetes, read by the types of Kubernetes' own client: a member that these do not know is an error.</summary>
internal sealed class Manifests
{
    /// <summary>What two labels say of every object that is of one program.</summary>
    public const string Component = "app.kubernetes.io/component";

    /// <summary>And of every object at all.</summary>
    public const string PartOf = "app.kubernetes.io/part-of";

    private const string Folder = "deploy/kubernetes";

    private Manifests(IReadOnlyList<IKubernetesObject<V1ObjectMeta>> objects) => Objects = objects;

    /// <summary>The base as its files have it.</summary>
    public static Manifests Base { get; } =
        new([.. Files.Where(file => file.Path.StartsWith($"{Folder}/base/", StringComparison.Ordinal)).SelectMany(file => Read(file.Text))]);

    /// <summary>Every file but those that are kustomize's own.</summary>
    public static IEnumerable<(string Path, string Text)> Files => Directory
        .EnumerateFiles(Path.Combine(Repository.Root, Folder), "*.yaml", SearchOption.AllDirectories)
        .Where(path => Path.GetFileName(path) != "kustomization.yaml")
        .Select(path => (Path.GetRelativePath(Repository.Root, path), File.ReadAllText(path)));

    public IReadOnlyList<IKubernetesObject<V1ObjectMeta>> Objects { get; }

    public V1Deployment Silos => Named<V1Deployment>("silo");

    public V1Deployment Frontends => Named<V1Deployment>("frontend");

    public IReadOnlyList<V1Deployment> Programs => [Silos, Frontends];

    public IEnumerable<V1NetworkPolicy> Policies => Objects.OfType<V1NetworkPolicy>();

    /// <summary>What kubectl makes of a folder of them.</summary>
    public static async Task<Manifests> Built(string name)
    {
        var (code, output) = await Command.Run(await Installed.Kubectl(), "kustomize", Path.Combine(Repository.Root, Folder, name));
        Assert.True(code == 0, output);
        return new([.. Read(output)]);
    }

    public static IEnumerable<IKubernetesObject<V1ObjectMeta>> Read(string text) =>
        KubernetesYaml.LoadAllFromString(text, strict: true).Cast<IKubernetesObject<V1ObjectMeta>>();

    /// <summary>How long the checks of a program's readiness may take at most, as its code says.</summary>
    public static TimeSpan PatienceOf(string program) => TimeSpan.FromSeconds(double.Parse(
        Regex.Match(Repository.Read(program == "silo" ? "src/Silo/Probes.cs" : "src/WebFrontend/Hosting/Health.cs"), @"Patience = TimeSpan\.FromSeconds\(([\d.]+)\)").Groups[1].Value,
        CultureInfo.InvariantCulture));

    public T Named<T>(string name)
        where T : IKubernetesObject<V1ObjectMeta> => Objects.OfType<T>().Single(it => it.Metadata.Name == name);
}

/// <summary>What is asked of a program's pods.</summary>
internal static class Pods
{
    /// <summary>The labels of its pods.</summary>
    public static IDictionary<string, string> PodLabels(this V1Deployment program) => program.Spec.Template.Metadata.Labels;

    public static V1PodSpec Pod(this V1Deployment program) => program.Spec.Template.Spec;

    public static V1Container Container(this V1Deployment program) => Assert.Single(program.Pod().Containers);

    public static int Port(this V1Deployment program, string name) => program.Container().Ports.Single(port => port.Name == name).ContainerPort;

    /// <summary>Its settings as configuration names them. What comes from elsewhere has the name of where it comes from for a value.</summary>
    public static IReadOnlyDictionary<string, string> Settings(this V1Deployment program) => program.Container().Env.ToDictionary(
        it => it.Name.Replace("__", ":"), it => it.Value ?? it.ValueFrom.FieldRef?.FieldPath ?? $"secret {it.ValueFrom.SecretKeyRef.Name}");

    public static bool Selects(this V1LabelSelector selector, V1Deployment program) =>
        selector.MatchLabels.All(label => program.PodLabels().TryGetValue(label.Key, out var value) && value == label.Value);
}
