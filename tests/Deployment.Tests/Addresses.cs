using System.Globalization;
using System.Text.RegularExpressions;

namespace ECommerce.Deployment.Tests;

/// <summary>Where services listen.</summary>
internal static partial class Addresses
{
    /// <summary>The port on which a program of ours serves HTTP: the setting urls, in the image unless compose says otherwise.</summary>
    public static int PortOf(string target)
    {
        var image = ContainerFile.Own.To(target).Where(it => it.Name == "ENV").SelectMany(it => it.Words)
            .Select(word => word.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        var urls = ComposeFile.Own.Built.Single(service => service.Target == target).Environment.GetValueOrDefault("urls") ?? image["urls"];
        var match = AnyAddress().Match(urls);
        Assert.True(match.Success, urls);
        return int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^http://\+:(\d+)$")]
    private static partial Regex AnyAddress();
}
