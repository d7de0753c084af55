using System.Text.Json;

namespace ECommerce.Time.Tests;

public sealed class Expiry_on_Sqlite(SqliteTimedShop shop) : ExpirySuite(shop), IClassFixture<SqliteTimedShop>;

public sealed class Expiry_on_Postgres(PostgresTimedShop shop) : ExpirySuite(shop), IClassFixture<PostgresTimedShop>;

/// <summary>What the clock does to orders, coupons and campaigns, as callers of HTTP see it.</summary>
public abstract class ExpirySuite(TimedShop shop)
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private DateTimeOffset Now => shop.Clock.GetUtcNow();

    [Fact]
    public async Task An_order_cannot_be_paid_from_its_thirtieth_minute_on()
    {
        var (admin, mina) = await Enter("expired-order");
        await admin.Sell("scarf");
        await mina.Charge(100_000);
        var (inTime, late) = (await mina.Order("scarf"), await mina.Order("scarf"));
        shop.Advance(TimeSpan.FromMinutes(30) - Moment);
        Assert.Equal("paid", Text(await mina.Pay(inTime), "status"));
        shop.Advance(Moment);
        await mina.Refused($"/v1/orders/{late}/payment", new { }, "order_expired");
        Assert.Equal("expired", Text(await mina.Get("/v1/orders/" + late), "status"));
        Assert.Empty((await mina.Get("/v1/orders/" + late)).GetProperty("availableCoupons").EnumerateArray());
        Assert.Equal(["expired", "paid"], Items(await mina.Get("/v1/orders")).Select(order => Text(order, "status")));

        var fresh = await mina.Order("scarf");
        Assert.Equal([late], await Found("expired"));
        Assert.Equal([fresh], await Found("awaiting_payment"));

        async Task<IEnumerable<string>> Found(string status) =>
            Items(await admin.Get($"/v1/admin/orders?limit=100&status={status}"))
                .Where(order => Text(order, "userId") == "expired-order")
                .Select(order => Text(order, "id"));
    }

    [Fact]
    public async Task An_order_that_was_never_paid_is_forgotten_after_its_age()
    {
        var (admin, mina) = await Enter("forgotten-order");
        await admin.Sell("glove");
        await mina.Charge(100_000);
        var (paid, open) = (await mina.Order("glove"), await mina.Order("glove"));
        await mina.Pay(paid);
        shop.Advance(TimeSpan.FromDays(1) - TimeSpan.FromHours(2));
        Assert.Equal("expired", Text(await mina.Get("/v1/orders/" + open), "status"));

        // No row goes by a time that the books have not come to, be it on SQLite.
        shop.Advance(TimeSpan.FromHours(4));
        await mina.Charge(1_000);
        shop.Advance(TimeSpan.FromHours(2));
        var orders = await shop.AdvanceUntil(async () => Items(await mina.Get("/v1/orders")).Select(order => Text(order, "id")).ToList(), ids => ids.Count == 1);

        Assert.Equal([paid], orders);
        await mina.Get("/v1/orders/" + open, 404);
        await mina.Post($"/v1/orders/{open}/payment", new { }, 404);
        Assert.True((await admin.Get("/v1/admin/audit")).GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task A_coupon_cannot_pay_from_the_instant_of_its_expiry_on()
    {
        var (admin, mina) = await Enter("expired-coupon");
        await admin.Sell("belt");
        await admin.Run("one-day", Now, Now.AddDays(9));
        await mina.Charge(100_000);
        var coupon = await mina.Claim("one-day");
        shop.Advance(TimeSpan.FromDays(1) - Moment);
        Assert.Equal("usable", Text(Items(await mina.Get("/v1/coupons")).Single(), "status"));
        var order = await mina.Order("belt");
        Assert.Single((await mina.Get("/v1/orders/" + order)).GetProperty("availableCoupons").EnumerateArray());
        shop.Advance(Moment);
        await mina.Refused($"/v1/orders/{order}/payment", new { couponId = coupon }, "coupon_expired");
        Assert.Equal("expired", Text(Items(await mina.Get("/v1/coupons?status=expired")).Single(), "status"));
        Assert.Empty(Items(await mina.Get("/v1/coupons?status=usable")));
        Assert.Empty((await mina.Get("/v1/orders/" + order)).GetProperty("availableCoupons").EnumerateArray());
    }

    [Fact]
    public async Task A_campaign_is_open_from_its_start_until_just_before_its_end()
    {
        var (admin, mina) = await Enter("first");
        var jun = await Shopper.Enter(shop, "second");
        var (startsAt, endsAt) = (Now.AddHours(1), Now.AddHours(2));
        await admin.Run("happy-hour", startsAt, endsAt);
        var early = await mina.Refused("/v1/campaigns/happy-hour/claim", new { }, "campaign_not_open");
        Assert.Equal((startsAt, endsAt), (Time(early, "startsAt"), Time(early, "endsAt")));
        shop.Advance(TimeSpan.FromHours(1));
        await mina.Claim("happy-hour");
        shop.Advance(TimeSpan.FromHours(1));
        var late = await jun.Refused("/v1/campaigns/happy-hour/claim", new { }, "campaign_not_open");
        Assert.Equal((startsAt, endsAt), (Time(late, "startsAt"), Time(late, "endsAt")));
        Assert.DoesNotContain(Items(await mina.Get("/v1/campaigns")), campaign => Text(campaign, "id") == "happy-hour");
    }

    [Theory]
    [InlineData("kept", -1, "usable")]
    [InlineData("gone", 0, "used")]
    public async Task A_cancellation_gives_the_coupon_back_unless_it_has_expired(string user, int milliseconds, string status)
    {
        var (admin, mina) = await Enter("coupon-" + user);
        var name = "back-" + user;
        await admin.Sell(name);
        await admin.Run(name, Now, Now.AddDays(9));
        await mina.Charge(10_000);
        var coupon = await mina.Claim(name);
        var order = await mina.Order(name);
        Assert.Equal(9_000, (await mina.Pay(order, coupon)).GetProperty("paid").GetInt64());
        shop.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMilliseconds(milliseconds));
        Assert.Equal("cancelled", Text(await mina.Post($"/v1/orders/{order}/cancellation", new { }), "status"));
        Assert.Equal(status, Text(Items(await mina.Get("/v1/coupons")).Single(), "status"));
        Assert.Equal(10_000, (await mina.Get("/v1/wallet")).GetProperty("balance").GetInt64());
    }

    private async Task<(Shopper Admin, Shopper User)> Enter(string user) =>
        (await Shopper.Enter(shop, "operator", admin: true), await Shopper.Enter(shop, user));

    private static string Text(JsonElement json, string member) => json.GetProperty(member).GetString()!;

    private static DateTimeOffset Time(JsonElement json, string member) => json.GetProperty(member).GetDateTimeOffset();

    private static List<JsonElement> Items(JsonElement list) => [.. list.GetProperty("items").EnumerateArray()];
}
