using System.Text.RegularExpressions;

namespace ECommerce.Deployment.Tests;

/// <summary>What the Dockerfile names is there, and is what the build makes.</summary>
public sealed class ContainerFileTests
{
    private static readonly Dictionary<string, string> Programs = new() { ["silo"] = "Silo", ["frontend"] = "WebFrontend" };

    private static ContainerFile File => ContainerFile.Own;

    private static IEnumerable<ContainerFile.Instruction> Build => File.To("build");

    [Fact]
    public void Images_are_those_of_the_framework_on_one_distribution() =>
        Assert.Equal([$"mcr.microsoft.com/dotnet/sdk:{Projects.Framework}-noble", $"mcr.microsoft.com/dotnet/aspnet:{Projects.Framework}-noble"], File.Images);

    [Fact]
    public void Everything_copied_is_there() =>
        Assert.All(Build.Where(it => it.Name == "COPY").SelectMany(it => it.Words[..^1]), path => Assert.True(Repository.Has(path), path));

    [Fact]
    public void Packages_are_restored_with_exactly_the_projects_that_are_published()
    {
        var needed = Programs.Values.SelectMany(Projects.NeededBy).Distinct().Order(StringComparer.Ordinal);
        var restored = Build.TakeWhile(it => it.Name != "RUN").Where(it => it.Name == "COPY" && it.Text.Contains(".csproj"));

        Assert.Equal(needed.Select(name => $"src/{name}/{name}.csproj src/{name}/"), restored.Select(it => it.Text).Order(StringComparer.Ordinal));
        Assert.Contains(Build, it => it is { Name: "COPY", Text: "src src" });
    }

    [Fact]
    public void Both_programs_are_restored_and_published()
    {
        var commands = string.Join(" && ", Build.Where(it => it.Name == "RUN").Select(it => it.Text)).Split("&&", StringSplitOptions.TrimEntries);

        foreach (var (target, project) in Programs)
        {
            Assert.Single(commands, command => command == $"dotnet restore src/{project} --use-current-runtime");
            Assert.Single(commands, command => command.StartsWith($"dotnet publish src/{project} ", StringComparison.Ordinal)
                && command.Contains("--configuration Release") && command.Contains("--use-current-runtime") && command.EndsWith($"--output /published/{target}", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Each_target_starts_its_own_program_as_a_user_who_is_not_root()
    {
        foreach (var (target, project) in Programs)
        {
            var steps = File.To(target);
            Assert.Contains(steps, it => it is { Name: "COPY" } && it.Text == $"--from=build /published/{target} .");
            Assert.Equal($"[\"dotnet\", \"{Projects.ProgramOf(project)}\"]", steps.Last(it => it.Name == "ENTRYPOINT").Text);
            Assert.Equal("$APP_UID", steps.Last(it => it.Name == "USER").Text);
        }
    }

    [Fact]
    public void The_image_has_what_the_health_checks_run()
    {
        foreach (var service in ComposeFile.Own.Built)
        {
            var installed = File.To(service.Target!).Where(it => it.Name == "RUN")
                .SelectMany(it => Regex.Matches(it.Text, "apt-get install ([^&]*)")).SelectMany(match => match.Groups[1].Value.Split(' ')).ToList();

            Assert.Equal("CMD", service.HealthCheck[0]);
            Assert.Contains(service.HealthCheck[1], installed);
        }
    }

    [Fact]
    public void The_port_that_is_exposed_is_where_the_programs_are_told_to_listen() =>
        Assert.All(Programs.Keys, target => Assert.Equal(Addresses.PortOf(target).ToString(), File.To(target).Last(it => it.Name == "EXPOSE").Text));
}
