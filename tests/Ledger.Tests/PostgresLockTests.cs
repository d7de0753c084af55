namespace ECommerce.Ledger.Tests;

// In which order a writer takes its locks. While another transaction keeps the first row, the writer must have none behind it:
// two writers that took rows in different orders would deadlock.
public sealed class PostgresLockTests : PostgresTests
{
    [Fact]
    public async Task Wallets_are_locked_in_order_of_their_keys()
    {
        await using var database = await Opened();
        var ledger = database.Ledger;

        // Stored in the opposite order, in which a plain query would meet them.
        await ledger.Commit([Given.Charge("z1", "zoe")]);
        await ledger.Commit([Given.Charge("a1", "ann")]);

        await LocksInOrder(
            "SELECT 1 FROM wallets WHERE user_id = 'ann' FOR UPDATE NOWAIT",
            "SELECT 1 FROM wallets WHERE user_id = 'zoe' FOR UPDATE NOWAIT",
            () => ledger.Commit([Given.Charge("z2", "zoe"), Given.Charge("a2", "ann")]));
    }

    [Fact]
    public async Task Sales_are_locked_in_order_of_their_keys()
    {
        await using var database = await Opened();
        var ledger = database.Ledger;
        await ledger.Commit([Given.SavedProduct("hat")]);
        var orders = Enumerable.Range(0, 6).Select(i => Given.Order("o" + i, lines: Given.Line(i % 2 == 0 ? "hat-S" : "coat-S"))).ToList();
        await ledger.Commit([.. orders.Select(order => order.Placed()), orders[0].Paid(), orders[1].Paid()]);

        await LocksInOrder(
            "SELECT 1 FROM sales_hourly WHERE product_id = 'coat' FOR UPDATE NOWAIT",
            "SELECT 1 FROM sales_hourly WHERE product_id = 'hat' FOR UPDATE NOWAIT",
            () => ledger.Commit([orders[2].Paid(), orders[3].Paid()]));
        await LocksInOrder(
            "SELECT 1 FROM sales_by_minute WHERE product_id = 'coat' FOR UPDATE NOWAIT",
            "SELECT 1 FROM sales_by_minute WHERE product_id = 'hat' FOR UPDATE NOWAIT",
            () => ledger.Commit([orders[4].Paid(), orders[5].Paid()]));
    }

    [Fact]
    public async Task A_purchase_that_waited_for_a_change_of_the_price_is_refused_and_not_made_at_the_old_price()
    {
        await using var database = await Opened();
        await using var other = await Connect();
        await using var transaction = await other.BeginTransactionAsync();
        await Execute(other, "UPDATE variants SET price = 1200 WHERE sku = 'coat-S'");
        var buying = database.Ledger.One(Given.Order("o1").Bought());
        await Waiting();
        await transaction.CommitAsync();

        Assert.Equal(Verdict.Refused(Guard.Price, "coat-S"), await buying);
    }

    [Fact]
    public async Task A_lease_locks_the_partitions_before_the_owners()
    {
        await using var database = await Opened();
        await database.Outbox.Lease("a", []);

        await LocksInOrder(
            "SELECT 1 FROM payment_partitions WHERE partition = 0 FOR UPDATE NOWAIT",
            "SELECT 1 FROM payment_forwarders WHERE owner = 'a' FOR UPDATE NOWAIT",
            () => database.Outbox.Lease("a", [0]));
    }

    private async Task LocksInOrder(string lockFirst, string lockSecond, Func<Task> write)
    {
        await using var other = await Connect();
        await using var transaction = await other.BeginTransactionAsync();
        await Execute(other, lockFirst);
        var writing = write();
        await Waiting();
        await Execute(other, lockSecond);
        await transaction.RollbackAsync();
        await writing;
    }

}
