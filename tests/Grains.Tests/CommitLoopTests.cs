namespace ECommerce.Grains.Tests;

public sealed class CommitLoopTests
{
    [Fact]
    public async Task The_commit_loop_outlives_the_grain_that_first_asked_for_it()
    {
        var shop = new Shop(commitsFromGrain: true);
        var other = shop.NewEngine();
        await shop.Charges(1_000);
        shop.Engine.Crash();
        var charge = shop.Wallet("jun", other).Charge(new ChargeWallet("charge", 1_000));
        await charge.WaitAsync(TimeSpan.FromSeconds(5));
        await shop.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(5));
    }
}
