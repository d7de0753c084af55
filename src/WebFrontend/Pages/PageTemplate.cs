using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.AspNetCore.StaticAssets.Infrastructure;

namespace ECommerce.WebFrontend;

/// <summary>
/// A page as it is sent: its template with the addresses that carry fingerprints, which browsers keep for ever, and the import map by which its
/// modules find each other at those addresses. The map stands within the page, so the page's policy names its hash.
/// </summary>
/// <param name="Bytes">The page, UTF-8.</param>
/// <param name="Policy">The Content-Security-Policy that belongs to it.</param>
internal sealed partial record PageTemplate(byte[] Bytes, string Policy)
{
    /// <summary>Reads a template of this room and fills it in.</summary>
    /// <param name="name">The name of the file beside this one.</param>
    /// <param name="connections">Origins beside the shop's own that its scripts may call.</param>
    public static PageTemplate Of(WebApplication app, string name, params IEnumerable<string> connections)
    {
        var assets = Addresses(app);
        var map = ImportMap(assets);
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(map)));
        var text = Asset().Replace(Read(name), match => assets.TryGetValue(match.Groups[1].Value, out var address)
            ? address
            : throw new InvalidOperationException($"{name} names {match.Groups[1].Value}, which is not in wwwroot."));
        return new(Encoding.UTF8.GetBytes(text.Replace("{importmap}", map)), Pages.Policy($"'sha256-{hash}'", connections));
    }

    /// <summary>By its path within wwwroot: where an asset is, from the root of the shop.</summary>
    private static SortedDictionary<string, string> Addresses(WebApplication app)
    {
        var addresses = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var asset in StaticAssetsEndpointDataSourceHelper.ResolveStaticAssetDescriptors(app, null))
        {
            if (asset.Selectors.Count == 0 && Label(asset) is { } label)
            {
                addresses[label] = "/" + asset.Route;
            }
        }

        return addresses;
    }

    private static string? Label(StaticAssetDescriptor asset) => asset.Properties.FirstOrDefault(property => property.Name == "label")?.Value;

    private static string ImportMap(SortedDictionary<string, string> assets) => "{\"imports\":{" + string.Join(',', assets
        .Where(asset => asset.Key.EndsWith(".js", StringComparison.Ordinal))
        .Select(asset => $"\"/{asset.Key}\":\"{asset.Value}\"")) + "}}";

    private static string Read(string name)
    {
        using var template = typeof(PageTemplate).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"There is no template {name}.");
        return new StreamReader(template).ReadToEnd();
    }

    [GeneratedRegex(@"\{asset:([^}]+)\}")]
    private static partial Regex Asset();
}
