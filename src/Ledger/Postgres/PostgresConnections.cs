using Npgsql;

namespace ECommerce.Ledger;

/// <summary>Makes bounded pools of connections that prepare each statement once.</summary>
public static class PostgresConnections
{
    private const int Pool = 32;
    private const int Scans = 8;
    private const int Prepared = 200;

    // The longest wait for a new connection, or for one of the pool.
    private const int Connecting = 5;

    // In seconds: a peer that is silent for so long is asked whether it is there, and then again.
    private const int Silent = 5;
    private const int AskedAgain = 2;

    // Set on the server, because a program that is stopped cannot end its own transactions. One that keeps rows and says nothing more is
    // ended, and so is a connection whose other end is gone.
    private static readonly string Abandoned =
        "-c idle_in_transaction_session_timeout=3s -c tcp_user_timeout=10s " +
        $"-c tcp_keepalives_idle={Silent} -c tcp_keepalives_interval={AskedAgain} -c tcp_keepalives_count=3";

    /// <summary>
    /// A pool for one process, for statements that find every row by an index; whoever makes it disposes it. To plan such a statement costs
    /// as much as to run it, so its plan is made once and kept, and one that was made while the tables were empty must use the indexes too.
    /// A table of a few rows is read whole all the same, which then seems so expensive that the server would compile the plan: never.
    /// </summary>
    /// <remarks>
    /// Nobody waits for longer than a caller does: half a second for a lock, and five seconds for a statement with those that were sent
    /// before it. <c>Options</c> of the connection string take precedence over these.
    /// </remarks>
    public static PostgresPool Create(string connectionString) => new(
        Settings(
            connectionString,
            Pool,
            "-c lock_timeout=500ms -c statement_timeout=5s",
            "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off"),
        "commits");

    // For statements that may read ranges or whole tables. Every execution is planned anew: a plan that was kept from the time when the
    // tables were empty would go on reading whole tables. A random page is said to cost about as much as the next one, because the rows
    // are mostly in memory.
    internal static PostgresPool CreateForScans(string connectionString) => new(
        Settings(connectionString, Scans, "-c lock_timeout=2s", "-c plan_cache_mode=force_custom_plan -c random_page_cost=1.1"), "scans");

    private static string Settings(string connectionString, int pool, string timeouts, string plans)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxPoolSize = pool,
            Timeout = Connecting,
            CommandTimeout = (int)LedgerBounds.Timeout.TotalSeconds,
            MaxAutoPrepare = Prepared,
            AutoPrepareMinUsages = 2,

            // Whatever is set here is set for one transaction, so there is nothing to reset; a transaction that was left is rolled back anyway.
            NoResetOnClose = true,
            ApplicationName = "ledger",
            TcpKeepAlive = true,
            TcpKeepAliveTime = Silent,
            TcpKeepAliveInterval = AskedAgain,
        };
        settings.Options = $"{timeouts} {Abandoned} {settings.Options} {plans}";
        return settings.ConnectionString;
    }
}
