namespace ECommerce.WebFrontend.Tests.Live;

public sealed class Figures_on_Sqlite(SqliteShop shop) : FiguresSuite(shop);

public sealed class Figures_on_Postgres(PostgresShop shop) : FiguresSuite(shop);

public sealed class Figures_on_a_cluster(ClusterShop shop) : FiguresSuite(shop);

/// <summary>What an operator watches.</summary>
public abstract class FiguresSuite(SharedShop shared)
{
    private Shop Shop => shared.Shop;

    [Fact]
    public async Task Only_operators_look()
    {
        (await Shop.Anonymous.Get("/v1/admin/live")).Expect(401);
        (await (await Shop.NewUser()).Get("/v1/admin/live")).Expect(403);
        (await (await Shop.Admin()).Get("/v1/admin/live?of=today")).Expect(422, "validation_failed");
    }

    [Fact]
    public async Task Sales_coupons_calls_and_silos_are_told_each_second()
    {
        var admin = await Shop.Admin();
        using var live = await EventReader.Open(shared.Processes[0].Http, "/v1/admin/live", admin);
        var before = (await live.Event(one => one.Data.TryGetProperty("today", out _) && one.Data.TryGetProperty("silos", out _))).Data;
        before.HasShape("at:time frontend:object today:object campaigns:array paymentStream:object silos:array readiness:object");
        before.GetProperty("today").HasShape("orders:integer revenue:integer refunded:integer");
        before.GetProperty("paymentStream").HasShape("pending:integer oldestSeconds:number parked:integer published:integer publishedPerSecond:number");
        Assert.NotEqual(0, before.GetProperty("silos").GetArrayLength());
        Assert.All(before.GetProperty("silos").EnumerateArray(), silo => Assert.True(silo.Number("activations") > 0));
        Assert.True(before.GetProperty("readiness").GetProperty("ok").GetBoolean());

        // Soonest to end, so that it is there however many other tests run.
        var campaign = await Shop.Runs(Some.Campaign() with { Quantity = 1, EndsAt = DateTimeOffset.UtcNow.AddMinutes(5) });
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser(balance: 50_000);
        var here = new Shop([shared.Processes[0].Http]);
        await (await here.User(user.Id)).Claimed(campaign.Id);
        (await (await here.NewUser()).Claim(campaign.Id)).Expect(409, "campaign_sold_out");
        (await user.Buy(product.Sku, 2)).Expect(201);

        var after = (await live.Event(one => one.Data.TryGetProperty("today", out var today)
            && today.Number("revenue") >= before.GetProperty("today").Number("revenue") + 20_000 && today.Number("orders") > before.GetProperty("today").Number("orders"))).Data;
        var frontend = after.GetProperty("frontend");
        Assert.True(frontend.GetProperty("callsPerSecond").GetDouble() > 0);
        Assert.True(frontend.GetProperty("claimsPerSecond").GetDouble() > 0);
        Assert.True(frontend.GetProperty("p50").GetDouble() <= frontend.GetProperty("p99").GetDouble());
        Assert.Contains(frontend.GetProperty("answers").EnumerateArray(), answer => answer.Number("status") == 409);
        Assert.Contains(frontend.GetProperty("problems").EnumerateArray(), problem => problem.Text("code") == "campaign_sold_out");
        Assert.True(frontend.Number("streams") >= 1);
        var burn = after.GetProperty("campaigns").EnumerateArray().Single(one => one.Text("id") == campaign.Id);
        Assert.Equal((1, 1, 0), (burn.Number("quantity"), burn.Number("issued"), burn.Number("remaining")));
    }
}
