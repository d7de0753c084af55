using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace ECommerce.WebFrontend.Tests.Orders;

public sealed class Any_refunds_on_Sqlite(SqliteShop shop) : RefundPropertySuite(shop);

public sealed class Any_refunds_on_Postgres(PostgresShop shop) : RefundPropertySuite(shop);

/// <summary>Whatever is cancelled of an order, by whomever, at once: what goes back is what was paid, once.</summary>
public abstract class RefundPropertySuite(SharedShop shared)
{
    private const int Cases = 8;
    private const long Balance = 1_000_000;
    private const long Stock = 1_000;

    // Prices that do not divide; nothing; and what a coupon makes nothing of.
    private static readonly Gen<Line> AnyLine =
        from price in Gen.Elements(0L, 1, 7, 999, 10_000, 33_333)
        from quantities in Gen.Choose(1, 4).NonEmptyListOf()
        select new Line(price, [.. quantities.Take(2)]);

    private static readonly Gen<Coupon?> AnyCoupon = Gen.OneOf(
        Gen.Constant<Coupon?>(null),
        Gen.Choose(1, 100).Select(percent => (Coupon?)new Coupon("percent", percent)),
        Gen.Elements(1L, 999, 10_001, 10_000_000).Select(won => (Coupon?)new Coupon("fixed", won)));

    private static readonly Gen<Cancellation> AnyCancellation =
        from byOperator in Gen.Elements(true, false)
        from isTwice in Gen.Elements(true, false)
        from units in Gen.Frequency(
            (1, Gen.Constant<List<(int, int)>?>(null)),
            (9, Gen.Choose(0, 2).Zip(Gen.Choose(1, 3)).NonEmptyListOf().Select(units => (List<(int, int)>?)[.. units.Take(3)])))
        select new Cancellation(byOperator, isTwice, units);

    private static readonly Gen<Case> AnyCase =
        from lines in AnyLine.NonEmptyListOf()
        from coupon in AnyCoupon
        from cancellations in AnyCancellation.ListOf(6)
        select new Case([.. lines.Take(3)], coupon, [.. cancellations]);

    private Shop Shop => shared.Shop;

    [Fact]
    public async Task All_parts_add_up_to_what_was_paid_and_stock_and_coupon_come_back_once()
    {
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Cases).WithEndSize(6),
            Prop.ForAll(AnyCase.ToArbitrary(), drawn => Task.Run(() => Holds(drawn)).GetAwaiter().GetResult()));
        await Shop.BooksAreRight();
    }

    private async Task Holds(Case drawn)
    {
        var (products, admin, user) = (new List<Product>(), await Shop.Admin(), await Shop.NewUser(Balance));
        foreach (var line in drawn.Lines)
        {
            products.Add(await Shop.Sells(Some.Product() with { Price = line.Price, Stock = Stock }));
        }

        // A sku may stand in several lines.
        var coupon = drawn.Coupon is { } terms ? await user.Claimed((await Shop.Runs(Some.Campaign() with { Type = terms.Type, Value = terms.Value })).Id) : null;
        var order = (await user.Order(drawn.Lines.Zip(products).SelectMany(pair => pair.First.Quantities.Select(quantity => (pair.Second.Sku, quantity)))))
            .Expect(201).Text("id");
        var paid = (await user.Pay(order, coupon)).Expect(200).Number("paid");
        Assert.Equal(drawn.Total - drawn.Discount, paid);
        Assert.Equal(Balance - paid, await user.Balance());

        var answers = await Task.WhenAll(drawn.Cancellations.SelectMany((cancellation, i) =>
        {
            var (caller, path) = cancellation.IsByOperator ? (admin, $"/v1/admin/orders/{order}/cancellation") : (user, $"/v1/orders/{order}/cancellation");
            var body = new Dictionary<string, object> { ["reason"] = "Reason " + i };
            if (cancellation.Units is { } units)
            {
                body["items"] = units.Select(unit => new { sku = products[unit.Line % products.Count].Sku, quantity = unit.Quantity });
            }

            var key = Some.Key();
            return Enumerable.Range(0, cancellation.IsTwice ? 2 : 1).Select(_ => caller.Post(path, body, ("Idempotency-Key", key)));
        }));
        Assert.All(answers, answer => Assert.True(answer.Status == 200 || answer.Code == "not_refundable", answer.ToString()));
        Assert.All(answers.Where(answer => answer.IsSuccess), answer => Assert.InRange(answer.Number("refunded"), 0, paid));

        var left = (await user.OrderOf(order)).Expect(200);
        var isOver = left.Text("status") == "cancelled";
        Assert.Equal(Balance - paid + left.Number("refunded"), await user.Balance());
        Assert.All((await user.Coupons()).Items(), mine => Assert.Equal(isOver ? "usable" : "used", mine.Text("status")));
        Assert.True(isOver == left.Items().All(item => item.Number("quantity") == item.Number("cancelled")), left.ToString());
        (await user.Cancel(order)).Expect(200);

        var over = (await user.OrderOf(order)).Expect(200);
        var refunds = over.Json.TryGetProperty("refunds", out var all) ? all.EnumerateArray().ToList() : [];
        Assert.Equal(("cancelled", paid), (over.Text("status"), over.Number("refunded")));
        Assert.Equal(Amounts(drawn, products, refunds), refunds.Select(refund => refund.Number("amount")));
        Assert.Equal(paid, refunds.Sum(refund => refund.Number("amount")));
        Assert.All(drawn.Lines.Zip(products), pair => Assert.Equal(pair.First.Quantities.Sum(), UnitsOf(refunds, pair.Second.Sku)));
        Assert.Equal(Balance, await user.Balance());
        Assert.Equal(drawn.Coupon is null ? [] : ["usable"], (await user.Coupons()).Items().Select(mine => mine.Text("status")));
        foreach (var product in products)
        {
            await Shop.ShowsStock(product, Stock);
        }
    }

    // By the contract: a unit is worth its price less its share of the discount, which is floored to a won, as long as so much is left, and
    // the last unit takes the rest.
    private static IEnumerable<long> Amounts(Case drawn, IReadOnlyList<Product> products, IEnumerable<JsonElement> refunds)
    {
        var left = drawn.Total - drawn.Discount;
        var unitsLeft = drawn.Lines.Sum(line => (long)line.Quantities.Sum());
        foreach (var refund in refunds)
        {
            var worth = 0L;
            foreach (var (line, product) in drawn.Lines.Zip(products))
            {
                var units = UnitsOf([refund], product.Sku);
                worth += units * (line.Price - (drawn.Total == 0 ? 0 : drawn.Discount * line.Price / drawn.Total));
                unitsLeft -= units;
            }

            var amount = unitsLeft == 0 ? left : Math.Min(left, worth);
            left -= amount;
            yield return amount;
        }
    }

    private static long UnitsOf(IEnumerable<JsonElement> refunds, string sku) => refunds
        .SelectMany(refund => refund.GetProperty("items").EnumerateArray())
        .Where(item => item.Text("sku") == sku)
        .Sum(item => item.Number("quantity"));

    /// <summary>A product of the order.</summary>
    /// <param name="Quantities">Of each line with its sku.</param>
    private sealed record Line(long Price, IReadOnlyList<int> Quantities);

    private sealed record Coupon(string Type, long Value);

    /// <param name="Units">Of which lines how many; null: all that is left.</param>
    private sealed record Cancellation(bool IsByOperator, bool IsTwice, IReadOnlyList<(int Line, int Quantity)>? Units);

    private sealed record Case(IReadOnlyList<Line> Lines, Coupon? Coupon, IReadOnlyList<Cancellation> Cancellations)
    {
        public long Total => Lines.Sum(line => line.Price * line.Quantities.Sum());

        public long Discount => Coupon switch
        {
            null => 0,
            { Type: "percent", Value: var percent } => Total * percent / 100,
            { Value: var won } => Math.Min(Total, won),
        };
    }
}
