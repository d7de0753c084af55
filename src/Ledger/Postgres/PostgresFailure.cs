using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace ECommerce.Ledger;

internal enum Failed
{
    // Another writer was first; the same again, with fresh reads, may do.
    Again,

    // A row that another writer inserted first, or for ever.
    Unique,

    // The data break a constraint, and would again.
    Constraint,

    // The database is away, or has no room; nothing happened.
    Away,

    // The connection ended before the server said how it went.
    Silent,
}

// What a failure of the database says about the transaction that met it. Null: nothing that a database does, but a bug.
internal static class PostgresFailure
{
    public static Failed? Of(Exception failure) => failure switch
    {
        PostgresException { InvariantSeverity: "FATAL" or "PANIC" } => Failed.Silent,
        PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure } => Failed.Again,
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } => Failed.Unique,
        PostgresException server => server.SqlState[..2] switch
        {
            // Data exceptions and integrity constraints.
            "22" or "23" => Failed.Constraint,

            // Connection, login, read-only standby, no such database, resources, limits, operator, system, configuration.
            "08" or "28" or "25" or "3D" or "53" or "54" or "55" or "57" or "58" or "F0" => Failed.Away,
            _ => null,
        },

        // Text that UTF-8 cannot express.
        EncoderFallbackException => Failed.Constraint,
        NpgsqlException or TimeoutException or SocketException or IOException => Failed.Silent,
        _ => null,
    };
}
