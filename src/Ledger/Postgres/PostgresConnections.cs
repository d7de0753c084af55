using Npgsql;

namespace ECommerce.Ledger;

/// <summary>
/// Makes a bounded pool of connections that prepare each statement once. Every execution is planned anew: a plan that was
/// kept from the time when the tables were empty would go on reading whole tables. A random page is said to cost about as
/// much as the next one, because the rows of a batch are mostly in memory.
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

            // Whatever is set here is set for one transaction, so there is nothing to reset; a transaction that was left is rolled back anyway.
            NoResetOnClose = true,
            ApplicationName = "ledger",
        };
        settings.Options = $"{settings.Options} -c plan_cache_mode=force_custom_plan -c random_page_cost=1.1".TrimStart();
        return NpgsqlDataSource.Create(settings);
    }
}
