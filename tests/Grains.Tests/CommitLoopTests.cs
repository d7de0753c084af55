namespace ECommerce.Grains.Tests;

public sealed class CommitLoopTests : ShopTest
{
    [Fact]
    public async Task The_commit_loop_outlives_the_grain_that_first_asked_for_it()
    {
        await Shop.Charges(1_000);
        await Shop.Deactivates(Shop.Wallet());
        await Shop.Charges(1_000, "jun");
    }
}
