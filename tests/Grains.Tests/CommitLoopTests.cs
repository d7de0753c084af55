namespace ECommerce.Grains.Tests;

public sealed class CommitLoopTests : ShopTest
{
    [Fact]
    public async Task The_commit_loop_outlives_the_grain_that_first_asked_for_it_and_never_waits_for_its_turns()
    {
        await Shop.Charges(1_000);
        Assert.Same(TaskScheduler.Default, Shop.Ledger.CommitScheduler);
        await Shop.Deactivates(Shop.Wallet());
        await Shop.Charges(1_000, "jun");
    }
}
