namespace ECommerce.ShopTests.Faults;

/// <summary>Somebody else keeps rows locked for as long as the test wants: who needs them is told in time, and nobody else notices.</summary>
public sealed class Locked_rows(ITestOutputHelper output) : IAsyncLifetime
{
    private ShopProcess _process = null!;
    private Shop _shop = null!;

    public async ValueTask InitializeAsync()
    {
        PostgresServer.RequirePostgres();
        _process = await ShopProcess.Start(new ShopSettings { SigningKey = true, Postgres = await PostgresServer.CreateDatabase() });
        _shop = new Shop([_process.Http], signed: true);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task While_a_wallet_is_locked_all_other_users_pay_on()
    {
        var product = await _shop.Sells(Cheap());
        var user = await _shop.NewUser(balance: 1_000_000);
        var order = await user.Ordered(product.Sku, 1);

        await OthersGoOn(
            $"SELECT FROM wallets WHERE user_id = '{user.Id}' FOR UPDATE", () => user.Pay(order), other => other.Buy(product.Sku, 1), done: 200);

        Assert.Equal(999_900, await user.Balance());
    }

    [Fact]
    public async Task While_a_variant_is_locked_all_other_products_are_sold_on()
    {
        var locked = await _shop.Sells(Cheap());
        var free = await _shop.Sells(Cheap());
        var user = await _shop.NewUser(balance: 1_000_000);
        var key = Some.Key();

        await OthersGoOn(
            $"SELECT FROM variants WHERE sku = '{locked.Sku}' FOR UPDATE",
            () => user.Buy(locked.Sku, 1, key: key), other => other.Buy(free.Sku, 1), done: 201);

        Assert.Equal(999_900, await user.Balance());
    }

    [Fact]
    public async Task While_a_campaign_is_locked_payments_and_the_claims_of_another_go_on()
    {
        var product = await _shop.Sells(Cheap());
        var locked = await _shop.Runs(Some.Campaign());
        var free = await _shop.Runs(Some.Campaign() with { Quantity = 100_000 });
        var user = await _shop.NewUser();

        await OthersGoOn(
            $"SELECT FROM campaigns WHERE id = '{locked.Id}' FOR UPDATE",
            () => user.Claim(locked.Id),
            async other =>
            {
                var claimed = await (await _shop.NewUser()).Claim(free.Id);
                return claimed.Status == 201 ? await other.Buy(product.Sku, 1) : claimed;
            },
            done: 201);
    }

    [Fact]
    public async Task While_a_table_is_locked_callers_are_told_in_time_and_all_goes_on_after()
    {
        var product = await _shop.Sells(Cheap());
        var user = await _shop.NewUser(balance: 1_000_000);
        var key = Some.Key();
        Func<Task<Answer>> charge = () => user.Charge(3_000, key);

        await using (await Database.Lock(_process.Postgres!, "LOCK TABLE wallets"))
        {
            (await charge.AnsweredInTime(output, "A charge")).Expect(503, "unavailable");
            (await _shop.Anonymous.Get("/v1/products")).Expect(200);
        }

        (await Eventually.Ask(charge, answer => answer.Status == 201, Database.Recovery)).Expect(201);
        (await user.Buy(product.Sku, 1)).Expect(201);
        Assert.Equal(1_002_900, await user.Balance());
        await _shop.BooksAreRight();
    }

    [Fact]
    public async Task A_commit_that_is_slow_is_waited_for_and_keeps_nobody_else_out()
    {
        var user = await _shop.NewUser(balance: 1_000);
        await Database.Run(
            _process.Postgres!,
            $"""
            CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(1.5); RETURN NEW; END';
            CREATE TRIGGER slow BEFORE INSERT ON wallet_entries FOR EACH ROW WHEN (NEW.user_id = '{user.Id}') EXECUTE FUNCTION slow();
            """);

        (await user.Charge(2_000)).Expect(201);
        Assert.Equal(3_000, await user.Balance());
    }

    private static Product Cheap() => Some.Product() with { Price = 100, Stock = 1_000_000 };

    private async Task OthersGoOn(string sql, Func<Task<Answer>> needsIt, Func<Caller, Task<Answer>> other, int done)
    {
        var others = await _shop.NewUsers(8, balance: 1_000_000);
        var slowest = TimeSpan.Zero;
        var count = 0;
        await using (await Database.Lock(_process.Postgres!, sql))
        {
            var waiting = needsIt.AnsweredInTime(output, "Who needs the locked row");
            do
            {
                // A machine that is busy with other tests may itself be too slow for a call, which is then repeated while the lock is kept.
                foreach (var (answer, after) in await Task.WhenAll(others.Select(user => Database.Timed(
                    () => Eventually.Ask(() => other(user), tried => tried.Status != 503, Database.InTime)))))
                {
                    answer.Expect(201);
                    count++;
                    slowest = slowest > after ? slowest : after;
                }
            }
            while (!waiting.IsCompleted);

            (await waiting).Expect(503, "unavailable");
        }

        output.WriteLine($"{count} others, the slowest after {slowest.TotalSeconds:0.00} s");
        Assert.True(slowest < Database.InTime, $"The slowest of the others took {slowest.TotalSeconds:0.00} s.");
        (await Eventually.Ask(needsIt, answer => answer.IsSuccess, Database.Recovery)).Expect(done);
        await _shop.BooksAreRight();
    }
}
