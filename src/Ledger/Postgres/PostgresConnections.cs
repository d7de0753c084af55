using Npgsql;

namespace ECommerce.Ledger;

/// <summary>Makes bounded pools of connections that prepare each statement once.</summary>
public static class PostgresConnections
{
    private const int Pool = 32;
    private const int Scans = 8;
    private const int Prepared = 200;

    /// <summary>
    /// A pool for one process, for statements that find every row by an index; whoever makes it disposes it. To plan such a statement costs
    /// as much as to run it, so its plan is made once and kept, and one that was made while the tables were empty must use the indexes too.
    /// A table of a few rows is read whole all the same, which then seems so expensive that the server would compile the plan: never.
    /// </summary>
    public static NpgsqlDataSource Create(string connectionString) => NpgsqlDataSource.Create(Settings(
        connectionString, Pool, "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off"));

    // For statements that may read ranges or whole tables. Every execution is planned anew: a plan that was kept from the time when the
    // tables were empty would go on reading whole tables. A random page is said to cost about as much as the next one, because the rows
    // are mostly in memory.
    internal static NpgsqlDataSource CreateForScans(string connectionString) => NpgsqlDataSource.Create(Settings(
        connectionString, Scans, "-c plan_cache_mode=force_custom_plan -c random_page_cost=1.1"));

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

        // A program that is frozen in the middle of a transaction cannot give its locks back: the server ends its session.
        settings.Options = $"-c idle_in_transaction_session_timeout=3s {settings.Options} {options}";
        return settings.ConnectionString;
    }
}
