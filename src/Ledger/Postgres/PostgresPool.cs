using System.Data;
using System.Data.Common;
using System.Diagnostics;
using Npgsql;

namespace ECommerce.Ledger;

/// <summary>
/// A bounded pool of connections that is replaced as a whole when the other ends of some are gone: those that are in use are stuck until the
/// driver gives them up, and must not keep the places of others. Each connection tells the call that uses it which session it has.
/// </summary>
public sealed class PostgresPool : DbDataSource
{
    private readonly string? _settings;
    private readonly string _name = "";
    private readonly bool _isOwned;
    private volatile NpgsqlDataSource _current;

    // The name is that of the pool in metrics and spans, which would show the connection string otherwise.
    internal PostgresPool(string settings, string name) => (_settings, _name, _isOwned, _current) = (settings, name, true, Source(settings, name));

    // Of somebody else, who disposes it; it cannot be replaced.
    internal PostgresPool(NpgsqlDataSource pool) => _current = pool;

    /// <inheritdoc/>
    public override string ConnectionString => _current.ConnectionString;

    /// <summary>A connection of the pool; it goes back there when it is disposed.</summary>
    public new async ValueTask<NpgsqlConnection> OpenConnectionAsync(CancellationToken cancellationToken = default) =>
        (NpgsqlConnection)await base.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);

    // A new connection that is nobody else's and does not count.
    internal async ValueTask<NpgsqlConnection> OpenAlone(TimeSpan within)
    {
        if (_settings is null)
        {
            return await _current.OpenConnectionAsync().ConfigureAwait(false);
        }

        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(_settings) { Pooling = false, Timeout = (int)within.TotalSeconds }.ConnectionString);
        try
        {
            await connection.OpenAsync().ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    // From now on connections are new ones. Those of before are closed, in so far as they are in use when they come back.
    internal void Renew()
    {
        if (_settings is null)
        {
            _current.Clear();
            return;
        }

        var old = _current;
        _current = Source(_settings, _name);
        old.Dispose();
    }

    // Statements are shown in traces that are recorded, and begin none: many are of loops that nobody called.
    private static NpgsqlDataSource Source(string settings, string name)
    {
        static bool IsTraced() => Activity.Current is { Recorded: true };
        var source = new NpgsqlDataSourceBuilder(settings) { Name = name };
        source.ConfigureTracing(tracing => tracing
            .ConfigureCommandFilter(_ => IsTraced())
            .ConfigureBatchFilter(_ => IsTraced())
            .EnablePhysicalOpenTracing(false));
        return source.Build();
    }

    /// <inheritdoc/>
    protected override DbConnection CreateDbConnection()
    {
        var connection = _current.CreateConnection();
        if (Attempt.Current is { } attempt)
        {
            attempt.Connects();
            connection.StateChange += (_, change) =>
            {
                if (change.CurrentState == ConnectionState.Open)
                {
                    attempt.Uses(connection.ProcessID);
                }
            };
        }

        return connection;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _isOwned)
        {
            _current.Dispose();
        }
    }

    /// <inheritdoc/>
    protected override ValueTask DisposeAsyncCore() => _isOwned ? _current.DisposeAsync() : ValueTask.CompletedTask;
}
