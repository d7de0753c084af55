using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace ECommerce.WebFrontend.Tests.Carts;

public sealed class Damaged_cart_on_Sqlite(SqliteShop shop) : DamagedCartSuite(shop)
{
    private readonly SqliteShop _shop = shop;

    protected override DbConnection Connect() => new SqliteConnection($"Data Source={_shop.Processes[0].SqliteFile};Pooling=False");
}

public sealed class Damaged_cart_on_Postgres(PostgresShop shop) : DamagedCartSuite(shop)
{
    private readonly PostgresShop _shop = shop;

    protected override DbConnection Connect() => new NpgsqlConnection(_shop.Processes[0].Postgres + ";Pooling=false");
}

/// <summary>Carts whose stored text somebody or something has spoiled: {good} stands for a line that is in order.</summary>
public abstract class DamagedCartSuite(SharedShop shared)
{
    private Shop Shop => shared.Shop;

    [Theory]
    [InlineData("""{"lines":[{good},{"sku":"x","quantity":-1},{"sku":"y","quantity":0},{"sku":"z","quantity":100}],"version":7,"taken":[]}""")]
    [InlineData("""{"lines":[null,{"sku":null,"quantity":1},{"quantity":1},{good},{},[],5,"text"],"version":7,"taken":[]}""")]
    [InlineData("""{"lines":[{"sku":"x","quantity":1e400},{"sku":"y","quantity":1.5},{"sku":"z","quantity":"2"},{good}],"version":7,"taken":[]}""")]
    [InlineData("""{"lines":[{"sku":"a\u0000b","quantity":1},{"sku":"\ud800","quantity":1},{"sku":"","quantity":1},{good},{good}],"taken":null}""")]
    public async Task Lines_that_make_no_sense_are_dropped_once_and_the_others_can_be_ordered(string stored)
    {
        var (user, good) = await SomebodyWithACart(stored);

        var cart = (await user.Cart()).Expect(200);

        Assert.Equal([(good, 2)], cart.Items().Select(item => (item.Text("sku"), item.Number("quantity"))));
        Assert.Equal(cart.Text, (await user.Cart()).Expect(200).Text);
        Assert.Equal(20_000, (await user.OrderCart()).Expect(201).Number("total"));
        await IsLoggedOnce(user);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("no JSON at all")]
    [InlineData("""{"lines":[{good}""")]
    [InlineData("""{"lines":{good}}""")]
    [InlineData("""{"lines":[{good}],"version":"seven"}""")]
    public async Task A_cart_that_cannot_be_read_counts_as_empty_and_can_be_filled_again(string stored)
    {
        var (user, good) = await SomebodyWithACart(stored);

        (await user.OrderCart()).Expect(422, "cart_empty");

        Assert.Empty((await user.Cart()).Expect(200).Items());
        (await user.AddToCart(good, 3)).Expect(200);
        Assert.Equal(30_000, (await user.OrderCart()).Expect(201).Number("total"));
        await IsLoggedOnce(user);
    }

    protected abstract DbConnection Connect();

    private async Task<(Caller User, string Good)> SomebodyWithACart(string stored)
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();
        (await user.AddToCart(product.Sku, 2)).Expect(200);
        await Store(user.Id, stored.Replace("{good}", $$"""{"sku":"{{product.Sku}}","quantity":2}"""));
        return (user, product.Sku);
    }

    private async Task Store(string userId, string payload)
    {
        await using var connection = Connect();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "UPDATE grain_state SET payload = @payload WHERE grain_key = @user";
        foreach (var (name, value) in new[] { ("@payload", payload), ("@user", userId) })
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    private Task IsLoggedOnce(Caller user) => Eventually.Holds(
        () =>
        {
            Assert.Equal(2, shared.Processes[0].Log.Split($"The stored cart of {user.Id} was damaged").Length);
            return Task.CompletedTask;
        },
        Bounds.Freshness);
}
