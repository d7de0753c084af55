namespace ECommerce.WebFrontend.Tests.Orders;

public sealed class Precedence_on_Sqlite(SqliteShop shop) : PrecedenceSuite(shop);

public sealed class Precedence_on_Postgres(PostgresShop shop) : PrecedenceSuite(shop);

public sealed class Precedence_on_a_cluster(ClusterShop shop) : PrecedenceSuite(shop);

/// <summary>When several refusals hold: not found, not payable, (expired,) coupon, price changed, sold out, insufficient balance.</summary>
public abstract class PrecedenceSuite(SharedShop shared)
{
    private Shop Shop => shared.Shop;

    [Fact]
    public async Task Not_found_comes_before_everything()
    {
        (await (await Shop.NewUser()).Pay("no-such-order", "no-such-coupon", expectedTotal: 1)).Expect(404, "unknown_order");
    }

    [Fact]
    public async Task Not_payable_comes_before_coupon_price_stock_and_balance()
    {
        var (user, order) = await A_cancelled_order();

        (await user.Pay(order, "no-such-coupon", expectedTotal: 1)).Expect(409, "order_not_payable");
    }

    [Fact]
    public async Task A_coupon_comes_before_price_stock_and_balance()
    {
        var (user, order) = await A_poor_users_order_of_what_is_gone();

        (await user.Pay(order, "no-such-coupon", expectedTotal: 1)).Expect(404, "coupon_not_found");
    }

    [Fact]
    public async Task A_coupon_that_does_not_fit_comes_before_price_stock_and_balance()
    {
        var campaign = await Shop.Runs(Some.Campaign() with { MinimumOrder = 10_001 });
        var (user, order) = await A_poor_users_order_of_what_is_gone();

        (await user.Pay(order, await user.Claimed(campaign.Id), expectedTotal: 1)).Expect(409, "coupon_not_applicable");
    }

    [Fact]
    public async Task A_used_coupon_comes_before_one_that_does_not_fit()
    {
        var campaign = await Shop.Runs(Some.Campaign() with { MinimumOrder = 20_000 });
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();
        var coupon = await user.Claimed(campaign.Id);
        (await user.Charge(30_000)).Expect(201);
        (await user.Pay(await user.Ordered(product.Sku, 2), coupon)).Expect(200);

        (await user.Pay(await user.Ordered(product.Sku, 1), coupon, expectedTotal: 1)).Expect(409, "coupon_used");
    }

    [Fact]
    public async Task A_changed_price_comes_before_stock_and_balance()
    {
        var (user, order) = await A_poor_users_order_of_what_is_gone();

        (await user.Pay(order, expectedTotal: 1)).Expect(409, "price_changed");
    }

    [Fact]
    public async Task Sold_out_comes_before_the_balance()
    {
        var (user, order) = await A_poor_users_order_of_what_is_gone();

        (await user.Pay(order, expectedTotal: 10_000)).Expect(409, "sold_out");
    }

    private async Task<(Caller User, string Order)> A_cancelled_order()
    {
        var product = await Shop.Sells(Some.Product() with { Stock = 1 });
        var user = await Shop.NewUser(balance: 10_000);
        var order = await user.Ordered(product.Sku, 1);
        (await user.Pay(order)).Expect(200);
        (await user.Cancel(order)).Expect(200);
        (await Shop.AdjustStock(product.Sku, -1)).Expect(200);
        return (user, order);
    }

    private async Task<(Caller User, string Order)> A_poor_users_order_of_what_is_gone()
    {
        var product = await Shop.Sells(Some.Product() with { Stock = 0 });
        var user = await Shop.NewUser();
        return (user, await user.Ordered(product.Sku, 1));
    }
}
