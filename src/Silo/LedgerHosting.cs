using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ECommerce.Silo;

/// <summary>Which ledger: PostgreSQL where a connection string names one, else the embedded one.</summary>
internal static class LedgerHosting
{
    private const string DefaultSqlitePath = "data/shop.db";

    /// <summary>The file of the embedded ledger.</summary>
    public static string SqlitePath(IConfiguration configuration) => configuration["Sqlite:Path"] is { Length: > 0 } path ? path : DefaultSqlitePath;

    /// <summary>Where PostgreSQL is; null: the ledger is the embedded one.</summary>
    public static string? Postgres(IConfiguration configuration) => configuration.GetConnectionString("Postgres") is { Length: > 0 } postgres ? postgres : null;

    /// <summary>Why a shop must not open its ledger; null: it may.</summary>
    public static string? RefuseToStart(IConfiguration configuration) =>
        Postgres(configuration) is not null ? null : SqliteDatabase.RefuseToOpen(SqlitePath(configuration));

    public static void AddLedger(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        if (Postgres(builder.Configuration) is { } postgres)
        {
            services.AddSingleton(_ => PostgresConnections.Create(postgres));
            services.AddSingleton<SqlDatabase>(provider => new PostgresDatabase(
                provider.GetRequiredService<PostgresPool>(), postgres, provider.GetRequiredService<TimeProvider>()));
        }
        else
        {
            var path = SqlitePath(builder.Configuration);
            services.AddSingleton<SqlDatabase>(provider => new SqliteDatabase(path, provider.GetRequiredService<TimeProvider>()));
        }

        services.AddSingleton(provider => provider.GetRequiredService<SqlDatabase>().Ledger);
        services.AddSingleton(provider => provider.GetRequiredService<SqlDatabase>().Outbox);
        services.AddSingleton<GroupCommit>();
        services.AddSingleton<GroupedReads>();
        services.TryAddSingleton<StartProblem>();
        services.AddSingleton<LedgerStart>();
        services.AddHostedService(provider => provider.GetRequiredService<LedgerStart>());
    }
}

/// <summary>Opens the ledger at start, without waiting for it: a database that is away must not keep the process from saying so.</summary>
internal sealed partial class LedgerStart(ILedger ledger, StartProblem problem, TimeProvider clock, ILogger<LedgerStart> logger) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the ledger is open.</summary>
    public Task Opened => _opened.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await ledger.Open();
                problem.Reason = null;
                _opened.SetResult();
                return;
            }
            catch (UnavailableException exception)
            {
                if (exception.Reason() != problem.Reason)
                {
                    LogAway(exception.Reason());
                }

                problem.Reason = exception.Reason();
                await Task.Delay(Retry, clock, stoppingToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The ledger cannot be opened yet: {Reason}")]
    private partial void LogAway(string reason);
}
