namespace ECommerce.Faults;

/// <summary>Connections to PostgreSQL end, again and again or for a while, or are slow: what was under way is uncertain, and its repeat tells.</summary>
[Collection(OneShop.Name)]
public sealed class Database_cut_off(ShopOnPostgres postgres, ITestOutputHelper output)
{
    private const int Cuts = 6;
    private const int Between = 15;
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task All_sessions_ended_by_the_server_six_times_lose_nothing()
    {
        var shop = await postgres.Running();
        await Scenario.Of(shop, load => Repeatedly(load, shop.EndSessions), output);
    }

    [Fact]
    public async Task All_connections_reset_on_the_way_six_times_lose_nothing()
    {
        var shop = await postgres.Running();

        await Scenario.Of(
            shop,
            load => Repeatedly(load, () =>
            {
                shop.ToDatabase.Cut();
                return Task.CompletedTask;
            }),
            output);
    }

    [Fact]
    public async Task While_connections_are_refused_calls_are_answered_503_and_lists_are_served()
    {
        var shop = await postgres.Running();

        await Scenario.Of(
            shop,
            async load =>
            {
                await using (await shop.ToDatabase.Close())
                {
                    await Outage.IsTold(shop, load);
                }

                await Outage.IsOver(shop);
            },
            output);
    }

    [Fact]
    public async Task A_way_that_takes_fifty_milliseconds_longer_fails_no_call()
    {
        var shop = await postgres.Running();

        var impact = await Scenario.Of(
            shop,
            async load =>
            {
                shop.ToDatabase.Delay = Slow;
                await load.GoesOn(calls: 2 * load.Users);
                shop.ToDatabase.Delay = TimeSpan.Zero;
            },
            output);

        Assert.True(impact.WentOn, impact.ToString());
    }

    private static async Task Repeatedly(ContinuousLoad load, Func<Task> cut)
    {
        for (var i = 0; i < Cuts; i++)
        {
            await cut();
            await load.GoesOn(Between);
        }
    }
}
