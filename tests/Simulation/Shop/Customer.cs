namespace ECommerce.Simulation.Shop;

/// <summary>
/// A user who charges, claims, and then orders, pays and cancels on two devices at once, each call at a host of the seed's
/// choice. After a failure that leaves the outcome open, the same call is repeated. What was acknowledged is written down.
/// </summary>
internal sealed class Customer(SimulatedShop shop, string userId)
{
    private const int MostAttempts = 5;
    private const int Visits = 2;

    public string UserId => userId;

    /// <summary>Acknowledged charges: won by id.</summary>
    public Dictionary<string, long> Charges { get; } = [];

    /// <summary>Acknowledged coupons.</summary>
    public HashSet<string> Coupons { get; } = [];

    /// <summary>Acknowledged payments: won by order.</summary>
    public Dictionary<string, long> Payments { get; } = [];

    /// <summary>Orders that were asked to be cancelled, acknowledged or not.</summary>
    public HashSet<string> Cancellations { get; } = [];

    /// <summary>Acknowledged cancellations: what was given back, in won, by order.</summary>
    public Dictionary<string, long> Refunds { get; } = [];

    /// <summary>Acknowledged refunds of one unit: the order, by the id of the cancellation.</summary>
    public Dictionary<string, string> Parts { get; } = [];

    public List<OrderRefusal> Refusals { get; } = [];

    public async Task ShopAsync()
    {
        await ChargeAsync(70_000);
        var coupon = await ClaimAsync();
        await Task.WhenAll(ShopAsync("phone", coupon), ShopAsync("laptop", coupon));
    }

    private async Task ShopAsync(string device, string? coupon)
    {
        for (var visit = 0; visit < Visits; visit++)
        {
            var orderId = $"{userId} {device} {visit}";
            var pay = shop.Chance(50) ? new PayOrder(userId, shop.Chance(50) ? coupon : null, null) : null;
            if (await PlaceAsync(orderId, pay) is { } placed)
            {
                await (pay is null ? PayAsync(placed, coupon) : BoughtAsync(placed));
            }
        }
    }

    private async Task ChargeAsync(long won)
    {
        var id = userId + " charge";
        if (await UntilAnswered(grains => grains.GetGrain<IWalletGrain>(userId).Charge(new ChargeWallet(id, won))) is { } charged)
        {
            Charges.Add(id, charged.Value!.Amount);
        }
    }

    private async Task<string?> ClaimAsync()
    {
        if (await UntilAnswered(grains => grains.GetGrain<ICampaignGrain>(SimulatedShop.Campaign).Claim([userId])) is not [var claimed])
        {
            return null;
        }

        var coupon = claimed.Value?.Id ?? claimed.Facts?.CouponId;
        if (coupon is not null)
        {
            Coupons.Add(coupon);
        }

        return coupon;
    }

    private async Task<OrderView?> PlaceAsync(string orderId, PayOrder? pay)
    {
        IReadOnlyList<StockLine>? lines = null;
        if (shop.Chance(50))
        {
            await UntilAnswered(grains => grains.GetGrain<ICartGrain>(userId).SetQuantity(shop.Pick(SimulatedShop.Skus), 1));
        }
        else
        {
            lines = [new(shop.Pick(SimulatedShop.Skus), 1), new(shop.Pick(SimulatedShop.Skus), 1)];
        }

        var placed = await UntilAnswered(grains => grains.GetGrain<ICheckoutGrain>(ICheckoutGrain.Key).Place(orderId, new PlaceOrder(userId, lines, pay)));
        if (placed?.Refusal is { } refusal)
        {
            Refusals.Add(refusal);
        }

        return placed?.Value;
    }

    private async Task BoughtAsync(OrderView bought)
    {
        Payments[bought.Id] = bought.Paid;
        await TakeBackAsync(bought);
        if (shop.Chance(20))
        {
            await CancelAsync(bought.Id);
        }
    }

    /// <summary>One unit after the other, on two devices at once, by the user or an operator.</summary>
    private async Task TakeBackAsync(OrderView order)
    {
        var taps = Enumerable.Range(0, 3).Where(_ => shop.Chance(20)).Select(tap => TakeBackOnceAsync(order, $"{order.Id} part {tap}")).ToList();
        if (taps.Count > 0 && shop.Chance(50))
        {
            taps.Add(TakeBackOnceAsync(order, order.Id + " part 0"));
        }

        await Task.WhenAll(taps);
    }

    private async Task TakeBackOnceAsync(OrderView order, string cancellationId)
    {
        Cancellations.Add(order.Id);
        var command = new CancelOrder(shop.Chance(50) ? userId : null, null, cancellationId, [new(order.Items[0].Sku, 1)]);
        if (await UntilAnswered(grains => grains.GetGrain<ICheckoutGrain>(ICheckoutGrain.Key).Cancel(order.Id, command)) is not { } outcome)
        {
            return;
        }

        if (outcome.Refusal is { } refusal)
        {
            Refusals.Add(refusal);
        }
        else
        {
            Parts[cancellationId] = order.Id;
        }
    }

    private async Task PayAsync(OrderView order, string? coupon)
    {
        var orderId = order.Id;
        var pay = new PayOrder(userId, shop.Chance(50) ? coupon : null, null);
        var taps = new List<Task> { PayOnceAsync(orderId, pay) };
        if (shop.Chance(30))
        {
            taps.Add(PayOnceAsync(orderId, pay));
        }

        if (shop.Chance(20))
        {
            taps.Add(CancelAsync(orderId));
        }

        await Task.WhenAll(taps);
        await TakeBackAsync(order);
        if (shop.Chance(20))
        {
            await CancelAsync(orderId);
        }
    }

    private async Task PayOnceAsync(string orderId, PayOrder pay)
    {
        if (await UntilAnswered(grains => grains.GetGrain<ICheckoutGrain>(ICheckoutGrain.Key).Pay(orderId, pay)) is not { } outcome)
        {
            return;
        }

        if (outcome.Refusal is { } refusal)
        {
            Refusals.Add(refusal);
        }
        else
        {
            Payments[orderId] = outcome.Value!.Paid;
        }
    }

    private async Task CancelAsync(string orderId)
    {
        Cancellations.Add(orderId);
        var cancelled = await UntilAnswered(grains =>
            grains.GetGrain<ICheckoutGrain>(ICheckoutGrain.Key).Cancel(orderId, new CancelOrder(userId, null, Ids.Refund(orderId))));
        if (cancelled?.Value is { } order)
        {
            Refunds[orderId] = order.Refunded;
        }
    }

    /// <summary>The answer; null when the user has given up.</summary>
    private async Task<T?> UntilAnswered<T>(Func<IGrainFactory, Task<T>> call)
        where T : class
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            try
            {
                return await call(shop.AnyHost());
            }
            catch (Exception failure) when (failure is OrleansException or TimeoutException or UnavailableException)
            {
                // The outcome is open: the repeat tells it.
            }
        }

        return null;
    }
}
