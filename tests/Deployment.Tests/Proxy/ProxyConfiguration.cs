using System.Text.RegularExpressions;

namespace ECommerce.Deployment.Tests.Proxy;

/// <summary>haproxy.cfg, the proxy's configuration.</summary>
internal static partial class ProxyConfiguration
{
    public const string File = "haproxy.cfg";

    /// <summary>Where docker answers for the names of services, in every container.</summary>
    private const string Names = "nameserver docker 127.0.0.11:53";

    private static readonly string Text = Repository.Read(File);

    /// <summary>Where the proxy listens.</summary>
    public static int Port => int.Parse(Regex.Match(Text, @"^    bind :(\d+)$", RegexOptions.Multiline).Groups[1].Value);

    /// <summary>The frontends of each backend: how many at most, the name that stands for all of them, and their port.</summary>
    public static IReadOnlyList<(int Most, string Name, int Port)> Servers => [.. ServerTemplate().Matches(Text)
        .Select(match => (int.Parse(match.Groups[1].Value), match.Groups[2].Value, int.Parse(match.Groups[3].Value)))];

    /// <summary>The paths that frontends are asked whether they take calls.</summary>
    public static IEnumerable<string> Probes => Regex.Matches(Text, @"^    option httpchk GET (\S+)$", RegexOptions.Multiline).Select(match => match.Groups[1].Value);

    /// <summary>The same on loopback: only the three places where something listens are others.</summary>
    public static string OnLoopback(int port, int names, int frontends)
    {
        var (_, name, servers) = Servers[0];
        var text = Text;
        Replace(1, Names, $"nameserver docker 127.0.0.1:{names}");
        Replace(1, $"bind :{Port}", $"bind 127.0.0.1:{port}");
        Replace(Servers.Count, $" {name}:{servers}\n", $" {name}:{frontends}\n");
        return text;

        void Replace(int times, string from, string to)
        {
            Assert.Equal(times, Regex.Count(text, Regex.Escape(from)));
            text = text.Replace(from, to, StringComparison.Ordinal);
        }
    }

    [GeneratedRegex(@"^    server-template \w+ (\d+) ([\w-]+):(\d+)$", RegexOptions.Multiline)]
    private static partial Regex ServerTemplate();
}
