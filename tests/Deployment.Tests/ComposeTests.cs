using System.Text.RegularExpressions;
using Microsoft.Extensions.Hosting;

namespace ECommerce.Deployment.Tests;

/// <summary>What docker-compose.yml names is there, and fits together.</summary>
public sealed class ComposeTests
{
    private static readonly string[] Probes = ["src/Silo/Probes.cs", "src/WebFrontend/Hosting/Health.cs"];

    private static ComposeFile File => ComposeFile.Own;

    [Fact]
    public void Images_are_pinned_to_a_version() =>
        Assert.All(File.Services.Where(service => service.Target is null), service => Assert.Matches(@"^[\w./-]+:\d+[\w.-]*$", service.Image));

    [Fact]
    public void Our_programs_are_built_from_stages_that_exist() =>
        Assert.Equal(["frontend", "silo"], File.Built.Select(service => service.Target).Intersect(ContainerFile.Own.Stages.Select(stage => stage.Name)).Order());

    [Fact]
    public void There_are_two_of_each_and_nothing_that_only_one_of_them_may_have() =>
        Assert.All(File.Built, service =>
        {
            Assert.True(service.Scale >= 2, service.Name);
            Assert.Empty(service.Ports);
            Assert.Empty(service.Volumes);
        });

    [Fact]
    public void One_port_is_published_and_the_proxy_listens_there()
    {
        var port = Assert.Single(File.Services.SelectMany(service => service.Ports));

        Assert.Equal([port], File["proxy"].Ports);
        Assert.Matches($@"^\d+:{Proxy.ProxyConfiguration.Port}$", port);
    }

    [Fact]
    public void What_somebody_waits_for_has_a_health_check() =>
        Assert.All(File.Services.SelectMany(service => service.DependsOn), wait =>
        {
            Assert.Contains(wait.Value, (string[])["service_healthy", "service_started"]);
            Assert.True(wait.Value == "service_started" || File[wait.Key].HealthCheck.Count > 0, wait.Key);
        });

    [Fact]
    public void Our_programs_are_asked_where_they_listen_what_the_code_answers()
    {
        foreach (var service in File.Built)
        {
            Assert.Equal($"http://127.0.0.1:{Addresses.PortOf(service.Target!)}/readyz", service.HealthCheck[^1]);
        }

        Assert.Equal($"http://127.0.0.1:{Proxy.ProxyConfiguration.Port}/readyz", File["proxy"].HealthCheck[^1]);
        Assert.All(Probes, path => Assert.Contains("\"/readyz\"", Repository.Read(path)));
    }

    [Fact]
    public void Volumes_are_declared_and_used_and_files_are_there()
    {
        var sources = File.Services.SelectMany(service => service.Volumes).Select(volume => volume.Split(':')[0]).ToLookup(it => it.StartsWith('.'));

        Assert.Equal(File.Volumes.Order(), sources[false].Order());
        Assert.All(sources[true], path => Assert.True(Repository.Has(path), path));
    }

    [Fact]
    public void What_keeps_something_keeps_it_in_a_volume() =>
        Assert.All(
            (string[])["redis", "postgres", "kafka"],
            name => Assert.Contains(File[name].Volumes, volume => volume.StartsWith(name + ":/", StringComparison.Ordinal)));

    [Fact]
    public void Redis_keeps_the_membership_over_a_restart() =>
        Assert.Equal("redis-server --appendonly yes --appendfsync everysec", string.Join(' ', File["redis"].Command));

    [Fact]
    public void Every_service_comes_back_and_ours_have_the_time_to_drain()
    {
        Assert.All(File.Services, service => Assert.Equal("unless-stopped", service.Restart));
        Assert.All(File.Built, service => Assert.True(service.Grace > new HostOptions().ShutdownTimeout, service.Name));
    }

    [Fact]
    public void Postgres_has_connections_for_more_silos_than_are_started()
    {
        var pool = Regex.Matches(Repository.Read("src/Ledger/Postgres/PostgresConnections.cs"), @"(?:Pool|Scans) = (\d+);").Sum(match => int.Parse(match.Groups[1].Value));
        var allowed = int.Parse(Assert.Single(File["postgres"].Command, word => word.StartsWith("max_connections=", StringComparison.Ordinal)).Split('=')[1]);

        Assert.True(allowed > 2 * pool * File["silo"].Scale, $"{allowed} for {File["silo"].Scale} silos with {pool} each");
    }

    [Fact]
    public void Secrets_come_from_the_environment_and_must_be_there()
    {
        var text = Repository.Read("docker-compose.yml");

        Assert.All(File.Services.SelectMany(service => service.Environment).Where(it => it.Key.EndsWith("PASSWORD") || it.Key.Contains("SigningKeys__0__Value")),
            setting => Assert.Matches(@"^\$\{[A-Z_]+:\?[^}]+\}$", setting.Value));
        Assert.Equal(Regex.Count(text, "Password="), Regex.Count(text, @"Password=\$\{POSTGRES_PASSWORD:\?[^}]+\}$", RegexOptions.Multiline));
    }
}
