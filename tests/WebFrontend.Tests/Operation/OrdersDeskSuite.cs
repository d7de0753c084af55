using System.Text.Json;

namespace ECommerce.WebFrontend.Tests.Operation;

public sealed class Orders_desk_on_Sqlite(SqliteShop shop) : OrdersDeskSuite(shop);

public sealed class Orders_desk_on_Postgres(PostgresShop shop) : OrdersDeskSuite(shop);

public sealed class Orders_desk_on_a_cluster(ClusterShop shop) : OrdersDeskSuite(shop);

/// <summary>Operators read the orders of all users.</summary>
public abstract class OrdersDeskSuite(SharedShop shared)
{
    private Shop Shop => shared.Shop;

    [Fact]
    public async Task An_order_is_shown_as_to_its_user_and_says_whose_it_is_and_why_it_was_cancelled()
    {
        var product = await Shop.Sells(Some.Product());
        var campaign = await Shop.Runs(Some.Campaign());
        var user = await Shop.NewUser(balance: 50_000);
        await user.Claimed(campaign.Id);
        var id = await user.Ordered(product.Sku, 2);

        var open = (await Order(id)).Expect(200);
        Assert.Equal((user.Id, "awaiting_payment"), (open.Text("userId"), open.Text("status")));
        Assert.Equal(1, open["availableCoupons"].GetArrayLength());
        Assert.False(open.Json.TryGetProperty("reason", out _));

        (await user.Cancel(id, "Too dear.")).Expect(200);
        var cancelled = (await Order(id)).Expect(200);
        Assert.Equal(("cancelled", "Too dear."), (cancelled.Text("status"), cancelled.Text("reason")));
        var own = (await user.OrderOf(id)).Expect(200).Json;
        Assert.All(own.EnumerateObject(), member => Assert.Equal(member.Value.GetRawText(), cancelled[member.Name].GetRawText()));
        Assert.False(own.TryGetProperty("userId", out _) || own.TryGetProperty("reason", out _));
    }

    [Theory]
    [InlineData("no-such-order")]
    [InlineData("%20")]
    public async Task An_order_that_nobody_placed_is_unknown(string id) => (await Order(id)).Expect(404, "unknown_order");

    [Fact]
    public async Task Orders_are_found_by_user_status_sku_and_time_newest_first_page_by_page()
    {
        var (shirt, coat) = (await Shop.Sells(Some.Product()), await Shop.Sells(Some.Product()));
        var (mina, jun) = (await Shop.NewUser(balance: 90_000), await Shop.NewUser(balance: 90_000));
        var first = (await mina.Buy(shirt.Sku, 1)).Expect(201);
        var second = await jun.Ordered(shirt.Sku, 1);
        var third = (await jun.Buy(coat.Sku, 1)).Expect(201).Text("id");
        var fourth = (await mina.Order([(shirt.Sku, 1), (coat.Sku, 1)])).Expect(201).Text("id");
        (await mina.Cancel(fourth)).Expect(200);
        var (oldest, since) = (first.Text("id"), first.Text("placedAt"));

        Assert.Equal([fourth, oldest], await Found($"user={mina.Id}"));
        Assert.Equal([third, second], await Found($"user={jun.Id}"));
        Assert.Equal([fourth, second, oldest], await Found($"sku={shirt.Sku}"));
        Assert.Equal([oldest], await Found($"sku={shirt.Sku}&status=paid"));
        Assert.Equal([second], await Found($"sku={shirt.Sku}&status=awaiting_payment"));
        Assert.Equal([fourth], await Found($"sku={coat.Sku}&status=cancelled&user={mina.Id}"));
        Assert.Empty(await Found($"sku={shirt.Sku}&status=expired"));
        Assert.Equal([fourth, second, oldest], await Found($"sku={shirt.Sku}&from={since}"));
        Assert.Empty(await Found($"sku={shirt.Sku}&to={since}"));
        Assert.Empty(await Found("sku=none"));
        Assert.Empty(await Found("user=nobody"));

        string[] mine = [oldest, second, third, fourth];
        Assert.Equal(mine.Reverse(), (await Found($"from={since}")).Where(mine.Contains));
        Assert.Equal([third, oldest], (await Found($"from={since}&status=paid")).Where(mine.Contains));
        Assert.DoesNotContain(second, await Found($"from={since}&status=expired"));
    }

    [Fact]
    public async Task All_orders_come_in_order_of_their_time()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();
        await user.Ordered(product.Sku, 1);
        await user.Ordered(product.Sku, 1);

        var page = (await (await Shop.Admin()).Get("/v1/admin/orders?limit=100")).Expect(200);

        var times = page.Items().Select(order => order.GetProperty("placedAt").GetDateTimeOffset()).ToList();
        Assert.Equal(times.OrderDescending(), times);
        Assert.All(page.Items(), order => order.HasShape("id:text userId:text status:text items:array total:integer placedAt:time"));
    }

    [Theory]
    [InlineData("from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "to")]
    [InlineData("from=2026-01-01", "from")]
    [InlineData("to=yesterday", "to")]
    [InlineData("user=a%20b", "user")]
    [InlineData("status=open", "status")]
    [InlineData("state=paid", "state")]
    public async Task A_filter_that_makes_no_sense_is_refused_by_name(string query, string parameter)
    {
        var answer = (await (await Shop.Admin()).Get("/v1/admin/orders?" + query)).Expect(422, "validation_failed");

        Assert.True(answer["errors"].TryGetProperty(parameter, out _), answer.ToString());
    }

    private async Task<Answer> Order(string id) => await (await Shop.Admin()).Get("/v1/admin/orders/" + id);

    private async Task<IReadOnlyList<string>> Found(string query)
    {
        var admin = await Shop.Admin();
        var orders = await JsonReading.AllPages(async cursor =>
            (await admin.Get($"/v1/admin/orders?{query}&limit=2" + (cursor is null ? "" : "&cursor=" + cursor))).Expect(200));
        return [.. orders.Select(order => order.Text("id"))];
    }
}
