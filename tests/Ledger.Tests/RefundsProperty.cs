using ECommerce.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace ECommerce.Ledger.Tests;

public sealed class RefundsProperty
{
    private const long Balance = 1_000_000;
    private const long Stock = 100;
    private static readonly string[] Skus = ["coat-S", "coat-M", "hat-S"];

    [Fact]
    public void Any_refunds_at_once_add_up_to_what_was_paid_in_Sqlite() => AnyRefunds(25, async seed =>
    {
        using var directory = new TempDirectory();
        await using var database = new SqliteDatabase(directory.File("shop.db"));
        await AddUp(new Random(seed), database.Ledger);
    });

    [Fact]
    public void Any_refunds_at_once_add_up_to_what_was_paid_in_Postgres()
    {
        PostgresServer.RequirePostgres();
        AnyRefunds(10, async seed =>
        {
            var connectionString = PostgresTests.PatientWithLocks((await PostgresServer.CreateDatabase())!);
            await using var one = new PostgresDatabase(connectionString);
            await using var other = new PostgresDatabase(connectionString);
            await AddUp(new Random(seed), one.Ledger, other.Ledger);
        });
    }

    private static void AnyRefunds(int runs, Func<int, Task> addUp) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(runs),
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => addUp(seed).GetAwaiter().GetResult()));

    // Prices that do not divide, with and without a coupon, also one that pays all; parts and the whole, by the user and an operator,
    // each sent twice; and what is left of it at the end.
    private static async Task AddUp(Random random, params ILedger[] ledgers)
    {
        var ledger = ledgers[0];
        var order = Given.Order("o1", lines: [.. Skus.Select(sku => Given.Line(sku, random.Next(1, 5), random.Next(4) == 0 ? random.Next(3) : random.Next(50_000)))]);
        var coupon = new Discount(DiscountType.Fixed, random.NextInt64(order.Total + 2), null);
        coupon = random.Next(3) switch { 0 => new(DiscountType.Percent, random.Next(1, 101), null), 1 => coupon with { Value = order.Total }, _ => coupon };
        var discount = random.Next(4) == 0 ? 0 : coupon.On(order.Total);
        var couponId = discount == 0 ? null : Ids.Coupon("spring", "mina");
        var opened = await ledger.Commit(
        [
            new ProductSaved(Given.Product(), [Price(order.Lines[0]), Price(order.Lines[1])], Given.Now), new ProductSaved(Given.Product("hat"), [Price(order.Lines[2])], Given.Now),
            new CampaignSaved(Given.Campaign() with { Discount = coupon }), Given.Claim(), Given.Charge("first", amount: Balance), order.Bought(couponId, discount),
        ]);
        Assert.All(opened, verdict => Assert.Equal((VerdictKind.Committed, null), (verdict.Kind, verdict.Guard)));

        var refunds = Enumerable.Range(0, 8).Select(i => Cancellation(order, random, i)).ToList();
        var verdicts = await Task.WhenAll(refunds.SelectMany(refund => (OrderCancelled[])[refund, refund])
            .Select((refund, i) => Task.Run(() => ledgers[i % ledgers.Length].One(refund))));
        Assert.All(verdicts, verdict => Assert.True(verdict.Guard is null or Guard.Refundable, verdict.ToString()));
        var left = (await ledger.Order("o1"))!;
        Assert.Equal(Balance - order.Total + discount + left.Refunded, await ledger.Balance("mina"));
        await ledger.One(order.Cancelled());

        var after = (await ledger.Order("o1"))!;
        Assert.Equal((OrderState.Cancelled, after.Paid), (after.State, after.Refunded));
        Assert.Equal(after.Paid, (await ledger.Refunds(["o1"])).Sum(refund => refund.Amount));
        Assert.Equal(Balance, await ledger.Balance("mina"));
        Assert.All(await ledger.Skus(Skus), variant => Assert.Equal(Stock, variant.Stock));
        Assert.All(await ledger.Coupons("mina"), mine => Assert.Null(mine.OrderId));
        Assert.Empty(await ledger.UnitsSold(Given.Now.AddHours(-1)));
        var audit = await ledger.Audit();
        Assert.True(audit.Ok, string.Join("; ", audit.Checks.Where(check => !check.Ok)));
    }

    private static OrderCancelled Cancellation(Order order, Random random, int number)
    {
        var by = random.Next(3) == 0 ? new Act("op", "order.refund", Given.Now, "Stained.") : null;
        return random.Next(10) == 0
            ? order.Cancelled(id: "r" + number) with { By = by }
            : order.TakenBack("r" + number, [.. random.GetItems(Skus, random.Next(1, 3)).Select(sku => (sku, random.Next(1, 3)))]) with { By = by };
    }

    private static NewVariant Price(OrderLine line) => Given.Variant(line.Sku, Stock, line.Price);
}
