using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace ECommerce.Ledger;

internal enum DatabaseFailure
{
    // A deadlock or a serialization failure. The same transaction, run again, may succeed.
    Conflict,

    // A row with the same key exists. Another writer may have inserted it first: then a transaction that is run again, and reads
    // again, finds it. Otherwise the data break the constraint.
    DuplicateKey,

    // The data break a constraint, and would break it again.
    Constraint,

    // Other rows were met than an expected batch expects, see expect_rows.
    UnexpectedRows,

    // Another transaction keeps a row or a table for longer than one waits for it. Nothing has happened.
    Locked,

    // The server refused to work: it is starting or stopping, read-only, or has no room. Nothing has happened.
    Unavailable,

    // The connection ended before the server answered. A commit that was under way may have happened.
    ConnectionLost,
}

// What an exception of the driver means for the transaction that met it. Null: it is no failure of the database, but a bug.
internal static class PostgresFailure
{
    public static DatabaseFailure? Of(Exception failure) => failure switch
    {
        PostgresException { InvariantSeverity: "FATAL" or "PANIC" } => DatabaseFailure.ConnectionLost,
        PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure } => DatabaseFailure.Conflict,
        PostgresException { SqlState: "EX001" } => DatabaseFailure.UnexpectedRows,
        PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } => DatabaseFailure.Locked,
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } => DatabaseFailure.DuplicateKey,
        PostgresException server => server.SqlState[..2] switch
        {
            // Data exceptions and integrity constraints.
            "22" or "23" => DatabaseFailure.Constraint,

            // Connection, login, read-only standby, no such database, resources, limits, operator, system, configuration.
            "08" or "28" or "25" or "3D" or "53" or "54" or "55" or "57" or "58" or "F0" => DatabaseFailure.Unavailable,
            _ => null,
        },

        // Text that UTF-8 cannot express, which no column can hold.
        EncoderFallbackException => DatabaseFailure.Constraint,

        // Disposed: of a pool that was replaced in the moment in which a connection was asked of it.
        NpgsqlException or TimeoutException or SocketException or IOException or ObjectDisposedException => DatabaseFailure.ConnectionLost,
        _ => null,
    };
}
