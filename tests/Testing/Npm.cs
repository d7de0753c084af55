namespace ECommerce.Testing;

/// <summary>The npm packages of a test project, at the versions of its npm/package-lock.json, in a folder of their own.</summary>
public sealed class Npm : IAsyncLifetime
{
    private readonly TempDirectory _folder = new();

    /// <summary>Whether npm is there.</summary>
    private static bool IsInstalled { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, "npm")));

    public async ValueTask InitializeAsync()
    {
        if (!IsInstalled)
        {
            return;
        }

        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "npm")))
        {
            File.Copy(file, _folder.File(Path.GetFileName(file)));
        }

        var (code, output) = await Command.Run("npm", "ci", "--prefix", _folder.Path, "--ignore-scripts", "--no-audit", "--no-fund");
        Assert.True(code == 0, output);
    }

    /// <summary>The path of a file in the folder. Without npm the test is skipped, and under CI it fails.</summary>
    public string PathOf(string name)
    {
        const string reason = "npm was not found: install Node.js (for example apt-get install npm).";
        Assert.False(!IsInstalled && Environment.GetEnvironmentVariable("CI") == "true", reason);
        Assert.SkipUnless(IsInstalled, reason);
        return _folder.File(name);
    }

    /// <summary>Runs a script of a package, or of the folder, to its end; fails with what it says unless it succeeds.</summary>
    public async Task<string> Run(string script, params string[] arguments)
    {
        var (code, output) = await Command.Run("node", [PathOf(script), .. arguments]);
        Assert.True(code == 0, $"{script}: {output}");
        return output;
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
