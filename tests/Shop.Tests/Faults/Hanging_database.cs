namespace ECommerce.ShopTests.Faults;

/// <summary>SIGSTOP of PostgreSQL: connections stay, and nobody answers.</summary>
public sealed class Hanging_database(ITestOutputHelper output)
{
    [Fact]
    public async Task Callers_are_told_in_time_then_at_once_and_memory_goes_on_until_it_answers_again()
    {
        PostgresServer.RequirePostgres();
        await using var server = (await PostgresServer.StartPrivate())!;
        await using var process = await ShopProcess.Start(new ShopSettings { SigningKey = true, Postgres = await server.NewDatabase() });
        var shop = new Shop([process.Http], signed: true);
        var product = await shop.Sells(Some.Product());
        var campaign = await shop.Runs(Some.Campaign() with { Quantity = 1 });
        (await (await shop.NewUser()).Claim(campaign.Id)).Expect(201);
        var (user, reader, other) = (await shop.NewUser(balance: 100_000), await shop.NewUser(), await shop.NewUser());
        var order = await user.Ordered(product.Sku, 1);
        var key = Some.Key();
        Func<Task<Answer>> pay = () => user.Pay(order), read = reader.Wallet, cart = other.Cart, charge = () => user.Charge(3_000, key);
        Func<Task<Answer>> products = () => shop.Anonymous.Get("/v1/products"), ready = () => shop.Anonymous.Get("/readyz"), live = () => shop.Anonymous.Get("/livez");
        await server.Freeze();
        try
        {
            var first = new[]
            {
                pay.AnsweredInTime(output, "A payment"), read.AnsweredInTime(output, "A wallet that is read"), cart.AnsweredInTime(output, "A cart"),
            };
            var notReady = await ready.AnsweredInTime(output, "Readiness");
            foreach (var answer in await Task.WhenAll(first))
            {
                answer.Expect(503, "unavailable");
            }

            (await charge.AnsweredInTime(output, "The next call")).Expect(503, "unavailable");
            (await read.AnsweredInTime(output, "A read")).Expect(503, "unavailable");
            Assert.Equal("The database does not answer a write.", notReady.Expect(503).Problem("ledger"));
            (await live.AnsweredInTime(output, "Liveness")).Expect(200);
            (await products.AnsweredInTime(output, "The product list")).Expect(200);
            Assert.Null(notReady.Problem("product_list"));
        }
        finally
        {
            await server.Thaw();
        }

        (await Eventually.Ask(ready, answer => answer.Status == 200, Database.Recovery)).Expect(200);
        (await Eventually.Ask(charge, answer => answer.IsSuccess, Database.Recovery)).Expect(201);
        (await Eventually.Ask(pay, answer => answer.IsSuccess, Database.Recovery)).Expect(200);
        Assert.Equal(93_000, await user.Balance());
        await shop.BooksAreRight();
    }
}
