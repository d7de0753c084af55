namespace ECommerce.Faults;

/// <summary>Somebody else's transaction holds locks for as long as it likes: only what needs them waits, and not for ever.</summary>
[Collection(OneShop.Name)]
public sealed class Database_locked(ShopOnPostgres postgres, ITestOutputHelper output)
{
    [Fact]
    public async Task While_the_table_of_wallets_is_locked_calls_that_need_it_are_answered_503_in_time()
    {
        var shop = await postgres.Running();

        await Scenario.Of(
            shop,
            async load =>
            {
                await using var session = await shop.Session();
                await session.Do("BEGIN");
                await session.Do("LOCK TABLE wallets IN ACCESS EXCLUSIVE MODE");
                await load.EverybodyIsTold();
                await Outage.IsAlive(shop);
                await session.Do("ROLLBACK");
            },
            output);
    }
}
