namespace ECommerce.Grains.Tests;

public sealed class SettlementSignalTests
{
    [Fact]
    public async Task A_burst_of_settlements_wakes_all_who_wait_once()
    {
        var settlements = new SettlementSignal();
        var first = settlements.Next;
        Assert.False(first.IsCompleted);

        var burst = Enumerable.Range(0, 100).Select(_ => settlements.Raise()).ToArray();
        await Task.WhenAll(burst);

        Assert.True(first.IsCompleted);
        Assert.False(settlements.Next.IsCompleted);
    }

    [Fact]
    public async Task Who_waits_after_a_settlement_is_woken_by_the_next()
    {
        var settlements = new SettlementSignal();
        await settlements.Raise();
        var next = settlements.Next;

        await settlements.Raise();

        Assert.True(next.IsCompleted);
    }
}
