using System.Text.RegularExpressions;
using ECommerce.Silo;
using Microsoft.Extensions.Configuration;

namespace ECommerce.Deployment.Tests;

/// <summary>A setting that is told in the README is known, and a name that is known can be read about there.</summary>
public sealed partial class KnownSettingsTests
{
    /// <summary>What the framework documents of its own section.</summary>
    private const string Framework = "Authentication:Schemes:Bearer:";

    [Fact]
    public void Every_setting_of_the_README_is_known()
    {
        var told = Told().ToList();

        Assert.Contains("RateLimits:Anonymous:Burst", told);
        Assert.All(told.Where(name => name != Framework + "*"), name => Assert.Null(KnownSettings.RefuseToStart(Configured(name, "true"))));
    }

    [Fact]
    public void Every_setting_that_is_known_is_told_in_the_README()
    {
        var told = Told().ToList();
        bool IsTold(string name) => told.Any(it => it == name || it.StartsWith(name.TrimEnd('*'), StringComparison.Ordinal) || name == it + ":*");

        Assert.All(KnownSettings.Names.Where(name => !name.StartsWith(Framework, StringComparison.Ordinal)), name => Assert.True(IsTold(name), name));
    }

    [Theory]
    [InlineData("ConnectionStrings:Postgress")]
    [InlineData("connectionstrings:postgresql")]
    [InlineData("Sqlite:File")]
    [InlineData("RateLimits:Users:Burst")]
    [InlineData("RateLimits:User:Bursts")]
    [InlineData("Cors:Origin")]
    [InlineData("Cors:Origin:0")]
    [InlineData("DevTokens:Enable")]
    [InlineData("Authentication:Schemes:Bearer:ValidAudiances:0")]
    [InlineData("Authentication:Schemes:Oidc:Authority")]
    [InlineData("DataPlatform:Kafk:Topic")]
    [InlineData("ForwardedHeaders:Proxies")]
    public void A_name_that_is_none_is_refused_with_those_that_there_are(string name)
    {
        var reason = KnownSettings.RefuseToStart(Configured(name, "true"));

        Assert.StartsWith($"{name} is no setting of the shop. In {name.Split(':')[0]} there are ", reason, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("there are .", reason);
    }

    [Theory]
    [InlineData("connectionstrings:POSTGRES", "Host=x")]
    [InlineData("Logging:LogLevel:Default", "Warning")]
    [InlineData("Orleans:ClusterId", "shop")]
    [InlineData("Kestrel:Limits:KeepAliveTimeout", "00:01:00")]
    [InlineData("PATH", "/bin")]
    [InlineData("DEMO", "1")]
    [InlineData("ConnectionStrings:Postgres_ProviderName", "Npgsql")]
    [InlineData("Authentication:Schemes:Bearer:ValidAudiences", "")]
    [InlineData("Connections", "many")]
    [InlineData("DevTokens:Enabled", "False")]
    public void Case_does_not_matter_and_what_others_read_is_theirs(string name, string value) =>
        Assert.Null(KnownSettings.RefuseToStart(Configured(name, value)));

    [Theory]
    [InlineData("DevTokens:Enabled", "yes")]
    [InlineData("Demo:Seed", "")]
    [InlineData("RateLimits:Enabled", "1")]
    public void A_switch_is_true_or_false(string name, string value) =>
        Assert.Equal($"{name} is neither true nor false.", KnownSettings.RefuseToStart(Configured(name, value)));

    // The names in the first cells of the table: a name that begins with a colon goes on where the one before it has its last part.
    private static IEnumerable<string> Told()
    {
        foreach (var row in Repository.Read("README.md").Split('\n').SkipWhile(line => line != "| key | default | meaning |").Skip(2).TakeWhile(line => line.StartsWith('|')))
        {
            var last = "";
            foreach (var text in Name().Matches(row.Split('|')[1]).Select(match => match.Groups[1].Value.Split('=')[0]))
            {
                last = text.StartsWith(':') ? last[..last.LastIndexOf(':')] + text : text;
                yield return last;
            }
        }
    }

    private static IConfiguration Configured(string name, string value) =>
        new ConfigurationBuilder().AddInMemoryCollection([new(name, value)]).Build();

    [GeneratedRegex("`([^`]*)`(?!\\))")]
    private static partial Regex Name();
}
