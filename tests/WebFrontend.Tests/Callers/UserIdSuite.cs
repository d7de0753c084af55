namespace ECommerce.WebFrontend.Tests.Callers;

public sealed class User_ids_on_Sqlite(SqliteShop shop) : UserIdSuite(shop);

public sealed class User_ids_on_Postgres(PostgresShop shop) : UserIdSuite(shop);

/// <summary>User ids travel as they are: into grains, tables, carts, derived ids and the payment stream.</summary>
public abstract class UserIdSuite(SharedShop shared)
{
    private Shop Shop => shared.Shop;

    /// <summary>Ids that are the same to code that ignores case, reads numbers or GUIDs, unescapes, or cuts a text at a sign.</summary>
    public static TheoryData<string, string> AlmostAlike => new()
    {
        { "auth0|aBc", "auth0|AbC" },
        { "abcdef", "ABCDEF" },
        { "5", "05" },
        { "fade+ext", "fade" },
        { "a%2Fb", "a/b" },
        { "a%7Cb", "a|b" },
        { "123e4567-e89b-12d3-a456-426614174000", "123E4567E89B12D3A456426614174000" },
        { "a:b", "a::b" },
        { "x_y", "x%y" },
        { "a\\b", "a\\\\b" },
        { "'q'", "''q''" },
        { "\"q\"", "q" },
        { "{0}", "%7B0%7D" },
        { "{", "{{" },
    };

    [Theory]
    [MemberData(nameof(AlmostAlike))]
    public async Task Users_whose_ids_are_almost_alike_share_nothing(string one, string other)
    {
        var product = await Shop.Sells(Some.Product());
        var campaign = await Shop.Runs(Some.Campaign());
        var (mina, jun) = (await Shop.User(one), await Shop.User(other));
        var key = Some.Key();

        (await mina.Charge(20_000, key)).Expect(201);
        (await mina.SetInCart(product.Sku, 3)).Expect(200);
        var coupon = await mina.Claimed(campaign.Id);
        var order = await mina.Ordered(product.Sku, 1);

        Assert.Null((await jun.Charge(30_000, key)).Expect(201).Header("Idempotent-Replayed"));
        Assert.Empty((await jun.Cart()).Items());
        Assert.NotEqual(coupon, await jun.Claimed(campaign.Id));
        Assert.Empty((await jun.Orders()).Items());
        (await jun.Pay(order)).Expect(404, "unknown_order");
        Assert.Equal((20_000, 30_000), (await mina.Balance(), await jun.Balance()));
        Assert.Equal(3, (await mina.Cart()).Items().Single().Number("quantity"));
        (await mina.Pay(order, coupon)).Expect(200);
        Assert.Equal((11_000, 30_000), (await mina.Balance(), await jun.Balance()));
    }

    [Fact]
    public async Task The_payment_of_a_user_of_any_visible_characters_reaches_the_stream_with_the_id_as_it_is()
    {
        var all = new string([.. Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code)]);
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.User(all + Some.Id("user"));
        (await user.Charge(20_000)).Expect(201);

        var order = (await user.Buy(product.Sku, 1)).Expect(201).Text("id");

        var payment = Assert.Single(await PaymentEvents.Of(order, shared.Processes[0].PaymentsFile, atLeast: 1));
        Assert.Equal((user.Id, user.Id), (payment.Text("partitionkey"), payment.GetProperty("data").Text("userId")));
    }
}
