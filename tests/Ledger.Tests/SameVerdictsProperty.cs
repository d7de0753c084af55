using System.Text.Json;
using ECommerce.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace ECommerce.Ledger.Tests;

public class SameVerdictsProperty
{
    private static readonly string[] Users = ["mina", "jun", "sora"];

    [Fact]
    public void Memory_and_Sqlite_give_the_same_verdicts_to_any_events() => AnyEvents(40, async numbers =>
    {
        using var directory = new TempDirectory();
        await using var database = new SqliteDatabase(directory.File("shop.db"));
        return await Same(numbers, database.Ledger, database.Outbox);
    });

    [Fact]
    public void Memory_and_Postgres_give_the_same_verdicts_to_any_events_also_to_batches_that_are_not_loaded_first()
    {
        PostgresServer.RequirePostgres();
        AnyEvents(20, async numbers =>
        {
            await using var database = new PostgresDatabase((await PostgresServer.CreateDatabase())!);
            return await Same(numbers, InformedLedger.Over(database.Ledger), database.Outbox);
        });
    }

    private static void AnyEvents(int runs, Func<int[], Task<bool>> same) =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(runs),
            Prop.ForAll(Gen.Choose(0, 999_999).ArrayOf(120).ToArbitrary(), numbers => same(numbers).GetAwaiter().GetResult()));

    private static async Task<bool> Same(int[] numbers, ILedger database, IOutbox outbox)
    {
        var memory = new MemoryLedger();
        await memory.Shop(stock: 30, quantity: 3);
        await database.Shop(stock: 30, quantity: 3);
        var events = numbers.Select(Event).ToList();
        for (var from = 0; from < events.Count;)
        {
            var size = 1 + numbers[from] % 9;
            var batch = events.Skip(from).Take(size).ToList();
            if (Json(await memory.Commit(batch)) != Json(await database.Commit(batch)))
            {
                return false;
            }

            from += size;
        }

        var (one, other) = (await memory.Audit(), await database.Audit());
        return one.Ok && other.Ok && await Picture(memory, memory) == await Picture(database, outbox);
    }

    // There are few ids of everything, so that many events repeat, refuse or race each other.
    private static LedgerEvent Event(int number)
    {
        var (kind, user, n, small) = (number % 10, Users[number / 10 % 3], number / 30 % 8, number / 240 % 40);
        var order = Given.Order("o" + user + n, user, n % 2 == 0, Given.Line(n < 6 ? "coat-S" : "hat-M", 1 + n % 3), Given.Line("coat-M", 1));
        var coupon = small % 3 == 0 ? Ids.Coupon("spring", user) : null;
        return kind switch
        {
            0 when n == 6 => Given.Adjustment("d" + small % 4, (small - 20) * 500, user),
            0 => Given.Charge("c" + n + user, user, small * 200),
            1 when n == 6 => Given.Gift(user),
            1 => Given.Claim(user, n == 7 ? "autumn" : "spring"),
            2 or 3 => order.Placed(),
            4 => (order with { Id = "b" + user + n }).Bought(coupon, coupon is null ? 0 : order.Total / 10),
            5 or 6 => order.Paid(coupon, coupon is null ? 0 : order.Total / 10, Given.Now.AddMinutes(small)),
            7 => small % 3 == 0
                ? order.Cancelled(Given.Now.AddDays(small / 4), n % 2 == 0 ? "reason " + small : null, "x" + order.Id + small)
                : order.TakenBack("x" + order.Id + small, [("coat-M", 1), .. small % 2 == 0 ? [(order.Lines[0].Sku, 1)] : Array.Empty<(string, int)>()]),
            8 => n switch
            {
                0 => Given.SavedProduct("hat", small),
                1 => Given.SavedCampaign(quantity: small % 4, minimumOrder: 1_500),
                6 => Given.Paused(small % 2 == 0),
                3 => new ProductWithdrawn("coat", small % 2 == 0 ? ["coat-M"] : [], Archives: small % 3 == 0),
                4 => new ProductSaved(
                    Given.Product("hat") with { Status = (ProductStatus)(small % 3) }, [Given.Variant("hat-S", small), Given.Variant("coat-M", small)],
                    Given.Now, KeepsOthers: small % 2 == 0)
                {
                    LeavesOut = small % 8 == 0 ? [] : small % 8 == 2 ? ["hat-M"] : null,
                },
                5 => new ProductSaved(
                    Given.Product() with { Status = (ProductStatus)(small % 3) }, [Given.Variant("coat-S")], Given.Now, KeepsOthers: small % 2 == 0),
                2 => new ProductSaved(Given.Product(), [Given.Variant("coat-S"), Given.Variant(small % 2 == 0 ? "coat-L" : "hat-M")], Given.Now),
                _ => Given.SavedProduct("coat", small),
            },
            _ => new StockAdjusted("a" + n, n % 2 == 0 ? "coat-S" : "hat-M", small - 20, Given.Now),
        };
    }

    private static async Task<string> Picture(ILedger ledger, IOutbox outbox)
    {
        var wallets = await Task.WhenAll(Users.Select(user => ledger.Wallet(user, ["omina1", "ojun2"])));
        var orders = await Task.WhenAll(Users.Select(user => ledger.Orders(user, null, 100)));
        var campaign = await ledger.Campaign("spring", 0);
        return Json(new
        {
            wallets = wallets.Select(wallet => new { wallet.Balance, wallet.Coupons, Settled = wallet.Settled.Order() }),
            orders = orders.Select(page => page.Select(order => order.Row)),
            refunds = await ledger.Refunds([.. orders.SelectMany(page => page.Select(order => order.Row.Id))]),
            campaign = campaign is null ? null : new { campaign.Campaign, campaign.Holders },
            figures = await ledger.CampaignFigures("spring"),
            products = (await ledger.Catalogue(null)).Products,
            sold = await ledger.UnitsSold(Given.Now.AddHours(-1)),
            pending = (await outbox.AllPending()).Select(row => row.Event),
        });
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value);

    private static string Json(IReadOnlyList<Verdict> verdicts) => string.Join('\n', verdicts.Select(verdict =>
        $"{verdict.Kind} {verdict.Guard} {verdict.Sku} {verdict.Available} {JsonSerializer.Serialize(verdict.Result)}"));
}
