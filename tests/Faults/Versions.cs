namespace ECommerce.Faults;

/// <summary>The database is another one than the program expects.</summary>
[Collection(OneShop.Name)]
public sealed class Versions(ShopOnPostgres postgres, ITestOutputHelper output)
{
    [Fact]
    public async Task A_program_older_than_its_database_says_so_and_ends_and_one_that_runs_already_goes_on()
    {
        var shop = await postgres.Running();

        var impact = await Scenario.Of(
            shop,
            async load =>
            {
                await shop.Do("INSERT INTO schema_migrations (version, name) VALUES (9999, '9999_tomorrow.sql')");
                await using (new Undo(async () => await shop.Do("DELETE FROM schema_migrations WHERE version = 9999")))
                {
                    var (code, log) = await ShopProcess.RunToEnd(
                        new ShopSettings { SigningKey = true, Postgres = shop.AsTheShop }, within: Scenario.Patience);
                    Assert.True(code is not (null or 0), $"It ended with {code}: {log}");
                    Assert.Contains("it was migrated by a newer program", log);
                    await load.GoesOn(load.Users);
                }
            },
            output);

        Assert.True(impact.WentOn, impact.ToString());
    }

    [Fact]
    public async Task A_backup_put_back_under_a_running_shop_is_what_the_shop_goes_on_from()
    {
        var shop = await postgres.Running();
        using var directory = new TempDirectory();
        var (before, after) = (await shop.Shop.NewUser(balance: 15_000), await shop.Shop.NewUser());
        var product = await shop.Shop.Sells(Some.Product());

        var backup = await shop.Server.Dump(shop.Direct);
        (await before.Buy(product.Sku, 1)).Expect(201);
        (await after.Charge(10_000)).Expect(201);

        // It meets the shop's own locks, and may be ended as one of two that wait for each other: then nothing was restored.
        await Eventually.Holds(() => shop.Server.Restore(shop.Direct, backup), Scenario.Patience);

        // What happened after the backup has not happened. Nobody's memory of it is older than a second, and events come in time, too.
        await Eventually.Holds(async () => Assert.Equal((15_000, 0), (await before.Balance(), await after.Balance())), Scenario.Patience);
        var key = Some.Key();
        var again = await Eventually.Ask(() => before.Buy(product.Sku, 1, key: key), answer => answer.Status != 503, Scenario.Patience);
        Assert.Equal(5_000, again.Expect(201).Number("balance"));
        await shop.Shop.ShowsStock(product, 99);
        Assert.Single(await PaymentEvents.Of(again.Text("id"), shop.PaymentsFile, atLeast: 1));
        await shop.Shop.BooksAreRight();
    }
}
