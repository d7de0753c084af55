using FsCheck;
using FsCheck.Fluent;

namespace ECommerce.Ledger.Tests;

public sealed class RefundRulesTests
{
    [Theory]
    [InlineData(1_000, 3, 100, 967)]
    [InlineData(7, 3, 10, 4)]
    [InlineData(1, 3, 3, 0)]
    [InlineData(0, 3, 0, 0)]
    [InlineData(Bounds.MaximumPrice, Bounds.MaximumOrderQuantity, Bounds.MaximumPrice * 4_950 - 1, 1)]
    public void A_unit_is_worth_its_price_less_its_floored_share_of_the_discount(long price, int quantity, long discount, long worth) =>
        Assert.Equal(worth, Paid(discount, Given.Line("coat-S", quantity, price)).TakeBack([new("coat-S", 1)], Given.Now, null).Refunded);

    [Fact]
    public void Never_more_is_given_back_than_was_paid_and_the_last_unit_takes_the_rest()
    {
        // A unit's share of the discount is floored to nothing, so the first unit takes all that was paid.
        var order = Paid(2, Given.Line("coat-S", 3, 1));
        Assert.Equal([1, 0, 0], Parts(order, [[0], [1], [2]]));

        // Shares of 2.5 are floored, so the last unit is worth less than the others.
        Assert.Equal([8, 7], Parts(Paid(5, Given.Line("coat-S", 2, 10)), [[0], [1]]));
    }

    [Fact]
    public void Whatever_the_parts_and_their_order_they_add_up_to_what_was_paid_and_each_sum_follows_from_the_units() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var lines = Enumerable.Range(0, random.Next(1, 6))
                .Select(i => Given.Line($"coat-{i}", random.Next(1, 5), random.Next(4) == 0 ? random.Next(3) : random.NextInt64(Bounds.MaximumPrice)))
                .ToArray();
            var total = lines.Sum(line => line.Price * line.Quantity);
            var order = Paid(random.Next(3) switch { 0 => 0, 1 => total, _ => random.NextInt64(total + 1) }, lines);
            var units = Enumerable.Range(0, lines.Sum(line => line.Quantity)).ToArray();
            var (one, other) = (units.ToArray(), units.ToArray());
            random.Shuffle(one);
            random.Shuffle(other);
            var half = units.Length / 2;

            var parts = Parts(order, [.. one.Chunk(random.Next(1, 4))]);
            Assert.Equal(order.Paid, parts.Sum());
            Assert.All(parts, part => Assert.True(part >= 0));
            Assert.Equal(order.Paid, Parts(order, [.. other.Chunk(random.Next(1, 4))]).Sum());
            Assert.Equal(
                Parts(order, [.. one.Take(half).Chunk(1)]).Sum(),
                Parts(order, [.. one.Take(half).Reverse().Chunk(2)]).Sum());
        }));

    // Units are numbered through all lines. What is given back for each of the parts.
    private static List<long> Parts(Order order, IReadOnlyList<int[]> parts)
    {
        string[] skus = [.. order.Lines.SelectMany(line => Enumerable.Repeat(line.Sku, line.Quantity))];
        var given = new List<long>();
        foreach (var part in parts)
        {
            var after = order.TakeBack([.. part.Select(unit => new StockLine(skus[unit], 1))], Given.Now, null);
            given.Add(after.Refunded - order.Refunded);
            order = after;
        }

        return given;
    }

    private static Order Paid(long discount, params OrderLine[] lines)
    {
        var order = Given.Order("o1", lines: lines);
        return order with { State = OrderState.Paid, Discount = discount, Paid = order.Total - discount, PaidAt = Given.Now };
    }
}
