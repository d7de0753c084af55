namespace ECommerce.Simulation.Shop;

/// <summary>One run of the shop, from its opening to the audit.</summary>
internal sealed class ShopRun
{
    private readonly SimulatedShop _shop;
    private readonly Customer[] _customers;

    public ShopRun(int seed)
    {
        _shop = new(seed);
        _customers = [.. new[] { "mina", "juno", "sora" }.Select(userId => new Customer(_shop, userId))];
    }

    public IReadOnlyList<string> Trace => _shop.Scheduler.Trace;

    /// <summary>How often each fault has struck and each answer was given.</summary>
    public IEnumerable<KeyValuePair<string, int>> Counts =>
    [
        .. _shop.Faults.Struck,
        new("payment", _customers.Sum(customer => customer.Payments.Count)),
        new("coupon", _customers.Sum(customer => customer.Coupons.Count)),
        new("refund", _customers.Sum(customer => customer.Refunds.Count(refund => refund.Value > 0))),
        new("refund in part", _customers.Sum(customer => customer.Parts.Count)),
        new("cancelled unpaid", _customers.Sum(customer => customer.Refunds.Count(refund => refund.Value == 0))),
        .. _customers.SelectMany(customer => customer.Refusals).Select(refusal => new KeyValuePair<string, int>($"{refusal}", 1)),
    ];

    /// <summary>Runs, and throws when the books are wrong or something acknowledged is not in them.</summary>
    public void Run() => _shop.Scheduler.Run(async () =>
    {
        await _shop.OpenAsync();
        _shop.Faults.IsOn = true;
        await Task.WhenAll(_customers.Select(customer => _shop.Scheduler.Start(customer.UserId, customer.ShopAsync)));

        // What is late or waits for a timeout comes to its end before the books are read.
        _shop.Faults.IsOn = false;
        await _shop.Scheduler.Clock.Delay(TimeSpan.FromMinutes(10));
        var audit = await _shop.Ledger.Audit();
        Assert.True(audit.Ok, string.Join("; ", audit.Checks.Where(check => !check.Ok)));
        foreach (var customer in _customers)
        {
            await CheckAsync(customer);
        }
    });

    private async Task CheckAsync(Customer customer)
    {
        var numbered = await _shop.Ledger.WalletEntries(customer.UserId, before: null, limit: int.MaxValue);
        var entries = numbered.Select(entry => entry.Row).ToList();
        foreach (var (chargeId, won) in customer.Charges)
        {
            Assert.Equal(won, entries.Single(entry => entry.Id == chargeId).Amount);
        }

        foreach (var (orderId, won) in customer.Payments)
        {
            Assert.Equal(-won, entries.Single(entry => entry.OrderId == orderId && entry.Kind == WalletEntryKind.Payment).Amount);
            var order = await _shop.Ledger.Order(orderId);
            Assert.True(order!.State == OrderState.Paid || customer.Cancellations.Contains(orderId), $"{orderId} is {order.State}.");
        }

        foreach (var (orderId, won) in customer.Refunds)
        {
            Assert.Equal(OrderState.Cancelled, (await _shop.Ledger.Order(orderId))!.State);
            Assert.Equal(won, entries.Where(entry => entry.OrderId == orderId && entry.Kind == WalletEntryKind.Refund).Sum(entry => entry.Amount));
        }

        foreach (var (cancellationId, orderId) in customer.Parts)
        {
            Assert.Single(await _shop.Ledger.Refunds([orderId]), refund => refund.Id == cancellationId);
        }

        var coupons = await _shop.Ledger.Coupons(customer.UserId);
        Assert.Subset(coupons.Select(coupon => coupon.Id).ToHashSet(), customer.Coupons);
        var orders = await _shop.Ledger.Orders(customer.UserId, before: null, limit: int.MaxValue);
        var paid = orders.Select(order => order.Row).Where(order => order.State == OrderState.Paid);
        var spent = paid.Select(order => order.CouponId).OfType<string>().ToList();
        Assert.Equal(spent.Distinct(), spent);
    }
}
