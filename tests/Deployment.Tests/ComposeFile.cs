using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace ECommerce.Deployment.Tests;

/// <summary>A compose file: the one of the repository, or what docker-compose made of it.</summary>
internal sealed class ComposeFile
{
    private readonly YamlMappingNode _root;

    public ComposeFile(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        _root = (YamlMappingNode)yaml.Documents[0].RootNode;
        Services = [.. Children(_root, "services").Select(child => new ComposeService(child.Key, (YamlMappingNode)child.Value))];
    }

    /// <summary>docker-compose.yml, its variables not yet replaced.</summary>
    public static ComposeFile Own { get; } = new(Repository.Read("docker-compose.yml"));

    public IReadOnlyList<ComposeService> Services { get; }

    /// <summary>Those that are built here, of the shop's own programs.</summary>
    public IEnumerable<ComposeService> Built => Services.Where(service => service.Target is not null);

    /// <summary>The volumes that are declared.</summary>
    public IEnumerable<string> Volumes => Children(_root, "volumes").Select(child => child.Key);

    public ComposeService this[string name] => Services.Single(service => service.Name == name);

    internal static IEnumerable<KeyValuePair<string, YamlNode>> Children(YamlMappingNode node, string name) =>
        Child(node, name) is YamlMappingNode mapping
            ? mapping.Children.Select(child => KeyValuePair.Create(((YamlScalarNode)child.Key).Value!, child.Value))
            : [];

    internal static YamlNode? Child(YamlMappingNode node, string name) =>
        node.Children.TryGetValue(new YamlScalarNode(name), out var child) ? child : null;
}

/// <summary>One service of it.</summary>
internal sealed class ComposeService(string name, YamlMappingNode node)
{
    public string Name => name;

    public string? Image => Text("image");

    /// <summary>The stage of the Dockerfile that it is built to; null: it is an image of somebody else's.</summary>
    public string? Target => ComposeFile.Children(node, "build").FirstOrDefault(child => child.Key == "target").Value?.ToString();

    public int Scale => int.Parse(Text("scale") ?? "1", CultureInfo.InvariantCulture);

    public string? Restart => Text("restart");

    /// <summary>How long it is given to stop; what is not said is docker's ten seconds.</summary>
    public TimeSpan Grace => TimeSpan.FromSeconds(int.Parse((Text("stop_grace_period") ?? "10s").TrimEnd('s'), CultureInfo.InvariantCulture));

    public IReadOnlyList<string> Command => Words(ComposeFile.Child(node, "command"));

    public IReadOnlyList<string> Ports => Words(ComposeFile.Child(node, "ports"));

    public IReadOnlyList<string> Volumes => Words(ComposeFile.Child(node, "volumes"));

    public IReadOnlyDictionary<string, string> Environment =>
        ComposeFile.Children(node, "environment").ToDictionary(child => child.Key, child => child.Value.ToString());

    /// <summary>The services that it waits for, and for what.</summary>
    public IReadOnlyDictionary<string, string> DependsOn => ComposeFile.Children(node, "depends_on")
        .ToDictionary(child => child.Key, child => ComposeFile.Child((YamlMappingNode)child.Value, "condition")!.ToString());

    /// <summary>The words of its health check; empty: it has none.</summary>
    public IReadOnlyList<string> HealthCheck => Words(ComposeFile.Children(node, "healthcheck").FirstOrDefault(child => child.Key == "test").Value);

    private static IReadOnlyList<string> Words(YamlNode? list) => list is YamlSequenceNode words ? [.. words.Select(word => word.ToString())] : [];

    private string? Text(string key) => (ComposeFile.Child(node, key) as YamlScalarNode)?.Value;
}
