using Npgsql;

namespace ECommerce.Ledger;

/// <summary>
/// A bounded pool whose statements are prepared once. Plans are made for the arrays at hand: a plan kept from when the
/// tables were empty would read them from end to end when they are not. A batch looks up rows that are mostly in memory, so
/// a random page costs about what the next one does.
/// </summary>
public static class PostgresConnections
{
    private const int Pool = 32;
    private const int Prepared = 200;

    /// <summary>A pool for one process; whoever makes it disposes it.</summary>
    public static NpgsqlDataSource Create(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxPoolSize = Pool,
            Timeout = (int)LedgerBounds.Timeout.TotalSeconds,
            CommandTimeout = (int)LedgerBounds.Timeout.TotalSeconds,
            MaxAutoPrepare = Prepared,
            AutoPrepareMinUsages = 2,
            ApplicationName = "ledger",
        };
        settings.Options = $"{settings.Options} -c plan_cache_mode=force_custom_plan -c random_page_cost=1.1".TrimStart();
        return NpgsqlDataSource.Create(settings);
    }
}
