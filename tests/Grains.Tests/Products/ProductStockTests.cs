using FsCheck;
using FsCheck.Fluent;

namespace ECommerce.Grains.Tests.Products;

public sealed class ProductStockTests
{
    private readonly ProductStock _stock = new();

    [Fact]
    public void The_last_unit_can_be_held()
    {
        _stock.Load(Some.Product("m", 2), Some.Now);
        Assert.Equal((HoldDecision.Held, new HoldStockAnswer(null, 0)), _stock.Hold(Some.Units("a", ("m", 2)), Some.Now));
    }

    [Fact]
    public void More_than_committed_stock_is_refused_with_what_there_is()
    {
        _stock.Load(Some.Product("m", 2), Some.Now);
        Assert.Equal((HoldDecision.Refused, new HoldStockAnswer("m", 2)), _stock.Hold(Some.Units("a", ("m", 3)), Some.Now));
    }

    [Fact]
    public void What_another_order_holds_makes_wait_and_never_refuses()
    {
        _stock.Load(Some.Product("m", 2), Some.Now);
        _stock.Hold(Some.Units("a", ("m", 2)), Some.Now);
        Assert.Equal(HoldDecision.Contended, _stock.Hold(Some.Units("b", ("m", 1)), Some.Now).Decision);
    }

    [Fact]
    public void All_lines_are_held_or_none()
    {
        _stock.Load(Some.Product(("m", 1), ("l", 1)), Some.Now);
        _stock.Hold(Some.Units("a", ("l", 1)), Some.Now);
        _stock.Hold(Some.Units("b", ("m", 1), ("l", 1)), Some.Now);
        Assert.Equal(HoldDecision.Held, _stock.Hold(Some.Units("c", ("m", 1)), Some.Now).Decision);
    }

    [Fact]
    public void A_variant_that_is_not_sold_has_no_stock()
    {
        _stock.Load(Some.Product("m", 1), Some.Now);
        Assert.Equal((HoldDecision.Refused, new HoldStockAnswer("xl", 0)), _stock.Hold(Some.Units("a", ("xl", 1)), Some.Now));
    }

    [Fact]
    public void A_product_that_does_not_exist_has_no_stock_and_no_view()
    {
        _stock.Load(null, Some.Now);
        Assert.Null(_stock.View());
        Assert.Equal(HoldDecision.Refused, _stock.Hold(Some.Units("a", ("m", 1)), Some.Now).Decision);
    }

    [Fact]
    public void A_payment_leaves_less_in_the_view()
    {
        _stock.Load(Some.Product("m", 2), Some.Now);
        _stock.Hold(Some.Units("a", ("m", 2)), Some.Now);
        Assert.False(_stock.View()!.SoldOut);
        Assert.True(_stock.Settle(Some.Settled("a", HoldOutcome.Paid)));
        Assert.True(_stock.View()!.SoldOut);
    }

    [Fact]
    public void A_snapshot_that_counts_a_held_order_as_settled_ends_its_hold()
    {
        _stock.Load(Some.Product("m", 2), Some.Now);
        _stock.Hold(Some.Units("a", ("m", 1)), Some.Now);
        _stock.Load(Some.Product("m", 1) with { Settled = ["a"] }, Some.Now);
        Assert.Equal(HoldDecision.Held, _stock.Hold(Some.Units("b", ("m", 1)), Some.Now).Decision);
        Assert.False(_stock.Settle(Some.Settled("a", HoldOutcome.Paid)));
        Assert.Equal(1, _stock.View()!.Variants[0].Stock);
    }

    [Fact]
    public void A_hold_lasts_until_its_bound_and_not_a_moment_longer()
    {
        _stock.Load(Some.Product("m", 1), Some.Now);
        _stock.Hold(Some.Units("a", ("m", 1)), Some.Now);
        var bound = Some.Now + OpenStockHolds.MaximumAge;
        _stock.Load(Some.Product("m", 1), bound.AddMilliseconds(-1));
        Assert.Equal(["a"], _stock.Holds.Orders);
        Assert.True(_stock.Holds.AnyExpired(bound));
        _stock.Load(Some.Product("m", 1), bound);
        Assert.Empty(_stock.Holds.Orders);
    }

    [Fact]
    public void Whatever_comes_in_whatever_order_holds_never_exceed_committed_stock()
    {
        var step = Gen.Choose(0, 3).SelectMany(kind => Gen.Choose(0, 4).SelectMany(order => Gen.Choose(1, 6).Select(units => (kind, order, units))));
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(Arb.From(Gen.ListOf(step)), steps =>
        {
            var stock = new ProductStock();
            stock.Load(Some.Product("m", 10), Some.Now);
            return steps.All(it =>
            {
                Take(stock, it.kind, "order" + it.order, it.units);
                return stock.Holds.UnitsOfOthers("m", "") <= stock.View()!.Variants[0].Stock;
            });
        }));
    }

    private static void Take(ProductStock stock, int kind, string orderId, int units)
    {
        if (kind < 2)
        {
            stock.Hold(Some.Units(orderId, ("m", units)), Some.Now);
        }
        else
        {
            stock.Settle(Some.Settled(orderId, kind == 2 ? HoldOutcome.Paid : HoldOutcome.Released));
        }
    }
}
