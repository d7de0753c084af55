namespace ECommerce.Faults;

/// <summary>PostgreSQL is there and does not answer. Whoever calls is told so within two seconds, and nobody waits for it.</summary>
[Collection(OneShop.Name)]
public sealed class Database_hangs(ShopOnPostgres postgres, ITestOutputHelper output)
{
    [Fact]
    public async Task While_all_of_its_processes_are_frozen_calls_are_answered_503_in_time_and_lists_are_served()
    {
        var shop = await postgres.Running();
        await Scenario.Of(shop, load => Holds(load, Frozen.Process(shop.Server.Id)), output);
    }

    [Fact]
    public async Task While_packets_to_it_are_lost_calls_are_answered_503_in_time_and_lists_are_served()
    {
        var shop = await postgres.Running();
        await Scenario.Of(shop, load => Holds(load, Task.FromResult(shop.ToDatabase.Stall())), output);
    }

    [Fact]
    public async Task Connections_whose_other_end_is_gone_without_a_word_are_given_up_and_replaced()
    {
        var shop = await postgres.Running();

        await Scenario.Of(
            shop,
            async load =>
            {
                shop.ToDatabase.Abandon();
                await load.GoesOn(calls: 1);
            },
            output);
    }

    private async Task Holds(ContinuousLoad load, Task<IAsyncDisposable> fault)
    {
        await using (await fault)
        {
            await Outage.IsTold(postgres, load);
        }

        await Outage.IsOver(postgres);
    }
}
