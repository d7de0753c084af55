namespace ECommerce.Faults;

/// <summary>PostgreSQL answers that it cannot: users are told to repeat, probes why, and no restart is needed when it can again.</summary>
[Collection(OneShop.Name)]
public sealed class Database_refuses(ShopOnPostgres postgres, ITestOutputHelper output)
{
    [Fact]
    public async Task While_it_is_read_only_what_writes_is_answered_503()
    {
        var shop = await postgres.Running();

        await Scenario.Of(
            shop,
            async load =>
            {
                await shop.Do("ALTER SYSTEM SET default_transaction_read_only = on");
                await shop.Do("SELECT pg_reload_conf()");
                await using (new Undo(async () =>
                {
                    await shop.Do("ALTER SYSTEM RESET default_transaction_read_only");
                    await shop.Do("SELECT pg_reload_conf()");
                }))
                {
                    await Outage.IsTold(shop, load);
                }

                await Outage.IsOver(shop);
            },
            output);
    }

    [Fact]
    public async Task While_it_has_no_connection_left_calls_are_answered_503()
    {
        var shop = await postgres.Running();

        await Scenario.Of(
            shop,
            async load =>
            {
                await shop.Do($"ALTER DATABASE {shop.Name} CONNECTION LIMIT 0");
                await using (new Undo(async () => await shop.Do($"ALTER DATABASE {shop.Name} CONNECTION LIMIT -1")))
                {
                    await shop.EndSessions();
                    await Outage.IsTold(shop, load);
                }

                await Outage.IsOver(shop);
            },
            output);
    }

    [Fact]
    public async Task While_its_disk_is_full_what_needs_room_is_answered_503()
    {
        var shop = await postgres.Running();
        await using var disk = await SmallDisk.Mount(megabytes: 32, owner: "postgres");

        await Scenario.Of(
            shop,
            async load =>
            {
                await shop.Do($"CREATE TABLESPACE small LOCATION '{disk.Path}'");
                await shop.Do("ALTER TABLE wallet_entries SET TABLESPACE small");
                await using (disk.Fill())
                {
                    await load.EverybodyIsTold();
                    await Outage.IsAlive(shop);
                }

                await load.GoesOn(load.Users);
                await shop.Do("ALTER TABLE wallet_entries SET TABLESPACE pg_default");
                await shop.Do("DROP TABLESPACE small");
            },
            output);
    }
}
