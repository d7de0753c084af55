namespace ECommerce.Ledger;

// What the two databases write differently. Each member is a piece of SQL or a whole statement.
internal abstract class Dialect
{
    // Whether a column is among the values of an array argument.
    public abstract string In(string column, string argument);

    // Whether a column is among the values of an array argument or those that a query selects.
    public abstract string InOrSelected(string column, string argument, string query);

    // Behind a SELECT: locks its rows until the transaction ends.
    public abstract string Lock { get; }

    // What begins a transaction whose statements all see the same rows, but for what it changes itself.
    public abstract IReadOnlyList<Statement> InOneSnapshot { get; }

    // A write that shows whether the database takes any.
    public abstract string ProbeWrite { get; }

    // A text that is JSON as a value for a column of JSON.
    public abstract string Json(string text);

    // A member of an object in a column of JSON, as text or as a number; NULL where it is none, whatever a hand has written there.
    public abstract string JsonText(string column, string member);

    public abstract string JsonNumber(string column, string member);

    // The start of a time's hour.
    public abstract string Hour(string column);

    // How far behind the newest number a row may still appear that is not in this snapshot.
    public abstract long NumbersInFlight { get; }

    // A query for the highest number that a row of that table ever had, or a higher one. The row may have been removed since.
    public abstract string LastNumber(string table);

    // A query for a time that has come, whatever the clock of the process says; null: nothing tells. SQLite takes that of the newest row.
    public abstract string TimeThatHasCome { get; }

    // The time by the database's clock. SQLite takes the argument instead: the clock of the process.
    public abstract string Now(string argument);

    public abstract string Seconds(TimeSpan time);

    // The ids of the products that changed in a transaction with that number or a later one; all for 0.
    public abstract string ChangedProducts(string since);

    // The number that the column "changed" gets from the current transaction.
    public abstract string CurrentChange { get; }

    // Changes with numbers below this one are all visible to this snapshot; one with a higher number may still be missing.
    public abstract string ChangesVisibleBelow { get; }

    // Whether a row of the outbox is one of those with these partitions and numbers, pair by pair.
    public abstract string OutboxRows(string partitions, string numbers);

    // Number, event and trace of the rows of each partition behind that number, at most "limit" of each partition, together in order of number.
    public abstract Statement FirstRows(long[] partitions, long after, long limit, Action<Columns> row);

    // The id of the current transaction, which has written. A transaction that began to write earlier has a lower id.
    public abstract string CurrentTransaction { get; }

    // The id of the oldest transaction that was running when this snapshot was taken, or the next id when none was. What
    // transactions with lower ids have committed is in the snapshot.
    public abstract string OldestRunningTransaction { get; }

    // The number of a campaign in the order in which they were made.
    public abstract string CampaignNumber { get; }

    // The newest coupons of each of these users, at most LedgerBounds.Coupons of one; newest first.
    public abstract Statement NewestCoupons(string[] userIds, Action<Columns> row);

    // The coupons that these users have of these campaigns.
    public abstract Statement CouponsOf(IReadOnlyList<(string CampaignId, string UserId)> pairs, Action<Columns> row);
}
