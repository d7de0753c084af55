namespace ECommerce.Ledger.Tests;

public abstract partial class LedgerContract
{
    // Sets the clock back by an hour, so that the leases that are there end an hour too late.
    private protected virtual Task SetClockBack()
    {
        Clock.AdjustTime(Clock.GetUtcNow().AddHours(-1));
        return Task.CompletedTask;
    }

    // Ends all leases, by the clock of the ledger.
    private protected virtual Task EndLeases()
    {
        Clock.Advance(LedgerBounds.Lease);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_partition_has_one_owner_at_a_time()
    {
        Assert.Equal([0, 1, 2, 3], (await Outbox.Lease("a", [0, 1, 2, 3])).Of("a"));
        var leases = await Outbox.Lease("b", [2, 3, 4, 5]);
        Assert.Equal([4, 5], leases.Of("b"));
        Assert.Equal([0, 1, 2, 3], leases.Of("a"));
        Assert.Equal(["a", "b"], leases.Live);
        Assert.Equal(10, leases.Owners.Count(owner => owner is null));
    }

    [Fact]
    public async Task What_an_owner_does_not_want_any_more_is_free_at_once()
    {
        await Outbox.Lease("a", [0, 1, 2, 3]);
        Assert.Equal([0, 3], (await Outbox.Lease("a", [0, 3])).Of("a"));
        Assert.Equal([1, 2], (await Outbox.Lease("b", [0, 1, 2])).Of("b"));
    }

    [Fact]
    public async Task An_owner_without_partitions_counts_as_live_until_it_releases()
    {
        await Outbox.Lease("a", [0]);
        Assert.Equal(["a", "b"], (await Outbox.Lease("b", [])).Live);
        await Outbox.Release("b");
        await Outbox.Release("nobody");
        var leases = await Outbox.Lease("c", [0]);
        Assert.Equal(["a", "c"], leases.Live);
        Assert.Empty(leases.Of("c"));

        await Outbox.Release("a");
        Assert.Equal([0], (await Outbox.Lease("c", [0])).Of("c"));
    }

    [Fact]
    public async Task Only_leases_that_are_renewed_last()
    {
        await Outbox.Lease("a", Given.AllPartitions);
        await EndLeases();
        await Outbox.Lease("b", [1]);
        var leases = await Outbox.Lease("c", [0, 1]);
        Assert.Equal(["b", "c"], leases.Live);
        Assert.Equal(["c", "b", null], leases.Owners.Take(3));

        Assert.Equal([2, 3], (await Outbox.Lease("a", [0, 1, 2, 3])).Of("a"));
        Assert.Equal("a", (await Outbox.Stream(Given.Now)).Partitions![2].Owner);
    }

    [Fact]
    public async Task A_lease_that_ends_later_than_any_lease_can_does_not_count()
    {
        await Outbox.Lease("a", [0, 1]);
        await SetClockBack();
        var leases = await Outbox.Lease("b", [0]);
        Assert.Equal(["b"], leases.Live);
        Assert.Equal(["b", null], leases.Owners.Take(2));
        Assert.Equal([0, 1], (await Outbox.Lease("b", [0, 1])).Of("b"));
    }
}
