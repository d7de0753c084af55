using FsCheck;
using FsCheck.Fluent;

namespace ECommerce.Grains.Tests.Carts;

public sealed class CartTests
{
    private readonly Cart _cart = new();

    [Fact]
    public void Setting_a_quantity_again_changes_nothing()
    {
        Assert.True(_cart.Set("m", 2));
        Assert.False(_cart.Set("m", 2));
        Assert.Equal((2, 1), (_cart.Quantity("m"), _cart.Version));
    }

    [Fact]
    public void Lines_stand_in_the_order_in_which_they_were_first_added()
    {
        _cart.Set("m", 1);
        _cart.Set("l", 1);
        _cart.Set("m", 5);
        Assert.Equal([new StockLine("m", 5), new StockLine("l", 1)], _cart.Lines);
    }

    [Fact]
    public void Zero_removes_and_removing_nothing_changes_nothing()
    {
        _cart.Set("m", 1);
        Assert.True(_cart.Set("m", 0));
        Assert.False(_cart.Set("m", 0));
        Assert.False(_cart.Clear());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(100)]
    [InlineData(int.MinValue)]
    public void A_quantity_outside_its_bounds_is_refused(int quantity) => Assert.Equal(CartRefusal.QuantityOutOfRange, _cart.Refuse("m", quantity));

    [Fact]
    public void A_full_cart_takes_no_new_line_but_changes_and_removes()
    {
        for (var i = 0; i < Bounds.MaximumLines; i++)
        {
            _cart.Set("sku" + i, 1);
        }

        Assert.Equal(CartRefusal.CartFull, _cart.Refuse("one more", 1));
        Assert.Null(_cart.Refuse("sku7", Bounds.MaximumLineQuantity));
        Assert.Null(_cart.Refuse("one more", 0));
    }

    [Fact]
    public void A_paid_order_takes_what_it_has_and_leaves_the_rest()
    {
        _cart.Set("m", 5);
        _cart.Set("l", 1);
        Assert.True(_cart.Take([Some.Order("a", Some.Line("m", 2), Some.Line("l", 3), Some.Line("gone", 1))]));
        Assert.Equal([new StockLine("m", 3)], _cart.Lines);
    }

    [Fact]
    public void An_order_is_forgotten_when_the_ledger_no_longer_names_it()
    {
        _cart.Take([Some.Order("a")]);
        _cart.Take([]);
        Assert.Empty(_cart.Taken);
    }

    [Fact]
    public void Lines_that_make_no_sense_are_dropped_and_the_others_stay()
    {
        _cart.Lines =
        [
            new("m", 2), new("negative", -1), new("none", 0), new("many", 100), new("m", 5), null!, new(null!, 1), new("", 1),
            new("zero\0byte", 1), new("half \ud800", 1), new(new string('s', 129), 1), new("l", 99),
        ];
        _cart.Taken = null!;
        Assert.True(_cart.Mend());
        Assert.Equal([new StockLine("m", 2), new StockLine("l", 99)], _cart.Lines);
        Assert.Equal(("10 of 12 lines make no sense.", 1), (_cart.Damage, _cart.Version));
        Assert.Empty(_cart.Taken);
    }

    [Fact]
    public void A_sound_cart_is_left_alone()
    {
        _cart.Set("티셔츠/검정", 2);
        Assert.False(_cart.Mend());
        Assert.Equal((1, null), (_cart.Version, _cart.Damage));
    }

    [Fact]
    public void Each_order_is_taken_once_however_often_the_ledger_names_it()
    {
        var orders = Gen.ListOf(Gen.Choose(0, 9)).Select(named => named.Distinct().ToList());
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(Arb.From(orders), Arb.From(Gen.Choose(1, 4)), (named, times) =>
        {
            var cart = new Cart();
            cart.Set("m", 99);
            for (var i = 0; i < times; i++)
            {
                cart.Take([.. named.Select(id => Some.Order("order" + id, Some.Line("m", 1)))]);
            }

            return cart.Quantity("m") == 99 - named.Count;
        }));
    }

    [Fact]
    public void Every_command_given_twice_is_as_if_given_once()
    {
        var command = Gen.Choose(0, 5).SelectMany(sku => Gen.Choose(0, 99).Select(quantity => (sku: "sku" + sku, quantity)));
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(Arb.From(Gen.ListOf(command)), commands =>
        {
            var (once, twice) = (new Cart(), new Cart());
            foreach (var (sku, quantity) in commands)
            {
                once.Set(sku, quantity);
                twice.Set(sku, quantity);
                twice.Set(sku, quantity);
            }

            return once.Lines.SequenceEqual(twice.Lines) && once.Version == twice.Version;
        }));
    }
}
