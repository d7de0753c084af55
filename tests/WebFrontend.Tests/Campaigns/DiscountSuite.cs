namespace ECommerce.WebFrontend.Tests.Campaigns;

public sealed class Discount_on_Sqlite(SqliteShop shop) : DiscountSuite(shop);

public sealed class Discount_on_Postgres(PostgresShop shop) : DiscountSuite(shop);

public sealed class Discount_on_a_cluster(ClusterShop shop) : DiscountSuite(shop);

public abstract class DiscountSuite(SharedShop shared)
{
    private Shop Shop => shared.Shop;

    [Theory]
    [InlineData("fixed", 1_000, null, 10_000, 1, 1_000)]
    [InlineData("fixed", 10_000, null, 10_000, 1, 10_000)]
    [InlineData("fixed", 15_000, null, 10_000, 1, 10_000)]
    [InlineData("percent", 10, null, 10_000, 1, 1_000)]
    [InlineData("percent", 10, null, 999, 1, 99)]
    [InlineData("percent", 1, null, 99, 1, 0)]
    [InlineData("percent", 33, null, 101, 3, 99)]
    [InlineData("percent", 100, null, 12_345, 1, 12_345)]
    [InlineData("percent", 50, 3_000, 10_000, 1, 3_000)]
    [InlineData("percent", 50, 5_000, 10_000, 1, 5_000)]
    [InlineData("percent", 50, 6_000, 10_000, 1, 5_000)]
    public async Task A_coupon_takes_off_its_discount(string type, long value, int? maximum, long price, int quantity, long discount)
    {
        var campaign = await Shop.Runs(Some.Campaign() with { Type = type, Value = value, Maximum = maximum });
        var product = await Shop.Sells(Some.Product() with { Price = price });
        var user = await Shop.NewUser();
        var coupon = await user.Claimed(campaign.Id);
        (await user.Charge(100_000)).Expect(201);
        var order = (await user.Order(product.Sku, quantity)).Expect(201);
        Assert.Equal(discount, order["availableCoupons"].EnumerateArray().Single().Number("discount"));

        var receipt = (await user.Pay(order.Text("id"), coupon)).Expect(200);

        var total = price * quantity;
        Assert.Equal((total, discount, total - discount), (receipt.Number("total"), receipt.Number("discount"), receipt.Number("paid")));
        Assert.Equal(coupon, receipt.Text("couponId"));
        Assert.Equal(100_000 - total + discount, receipt.Number("balance"));
        Assert.Equal(100_000 - total + discount, await user.Balance());
    }

    [Fact]
    public async Task A_coupon_counts_against_the_whole_order()
    {
        var campaign = await Shop.Runs(Some.Campaign() with { Value = 15_000, MinimumOrder = 20_000 });
        var product = await Shop.Sells(Some.Product() with { Colors = ["Black", "White"] });
        var user = await Shop.NewUser();
        var coupon = await user.Claimed(campaign.Id);
        (await user.Charge(50_000)).Expect(201);
        var order = (await user.Order([(product.Sku, 1), (product.SkuOf(1), 1)])).Expect(201).Text("id");

        Assert.Equal(5_000, (await user.Pay(order, coupon)).Expect(200).Number("paid"));
    }

    [Fact]
    public async Task An_order_below_the_minimum_keeps_its_coupon()
    {
        var campaign = await Shop.Runs(Some.Campaign() with { MinimumOrder = 10_001 });
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();
        var coupon = await user.Claimed(campaign.Id);
        (await user.Charge(50_000)).Expect(201);
        var order = await user.Ordered(product.Sku, 1);

        (await user.Pay(order, coupon)).Expect(409, "coupon_not_applicable");

        Assert.Equal("usable", (await user.Coupons()).Items().Single().Text("status"));
        Assert.Equal(50_000, await user.Balance());
        (await user.Pay(await user.Ordered(product.Sku, 2), coupon)).Expect(200);
    }

    [Fact]
    public async Task A_used_coupon_pays_no_second_order()
    {
        var campaign = await Shop.Runs(Some.Campaign());
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();
        var coupon = await user.Claimed(campaign.Id);
        (await user.Charge(50_000)).Expect(201);
        (await user.Pay(await user.Ordered(product.Sku, 1), coupon)).Expect(200);

        (await user.Pay(await user.Ordered(product.Sku, 1), coupon)).Expect(409, "coupon_used");

        Assert.Equal(41_000, await user.Balance());
    }

    [Fact]
    public async Task The_coupon_of_another_user_does_not_exist()
    {
        var campaign = await Shop.Runs(Some.Campaign());
        var product = await Shop.Sells(Some.Product());
        var (owner, other) = (await Shop.NewUser(), await Shop.NewUser(balance: 50_000));
        var coupon = await owner.Claimed(campaign.Id);

        (await other.Pay(await other.Ordered(product.Sku, 1), coupon)).Expect(404, "coupon_not_found");

        Assert.Equal("usable", (await owner.Coupons()).Items().Single().Text("status"));
    }
}
