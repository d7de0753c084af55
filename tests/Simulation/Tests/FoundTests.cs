using ECommerce.Grains;
using ECommerce.Simulation.Hunting;

namespace ECommerce.Simulation.Tests;

/// <summary>What the hunt has found, each told by hand: two hosts over one ledger, and what the second does while the first waits.</summary>
public sealed class FoundTests
{
    private const string User = "mina";

    private readonly Scheduler _scheduler = new(seed: 1);
    private readonly HookedLedger _whileOneWaits;
    private readonly Host _one;
    private readonly Host _two;

    public FoundTests()
    {
        var ledger = new MemoryLedger(_scheduler.Clock);
        var storage = new MemoryStorage(_scheduler);
        (_one, _whileOneWaits) = NewHost("one", ledger, storage);
        (_two, _) = NewHost("two", ledger, storage);
    }

    /// <summary>A cart read its lines, and then asked what was paid; when another activation had taken that out in between, it showed it again.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_cart_does_not_show_again_what_another_activation_takes_out_while_it_reads(int readsBefore) => _scheduler.Run(async () =>
    {
        await OpenAsync(stock: 5);
        await _two.GetGrain<ICartGrain>(User).SetQuantity("scarf", 1);
        Assert.NotNull((await Place(_two, "order", lines: null, new PayOrder(User, null, null))).Value);
        _whileOneWaits.Before(nameof(ILedger.PaidFromCart), () => _two.GetGrain<ICartGrain>(User).Get(), readsBefore);

        Assert.Empty((await _one.GetGrain<ICartGrain>(User).Get()).Items);
        Assert.Equal(OrderRefusal.CartEmpty, (await Place(_one, "again", lines: null, payment: null)).Refusal);
    });

    /// <summary>The order was read while it was open, and the clock after that, when its time was over; in between it had been paid.</summary>
    [Fact]
    public void An_order_paid_elsewhere_in_its_last_moment_is_not_answered_as_expired() => _scheduler.Run(async () =>
    {
        await OpenAsync(stock: 1);
        await Place(_two, "order", [new("scarf", 1)], payment: null);
        await _scheduler.Clock.Delay(Bounds.OrderAge - TimeSpan.FromMilliseconds(1));
        _whileOneWaits.After(nameof(ILedger.Order), async () =>
        {
            Assert.NotNull((await Pay(_two)).Value);
            await _scheduler.Clock.Delay(TimeSpan.FromMilliseconds(2));
        });

        var late = await Pay(_one);

        Assert.Null(late.Refusal);
        Assert.True(late.Replayed);
    });

    /// <summary>Both taps found the order open. The first one paid, and the second was refused for lack of what the first had taken.</summary>
    [Theory]
    [InlineData(1, 100_000)]
    [InlineData(2, 15_000)]
    public void A_second_tap_gets_the_receipt_and_not_a_refusal_for_what_the_first_one_took(long stock, long money) => _scheduler.Run(async () =>
    {
        await OpenAsync(stock, money);
        await Place(_two, "order", [new("scarf", 1)], payment: null);
        _whileOneWaits.After(nameof(ILedger.Order), async () => Assert.NotNull((await Pay(_two)).Value));

        var second = await Pay(_one);

        Assert.Null(second.Refusal);
        Assert.True(second.Replayed);
    });

    /// <summary>Commands to one order wait for each other. One whose activation was dropped never ended, and all later ones waited for ever.</summary>
    [Fact]
    public void A_command_whose_activation_is_gone_does_not_keep_its_order_for_ever() => _scheduler.Run(async () =>
    {
        await OpenAsync(stock: 1);
        _whileOneWaits.Before(nameof(ILedger.Commit), () =>
        {
            _one.Drop<ICheckoutGrain>(ICheckoutGrain.Key);
            return Task.CompletedTask;
        });
        await Assert.ThrowsAsync<SiloUnavailableException>(() => Place(_one, "order", [new("scarf", 1)], payment: null));

        var began = _scheduler.Clock.Elapsed;
        Assert.True((await Place(_one, "order", [new("scarf", 1)], payment: null)).Replayed);
        Assert.Equal(OrderTurns.MaximumWait, _scheduler.Clock.Elapsed - began);
    });

    /// <summary>A cart read what is sold and then what was sold once; what was sold again in between was shown with the new price and as not sold.</summary>
    [Fact]
    public void A_cart_shows_a_sku_that_is_sold_again_while_it_reads_as_it_was_before_or_is_now() => _scheduler.Run(async () =>
    {
        await Opening.Save(_two, "shirt", [("shirt-m", 10_000, 5), ("shirt-l", 10_000, 5)]);
        await _one.GetGrain<ICartGrain>(User).SetQuantity("shirt-m", 1);
        await Opening.Save(_two, "shirt", [("shirt-l", 10_000, 5)]);
        _whileOneWaits.Before(
            nameof(ILedger.VariantsEverSold), () => Opening.Save(_two, "shirt", [("shirt-m", 12_000, 5), ("shirt-l", 10_000, 5)]));

        var seen = Assert.Single((await _one.GetGrain<ICartGrain>(User).Get()).Items);

        Assert.Equal((true, 12_000L), (seen.Sold, seen.Price));
    });

    private async Task OpenAsync(long stock, long money = 100_000)
    {
        Assert.Null((await Opening.Save(_two, "scarf", [("scarf", 15_000, stock)])).Refusal);
        Assert.Null((await _two.GetGrain<IWalletGrain>(User).Charge(new ChargeWallet("charge", money))).Refusal);
    }

    private static Task<Outcome<OrderView, OrderRefusal>> Place(Host host, string orderId, IReadOnlyList<StockLine>? lines, PayOrder? payment) =>
        host.GetGrain<ICheckoutGrain>(ICheckoutGrain.Key).Place(orderId, new PlaceOrder(User, lines, payment));

    private static Task<Outcome<OrderView, OrderRefusal>> Pay(Host host) =>
        host.GetGrain<ICheckoutGrain>(ICheckoutGrain.Key).Pay("order", new PayOrder(User, null, null));

    private (Host Host, HookedLedger Hooks) NewHost(string name, MemoryLedger memory, MemoryStorage storage)
    {
        var (ledger, hooks) = HookedLedger.Over(memory, _scheduler);
        return (new(name, _scheduler, storage, new Dictionary<Type, object>
        {
            [typeof(TimeProvider)] = _scheduler.Clock,
            [typeof(ILedger)] = ledger,
            [typeof(GroupCommit)] = new GroupCommit(ledger, _scheduler, name),
            [typeof(GroupedReads)] = new GroupedReads(ledger),
            [typeof(LinePrices)] = new LinePrices(ledger),
            [typeof(OpenOrders)] = new OpenOrders(),
            [typeof(OrderTurns)] = new OrderTurns(_scheduler.Clock),
        }, new()), hooks);
    }
}
