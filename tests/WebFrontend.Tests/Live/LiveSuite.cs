using System.Diagnostics;
using System.Net.Http;
using System.Text.Json;

namespace ECommerce.WebFrontend.Tests.Live;

public sealed class Live_on_Sqlite(SqliteShop shop) : LiveSuite(shop);

public sealed class Live_on_Postgres(PostgresShop shop) : LiveSuite(shop);

public sealed class Live_on_a_cluster(ClusterShop shop) : LiveSuite(shop);

/// <summary>Stock and coupons that are left, as they change.</summary>
public abstract class LiveSuite(SharedShop shared)
{
    private int _turn;

    private Shop Shop => shared.Shop;

    [Fact]
    public async Task First_comes_each_name_as_it_is_and_then_its_changes()
    {
        var product = await Shop.Sells(Some.Product() with { Colors = ["Black", "Red"] });
        var campaign = await Shop.Runs(Some.Campaign());
        await Shop.ShowsStock(product, 100);
        using var live = await Open(Path(product.Id, campaign.Id));
        Assert.Equal("text/event-stream", live.Response.Content.Headers.ContentType!.MediaType);

        var first = new[] { await live.Event(), await live.Event() }.ToDictionary(one => one.Name);
        first["product"].Data.HasShape("id:text soldOut:boolean variants:array");
        first["campaign"].Data.HasShape("id:text quantity:integer remaining:integer startsAt:time endsAt:time");
        Assert.Equal((product.Id, 2), (first["product"].Data.Text("id"), first["product"].Data.GetProperty("variants").GetArrayLength()));
        Assert.Equal((campaign.Id, 100), (first["campaign"].Data.Text("id"), first["campaign"].Data.Number("remaining")));

        (await Shop.AdjustStock(product.Sku, -40)).Expect(200);
        var changed = await live.Event();
        Assert.Equal(("product", 60), (changed.Name, StockIn(changed)));

        await (await Shop.NewUser()).Claimed(campaign.Id);
        var claimed = await live.Event();
        Assert.Equal(("campaign", 99), (claimed.Name, claimed.Data.Number("remaining")));

        (await Shop.Pause(campaign.Id)).Expect(200);
        Assert.True((await live.Event()).Data.GetProperty("paused").GetBoolean());
    }

    [Fact]
    public async Task Who_comes_again_with_the_last_id_is_told_only_what_has_changed_at_whichever_frontend()
    {
        var product = await Shop.Sells(Some.Product());
        var campaign = await Shop.Runs(Some.Campaign());
        await Shop.ShowsStock(product, 100);
        string id;
        using (var live = await Open(Path(product.Id, campaign.Id)))
        {
            await live.Event();
            id = (await live.Event()).Id;
        }

        (await Shop.AdjustStock(product.Sku, 1)).Expect(200);
        await Shop.ShowsStock(product, 101);
        using var again = await Open(Path(product.Id, campaign.Id), id);
        Assert.Equal(101, StockIn(await again.Event(one => one.Name == "product")));
        await (await Shop.NewUser()).Claimed(campaign.Id);
        Assert.Equal(99, (await again.Event()).Data.Number("remaining"));
    }

    [Fact]
    public async Task An_id_of_other_names_or_none_of_the_shops_says_nothing()
    {
        var product = await Shop.Sells(Some.Product());
        foreach (var id in new[] { "7", new string('x', 8), new string('-', 4_000), "=?%" })
        {
            using var live = await Open("/v1/live?product=" + product.Id, id);
            Assert.Equal(product.Id, (await live.Event()).Data.Text("id"));
        }
    }

    [Fact]
    public async Task Changes_that_follow_fast_on_each_other_are_one()
    {
        var campaign = await Shop.Runs(Some.Campaign() with { Quantity = 60 });
        var users = await Shop.NewUsers(60);
        using var live = await Open("/v1/live?campaign=" + campaign.Id);
        Assert.Equal(60, (await live.Event()).Data.Number("remaining"));

        var clock = Stopwatch.StartNew();
        var claims = Task.WhenAll(users.Select(user => user.Claimed(campaign.Id)));
        var told = new List<long>();
        while (told is not [.., 0])
        {
            told.Add((await live.Event()).Data.Number("remaining"));
        }

        await claims;
        Assert.Equal(told.OrderDescending(), told);
        Assert.InRange(told.Count, 1, 2 + (int)(clock.Elapsed.TotalSeconds * 4));
    }

    [Fact]
    public async Task What_is_not_on_sale_is_sold_out_until_it_is_and_again_when_it_is_archived()
    {
        var product = Some.Product();
        using var live = await Open("/v1/live?product=" + product.Id);
        var none = await live.Event();
        Assert.True(none.Data.GetProperty("soldOut").GetBoolean());
        Assert.Equal(0, none.Data.GetProperty("variants").GetArrayLength());

        await Shop.Sells(product);
        Assert.Equal(100, StockIn(await live.Event()));

        (await (await Shop.Admin()).Delete("/v1/admin/products/" + product.Id)).Expect(204);
        Assert.Equal(none.Data.GetRawText(), (await live.Event()).Data.GetRawText());
    }

    [Fact]
    public async Task A_campaign_is_told_when_it_has_ended_and_when_it_is_made_later()
    {
        var now = DateTimeOffset.UtcNow;
        var over = await Shop.Runs(Some.Campaign() with { StartsAt = now.AddHours(-2), EndsAt = now.AddHours(-1) });
        var later = Some.Campaign() with { StartsAt = now.AddHours(1), EndsAt = now.AddHours(2) };
        using var live = await Open($"/v1/live?campaign={over.Id}&campaign={later.Id}&campaign=%20");
        Assert.Equal(over.Id, (await live.Event()).Data.Text("id"));

        (await Shop.Give((await Shop.NewUser()).Id, over.Id)).Expect(201);
        Assert.Equal((over.Id, 99), (await live.Event()) is var given ? (given.Data.Text("id"), given.Data.Number("remaining")) : default);

        await Shop.Runs(later);
        Assert.Equal(later.Id, (await live.Event()).Data.Text("id"));
    }

    [Fact]
    public async Task A_stream_names_one_to_fifty_things()
    {
        var many = string.Concat(Enumerable.Range(0, 51).Select(i => "&product=p" + i));
        foreach (var path in new[] { "/v1/live", "/v1/live?product=", "/v1/live?" + many[1..] })
        {
            (await Shop.Anonymous.Get(path)).Expect(422, "validation_failed");
        }

        using var most = await Open("/v1/live?" + many[1..many.LastIndexOf('&')]);
        for (var i = 0; i < 50; i++)
        {
            await most.Event();
        }

        var head = (await Shop.Anonymous.Send(HttpMethod.Head, "/v1/live?product=p", null)).Expect(200);
        Assert.StartsWith("text/event-stream", head.Header("Content-Type"));
    }

    private static string Path(string product, string campaign) => $"/v1/live?product={product}&campaign={campaign}";

    private static long StockIn(ServerEvent live) => live.Data.GetProperty("variants")[0].Number("stock");

    /// <summary>At each frontend in turn.</summary>
    private Task<EventReader> Open(string path, string? lastEventId = null)
    {
        _ = Shop;
        return EventReader.Open(shared.Processes[_turn++ % shared.Processes.Count].Http, path, lastEventId: lastEventId);
    }
}
