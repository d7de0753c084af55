namespace ECommerce.Faults;

/// <summary>Somebody else's transaction holds locks for as long as it likes: only what needs them waits, and not for ever.</summary>
[Collection(OneShop.Name)]
public sealed class Database_locked(ShopOnPostgres postgres, ITestOutputHelper output)
{
    private const int Meanwhile = 60;

    [Fact]
    public async Task A_locked_wallet_stops_its_own_user_and_nobody_else()
    {
        var shop = await postgres.Running();
        var locked = await shop.Shop.NewUser(balance: 5_000);

        var impact = await Scenario.Of(
            shop,
            load => Holds(load, $"SELECT 1 FROM wallets WHERE user_id = '{locked.Id}' FOR UPDATE", key => locked.Charge(3_000, key)),
            output);

        Assert.Equal(0, impact.Failed);
        Assert.Equal(8_000, await locked.Balance());
    }

    [Fact]
    public async Task A_locked_variant_is_not_sold_meanwhile_and_all_others_are()
    {
        var shop = await postgres.Running();
        var product = await shop.Shop.Sells(Some.Product());
        var buyer = await shop.Shop.NewUser(balance: 20_000);

        var impact = await Scenario.Of(
            shop,
            load => Holds(load, $"SELECT 1 FROM variants WHERE sku = '{product.Sku}' FOR UPDATE", key => buyer.Buy(product.Sku, 1, key: key)),
            output);

        Assert.Equal(0, impact.Failed);
        Assert.Equal(10_000, await buyer.Balance());
        await shop.Shop.ShowsStock(product, 99);
    }

    [Fact]
    public async Task A_locked_campaign_gives_out_nothing_meanwhile_and_all_others_do()
    {
        var shop = await postgres.Running();
        var campaign = await shop.Shop.Runs(Some.Campaign());
        var user = await shop.Shop.NewUser();

        var impact = await Scenario.Of(
            shop,
            load => Holds(load, $"SELECT 1 FROM campaigns WHERE id = '{campaign.Id}' FOR UPDATE", _ => user.Claim(campaign.Id)),
            output);

        Assert.Equal(0, impact.Failed);
        Assert.Single((await user.Coupons()).Items());
    }

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

    /// <summary>Who needs the row is told to repeat, others go on; when the row is free the same key succeeds, once.</summary>
    private async Task Holds(ContinuousLoad load, string row, Func<string, Task<Answer>> call)
    {
        var key = Some.Key();
        await using (var session = await postgres.Session())
        {
            await session.Do("BEGIN");
            await session.Do(row);
            (await call(key)).Expect(503, "unavailable");
            await load.GoesOn(Meanwhile);
            await session.Do("ROLLBACK");
        }

        (await Eventually.Ask(() => call(key), answer => answer.Status != 503, Scenario.Patience)).Expect(201);
    }
}
