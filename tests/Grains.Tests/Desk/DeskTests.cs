namespace ECommerce.Grains.Tests.Desk;

public sealed class DeskTests : ShopTest
{
    private IDeskGrain Desk => Shop.Grains.GetGrain<IDeskGrain>(IDeskGrain.Key);

    [Fact]
    public async Task An_open_order_is_found_among_the_expired_from_its_thirtieth_minute_on()
    {
        await Shop.Sells(("shirt-m", 10));
        await Shop.Places("a", "shirt-m");

        Shop.Advance(Bounds.OrderAge - TimeSpan.FromMilliseconds(1));
        Assert.Equal(["a"], await Found(OrderStatus.AwaitingPayment));
        Assert.Empty(await Found(OrderStatus.Expired));

        Shop.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Empty(await Found(OrderStatus.AwaitingPayment));
        Assert.Equal(["a"], await Found(OrderStatus.Expired));
        Assert.Empty(await Found(OrderStatus.Expired, to: Some.Now));
        Assert.Empty(await Found(OrderStatus.Expired, from: Some.Now.AddMilliseconds(1)));
    }

    [Fact]
    public async Task A_claim_that_another_process_decides_is_refused_as_soon_as_the_campaign_is_paused()
    {
        await Shop.Runs();
        var other = Shop.Campaign(on: await Shop.AnotherCluster());
        Assert.Null((await other.Claim(["jun"]))[0].Refusal);

        await Shop.Campaign().Pause(true);

        Assert.Equal(CampaignRefusal.NotOpen, (await other.Claim([Some.User]))[0].Refusal);
        await Shop.Campaign().Pause(false);
        Shop.Advance(Bounds.Freshness);
        Assert.Null((await other.Claim([Some.User]))[0].Refusal);
    }

    [Fact]
    public async Task A_payment_under_way_and_an_adjustment_do_not_spend_the_same_money()
    {
        await Shop.Sells(("shirt-m", 10));
        await Shop.Charges(10_000);
        var other = await Shop.AnotherCluster();
        var gate = Shop.Ledger.Hold("a");
        var buying = Shop.Buys("a", "shirt-m");
        await gate.Reached;

        Actor.Is("olga");
        var taken = await Shop.Wallet(on: other).Adjust(new AdjustWallet("wad_1", -10_000, "Paid back by bank."));
        Assert.Null(taken.Refusal);
        gate.Open();

        Assert.Equal(OrderRefusal.InsufficientBalance, (await buying).Refusal);
        Assert.Equal(0, await Shop.Balance());
    }

    private async Task<IReadOnlyList<string>> Found(OrderStatus status, DateTimeOffset? from = null, DateTimeOffset? to = null) =>
        [.. (await Desk.Orders(new SearchOrders(null, status, null, from, to), null, 10)).Items.Select(order => order.Id)];
}
