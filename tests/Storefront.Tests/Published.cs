using System.Runtime.CompilerServices;

namespace ECommerce.Storefront.Tests;

/// <summary>
/// The shop as `dotnet publish` lays it out, which is what the container file copies; started from another folder, in Production, with configured keys.
/// </summary>
public sealed class Published : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly TempDirectory _published = new();
    private readonly TempDirectory _elsewhere = new();
    private ShopProcess? _process;

    /// <summary>Where it answers.</summary>
    public ShopProcess Process => _process ?? throw new InvalidOperationException("It was not started.");

    public async ValueTask InitializeAsync()
    {
        // What was built for the tests is published; the container file builds the same pages in Release.
        var (code, output) = await Command.Run(
            Patience, "dotnet", "publish", Path.Combine(Root(), "src/WebFrontend"), "--no-build", "--configuration", new DirectoryInfo(AppContext.BaseDirectory).Name,
            "--output", _published.Path, "--disable-build-servers", "--verbosity", "quiet");
        Assert.True(code == 0, output);
        _process = await ShopProcess.Start(
            new ShopSettings
            {
                Stage = "Production",
                DevTokens = false,
                SigningKey = true,
                Launcher = ["env", "--chdir=" + _elsewhere.Path],
                More = new Dictionary<string, string> { ["Demo__Seed"] = "true" },
            },
            _published.File("ECommerce.WebFrontend.dll"));
        await Eventually.Ask(() => new Shop([_process.Http]).Anonymous.Get("/v1/campaigns/flash-100"), answer => answer.Status == 200, Patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _published.Dispose();
        _elsewhere.Dispose();
    }

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../.."));
}
