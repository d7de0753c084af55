using System.Diagnostics;

namespace ECommerce.Deployment.Tests;

/// <summary>docker-compose itself reads the file; no server is needed for that.</summary>
public sealed class ResolvedComposeTests
{
    private static readonly Dictionary<string, string> Secrets = new() { ["POSTGRES_PASSWORD"] = "p@ss", ["JWT_SIGNING_KEY"] = "c2lnbmluZw==" };

    [Fact]
    public async Task It_is_valid_and_the_secrets_arrive_where_they_are_needed()
    {
        var (code, output, error) = await Config(Secrets);

        Assert.True(code == 0, error);
        var compose = new ComposeFile(output);
        Assert.Equal(ComposeFile.Own.Services.Select(service => service.Name).Order(), compose.Services.Select(service => service.Name).Order());
        Assert.Equal("p@ss", compose["postgres"].Environment["POSTGRES_PASSWORD"]);
        Assert.EndsWith(";Password=p@ss", compose["silo"].Environment["ConnectionStrings__Postgres"]);
        Assert.Equal("c2lnbmluZw==", compose["frontend"].Environment["Authentication__Schemes__Bearer__SigningKeys__0__Value"]);
        Assert.Equal("false", compose["silo"].Environment["Demo__Seed"]);
    }

    [Fact]
    public async Task A_demo_shop_is_one_variable_away()
    {
        var (_, output, _) = await Config(new(Secrets) { ["DEMO_SEED"] = "true" });

        Assert.Equal("true", new ComposeFile(output)["silo"].Environment["Demo__Seed"]);
    }

    [Theory]
    [InlineData("POSTGRES_PASSWORD")]
    [InlineData("JWT_SIGNING_KEY")]
    public async Task Without_a_secret_it_says_which_one_is_missing(string name)
    {
        var (code, _, error) = await Config(Secrets.Where(secret => secret.Key != name).ToDictionary());

        Assert.NotEqual(0, code);
        Assert.Contains($"set {name}", error);
    }

    private static async Task<(int Code, string Output, string Error)> Config(Dictionary<string, string> variables)
    {
        using var directory = new TempDirectory();
        var file = directory.File("secrets");
        await File.WriteAllLinesAsync(file, variables.Select(variable => $"{variable.Key}={variable.Value}"));
        var compose = await Installed.Compose();
        var start = new ProcessStartInfo(compose[0], [.. compose[1..], "--env-file", file, "-f", Path.Combine(Repository.Root, "docker-compose.yml"), "config"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in (string[])["POSTGRES_PASSWORD", "JWT_SIGNING_KEY", "DEMO_SEED"])
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }
}
