namespace ECommerce.WebFrontend;

/// <summary>
/// A shop beside the real one, in the same process: the same program with books of its own in a temporary folder, on a loopback
/// port that nobody knows. Nothing of it is left when it is disposed.
/// </summary>
internal sealed class RehearsalShop : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly WebApplication _app;

    private RehearsalShop(DirectoryInfo folder, WebApplication app) => (_folder, _app) = (folder, app);

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_app.Urls.First());

    public static async Task<RehearsalShop> Open(CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("rehearsal-");
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = "Rehearsal",
            ContentRootPath = AppContext.BaseDirectory,
        });

        // Nothing of what is configured for the real shop: neither its database nor its data platform.
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["Sqlite:Path"] = Path.Combine(folder.FullName, "shop.db"),
            ["DataPlatform:File"] = Path.Combine(folder.FullName, "payments.jsonl"),
            ["DevTokens:Enabled"] = "true",
            ["Demo:Seed"] = "false",
            ["RateLimits:Enabled"] = "false",
        });
        builder.Logging.ClearProviders();

        // Signals are for the real shop, which ends this one.
        builder.Services.AddSingleton<IHostLifetime, EndedByItsOwner>();
        var shop = new RehearsalShop(folder, Program.Build(builder));
        try
        {
            await shop._app.StartAsync(stop);
            return shop;
        }
        catch
        {
            await shop.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _app.DisposeAsync();
        }
        finally
        {
            _folder.Delete(recursive: true);
        }
    }

    private sealed class EndedByItsOwner : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
