namespace ECommerce.WebFrontend.Tests.Wallets;

public sealed class Wallet_on_Sqlite(SqliteShop shop) : WalletSuite(shop);

public sealed class Wallet_on_Postgres(PostgresShop shop) : WalletSuite(shop);

public sealed class Wallet_on_a_cluster(ClusterShop shop) : WalletSuite(shop);

public abstract class WalletSuite(SharedShop shared)
{
    private Shop Shop => shared.Shop;

    [Fact]
    public async Task A_wallet_never_charged_holds_nothing()
    {
        var user = await Shop.NewUser();

        var wallet = (await user.Wallet()).Expect(200);

        wallet.Json.HasShape("balance:integer currency:text");
        Assert.Equal((0, "KRW"), (wallet.Number("balance"), wallet.Text("currency")));
        Assert.Empty((await user.Entries()).Items());
    }

    [Fact]
    public async Task A_charge_adds_to_the_balance_and_tells_when()
    {
        var user = await Shop.NewUser();
        (await user.Charge(1_000)).Expect(201);

        var charge = (await user.Charge(2_500)).Expect(201);

        charge.Json.HasShape("id:text amount:integer balance:integer at:time");
        Assert.Equal((2_500, 3_500), (charge.Number("amount"), charge.Number("balance")));
        Assert.InRange(charge.Time("at"), DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));
        Assert.Null(charge.Header("Idempotent-Replayed"));
        Assert.Equal(3_500, await user.Balance());
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(10_000_000)]
    public async Task The_least_and_the_largest_charge_are_accepted(long amount)
    {
        var user = await Shop.NewUser();

        Assert.Equal(amount, (await user.Charge(amount)).Expect(201).Number("balance"));
    }

    [Theory]
    [InlineData(999, "minimum_charge")]
    [InlineData(1, "minimum_charge")]
    [InlineData(0, "minimum_charge")]
    [InlineData(-1_000, "minimum_charge")]
    [InlineData(long.MinValue, "minimum_charge")]
    [InlineData(10_000_001, "maximum_charge")]
    [InlineData(long.MaxValue, "maximum_charge")]
    public async Task A_charge_out_of_bounds_is_refused_and_changes_nothing(long amount, string code)
    {
        var user = await Shop.NewUser();

        (await user.Charge(amount)).Expect(422, code);

        Assert.Equal(0, await user.Balance());
        Assert.Empty((await user.Entries()).Items());
    }

    [Fact]
    public async Task Entries_tell_every_change_newest_first_with_signed_amounts()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser(balance: 15_000);
        var order = await user.Ordered(product.Sku, 1);
        (await user.Pay(order)).Expect(200);
        (await user.Cancel(order)).Expect(200);

        var entries = (await user.Entries()).Items();

        Assert.All(entries, entry => entry.HasShape("id:text kind:text amount:integer balance:integer orderId?:text at:time"));
        Assert.Equal(
            [("refund", 10_000, 15_000), ("payment", -10_000, 5_000), ("charge", 15_000, 15_000)],
            entries.Select(entry => (entry.Text("kind"), entry.Number("amount"), entry.Number("balance"))));
        Assert.Equal([order, order], entries.Take(2).Select(entry => entry.Text("orderId")));
        Assert.False(entries[2].TryGetProperty("orderId", out var id) && id.ValueKind != System.Text.Json.JsonValueKind.Null);
        Assert.Equal(3, entries.Select(entry => entry.Text("id")).Distinct().Count());
    }

    [Fact]
    public async Task Users_do_not_share_a_wallet()
    {
        var rich = await Shop.NewUser(balance: 5_000);
        var other = await Shop.NewUser();

        Assert.Equal(0, await other.Balance());
        Assert.Empty((await other.Entries()).Items());
        Assert.Equal(5_000, await rich.Balance());
    }
}
