using System.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.TestingHost;

namespace ECommerce.Time.Tests;

/// <summary>The whole shop in this process behind real HTTP, on a ledger of its own and a clock that the test moves.</summary>
public abstract class TimedShop(Testing.Ledger ledger) : WebApplicationFactory<Program>, IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("timed-shop-").FullName;
    private string? _postgres;
    private bool _isStarted;
    private HttpClient? _client;

    /// <summary>
    /// Days behind the real clock: tokens are checked by the real one, are good for seven days from this one, and must not come from the future.
    /// </summary>
    public FakeTimeProvider Clock { get; } = new(Hour(DateTimeOffset.UtcNow.AddDays(-6)));

    /// <summary>The connection string of its database; null where it has none.</summary>
    public string? Postgres => _postgres;

    /// <summary>Without PostgreSQL the test that asks is skipped.</summary>
    public HttpClient Client
    {
        get
        {
            if (!_isStarted)
            {
                PostgresServer.RequirePostgres();
            }

            return _client ??= CreateClient();
        }
    }

    public async ValueTask InitializeAsync()
    {
        _postgres = ledger == Testing.Ledger.Postgres ? await PostgresServer.CreateDatabase() : null;
        if (ledger == Testing.Ledger.Postgres && _postgres is null)
        {
            return;
        }

        UseKestrel(0);
        StartServer();
        _isStarted = true;
    }

    /// <summary>Makes time pass; the shop's loops run on the same clock.</summary>
    public void Advance(TimeSpan time) => Clock.Advance(time);

    /// <summary>
    /// Frontends read lists and rankings in loops on the shop's clock: moves that clock on, a moment at a time, until the answer is the wanted
    /// one. Gives the last answer when ten seconds of the real clock are over.
    /// </summary>
    public async Task<T> AdvanceUntil<T>(Func<Task<T>> ask, Func<T, bool> isWanted)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            Advance(TimeSpan.FromMilliseconds(200));
            var answer = await ask();
            if (isWanted(answer) || Stopwatch.GetElapsedTime(began) > TimeSpan.FromSeconds(10))
            {
                return answer;
            }
        }
    }

    public override async ValueTask DisposeAsync()
    {
        // Longer than the host's own bound: a shop that does not stop is a failure, not a run without end.
        await base.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(45));
        Directory.Delete(_folder, recursive: true);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.UseSetting("urls", "http://127.0.0.1:0");
        builder.UseSetting("Sqlite:Path", Path.Combine(_folder, "shop.db"));
        builder.UseSetting("ConnectionStrings:Postgres", _postgres);
        builder.UseSetting("DataPlatform:File", Path.Combine(_folder, "payments.jsonl"));
        builder.UseSetting("DevTokens:Enabled", "true");
        builder.UseSetting("Demo:Seed", "false");
        builder.UseSetting("RateLimits:Enabled", "false");
        builder.UseSetting("Retention:UnpaidOrderDays", "1");
        builder.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(Clock).UseTimeProviderForBackgroundAreas(TimeProvider.System));
    }

    private static DateTimeOffset Hour(DateTimeOffset time) => new(time.Ticks - time.Ticks % TimeSpan.TicksPerHour, TimeSpan.Zero);
}

public sealed class SqliteTimedShop() : TimedShop(Testing.Ledger.Sqlite);

public sealed class PostgresTimedShop() : TimedShop(Testing.Ledger.Postgres);
