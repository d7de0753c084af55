using Npgsql;

namespace ECommerce.Ledger;

/// <summary>Makes bounded pools of connections that prepare each statement once.</summary>
public static class PostgresConnections
{
    private const int Pool = 32;
    private const int Prepared = 200;

    /// <summary>
    /// A pool for one process; whoever makes it disposes it. Every execution is planned anew: a plan that was kept from the time when
    /// the tables were empty would go on reading whole tables. A random page is said to cost about as much as the next one, because
    /// the rows of a batch are mostly in memory.
    /// </summary>
    public static NpgsqlDataSource Create(string connectionString) => NpgsqlDataSource.Create(Settings(
        connectionString, Pool, "-c plan_cache_mode=force_custom_plan -c random_page_cost=1.1"));

    // For expected batches. To plan their statements costs more than to run them, so a plan is made once and kept. They find every row
    // by an index, and a plan that was made while the tables were empty must do so too. There is one batch in flight; the other
    // connections replace lost ones.
    internal static NpgsqlDataSource CreateForCommits(string connectionString) => NpgsqlDataSource.Create(Settings(
        connectionString, 4, "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off"));

    private static string Settings(string connectionString, int pool, string options)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxPoolSize = pool,
            Timeout = (int)LedgerBounds.Timeout.TotalSeconds,
            CommandTimeout = (int)LedgerBounds.Timeout.TotalSeconds,
            MaxAutoPrepare = Prepared,
            AutoPrepareMinUsages = 2,

            // Whatever is set here is set for one transaction, so there is nothing to reset; a transaction that was left is rolled back anyway.
            NoResetOnClose = true,
            ApplicationName = "ledger",
        };
        settings.Options = $"{settings.Options} {options}".TrimStart();
        return settings.ConnectionString;
    }
}
