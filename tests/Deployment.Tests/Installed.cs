using System.Text.RegularExpressions;

namespace ECommerce.Deployment.Tests;

/// <summary>Programs that are not ours. Without one its tests are skipped, and fail where tests run for the record (CI=true).</summary>
internal static class Installed
{
    private static readonly string[] Folders =
        [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator), "/usr/sbin", "/usr/local/sbin"];

    public static string Haproxy() => Program("haproxy");

    /// <summary>The path of a program that a package of the same name brings.</summary>
    public static string Program(string name) => Find(name) ?? Missing($"{name} was not found: install it (for example apt-get install {name}).");

    /// <summary>docker-compose, or docker with its plugin, as words of a command.</summary>
    public static async Task<string[]> Compose()
    {
        if (Find("docker-compose") is { } program)
        {
            return [program];
        }

        return Find("docker") is { } docker && (await Command.Run(docker, "compose", "version")).Code == 0
            ? [docker, "compose"]
            : [Missing("docker-compose was not found: install it (for example apt-get install docker-compose).")];
    }

    /// <summary>kubectl with a kustomize that reads today's files. No package that every machine can be given has one: without it the tests are only skipped.</summary>
    public static async Task<string> Kubectl()
    {
        var program = Find("kubectl");
        if (program is null || !Regex.IsMatch((await Command.Run(program, "version", "--client")).Output, @"Kustomize Version: v([5-9]|\d\d)\."))
        {
            Assert.Skip("kubectl 1.27 or newer was not found.");
        }

        return program!;
    }

    private static string? Find(string name) => Folders.Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private static string Missing(string reason)
    {
        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", reason);
        Assert.Skip(reason);
        return reason;
    }
}
