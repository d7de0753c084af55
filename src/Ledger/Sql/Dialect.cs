namespace ECommerce.Ledger;

// The few words in which the two databases differ.
internal abstract class Dialect
{
    // Whether a column is among the values of an array argument.
    public abstract string In(string column, string argument);

    // The text in an array argument together with what a query selects.
    public abstract string InOrSelected(string column, string argument, string query);

    // Locks the rows of a query for this transaction.
    public abstract string Lock { get; }

    // The start of a time's hour.
    public abstract string Hour(string column);

    // The time by the database's clock, where it has one, else the argument.
    public abstract string Now(string argument);

    public abstract string Seconds(TimeSpan time);

    // A number argument as the type of the column "changed".
    public abstract string Change(string argument);

    // What "changed" is set to by the current transaction.
    public abstract string ThisChange { get; }

    // Every change below the selected number is visible to this snapshot.
    public abstract string ChangesSeen { get; }

    // The rows of the outbox with these partitions and numbers, pair by pair.
    public abstract string OutboxRows(string partitions, string numbers);

    // The first rows of each partition behind that number, at most so many of each, in order of number.
    public abstract Statement Heads(long[] partitions, long after, long limit, Action<Columns> row);

    // The current transaction, which has written: every one that wrote before it began to has a lower number.
    public abstract string ThisWriter { get; }

    // Every transaction below this has ended, and what it wrote is in this snapshot.
    public abstract string WritersEnded { get; }

    public abstract Statement CouponsOf(IReadOnlyList<(string CampaignId, string UserId)> pairs, Action<Columns> row);
}
