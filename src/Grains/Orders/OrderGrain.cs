namespace ECommerce.Grains;

/// <summary>
/// Its turns run the commands to one order one after another. It keeps the order from its placing to its payment, so that the
/// payment does not read it; whatever else is asked is answered by the ledger.
/// </summary>
// Called by one user at a time: best where the call comes in.
[PreferLocalPlacement]
[CollectionAgeLimit(Minutes = 2)]
internal sealed class OrderGrain(ILedger ledger, GroupCommit commits, LinePrices prices, TimeProvider clock) : Grain, IOrderGrain
{
    // How often an order is priced again because a price changed between looking and commit.
    private const int PriceAttempts = 5;

    private Order? _open;

    private string OrderId => this.GetPrimaryKeyString();

    public async Task<Outcome<OrderView, OrderRefusal>> Place(PlaceOrder command)
    {
        var fingerprint = OrderDecisions.Fingerprint(command.Lines);
        var lines = OrderDecisions.Sum(command.Lines ?? await GrainFactory.GetGrain<ICartGrain>(command.UserId).Lines());
        if (lines.Count == 0)
        {
            return await RefuseUnlessPlaced(fingerprint, OrderRefusal.CartEmpty);
        }

        var priced = await prices.InMemory(GrainFactory, lines);
        for (var attempt = 1; attempt <= PriceAttempts; attempt++)
        {
            if (priced.UnknownSku is { } sku)
            {
                return await RefuseUnlessPlaced(fingerprint, OrderRefusal.UnknownSku, new RefusalFacts(Sku: sku));
            }

            var now = clock.Now();
            var order = new Order(
                OrderId, command.UserId, OrderState.Open, priced.Lines, priced.Lines.Sum(line => line.Price * line.Quantity),
                fingerprint, command.Lines is null, now, now + Bounds.OrderAge);
            var (placing, coupons) = (commits.Commit(new OrderPlaced(order)), ledger.Coupons(command.UserId));
            await Task.WhenAll(placing, coupons);
            var verdict = placing.Result;
            switch (verdict.Kind)
            {
                case VerdictKind.Committed:
                    _open = verdict.Result;
                    return Done(verdict.Result!.AsPlaced(coupons.Result));
                case VerdictKind.Duplicate:
                    return Replay(verdict.Result!, fingerprint, coupons.Result);
            }

            priced = await prices.InLedger(GrainFactory, lines);
        }

        throw new UnavailableException("The prices change faster than the order can be placed.");
    }

    public async Task<OrderView?> Get(string userId) =>
        await ledger.Order(OrderId) is { } order && order.UserId == userId ? await View(order) : null;

    public async Task<Outcome<OrderView, OrderRefusal>> Pay(PayOrder command)
    {
        var order = _open ?? await ledger.Order(OrderId);
        if (order.RefusePayment(command, clock.Now()) is { } refusal)
        {
            return Refused(refusal);
        }

        return order!.State == OrderState.Paid
            ? Done(order.ToReceipt(), replayed: true)
            : await Pay(order, command, new PaymentHolds(GrainFactory, order));
    }

    public async Task<Outcome<OrderView, OrderRefusal>> Cancel(string userId)
    {
        var order = await ledger.Order(OrderId);
        if (order is null || order.UserId != userId)
        {
            return Refused(OrderRefusal.UnknownOrder);
        }

        var verdict = await commits.Commit(new OrderCancelled(order, clock.Now()));
        if (verdict.Kind == VerdictKind.Refused)
        {
            var (refusal, facts) = verdict.ToRefusal(0);
            return Refused(refusal, facts);
        }

        foreach (var productId in order.Lines.Select(line => line.ProductId).Distinct())
        {
            await GrainFactory.GetGrain<IProductGrain>(productId).Refresh().MayBeLost();
        }

        return Done(await View(verdict.Result!), verdict.Kind == VerdictKind.Duplicate);
    }

    private async Task<Outcome<OrderView, OrderRefusal>> Pay(Order order, PayOrder command, PaymentHolds holds)
    {
        // Whatever becomes of it below, only a payment that was not begun leaves the order as it is known here.
        _open = null;
        var outcome = HoldOutcome.Unknown;
        try
        {
            var (funds, stocks) = await holds.Place(command);
            if (OrderDecisions.First(funds, stocks) is var (refusal, facts))
            {
                (outcome, _open) = (HoldOutcome.Released, order);
                return Refused(refusal, facts);
            }

            var verdict = await commits.Commit(new OrderPaid(order, command.CouponId, funds.Discount, clock.Now()));
            switch (verdict.Kind)
            {
                case VerdictKind.Committed:
                    outcome = HoldOutcome.Paid;
                    return Done(verdict.Result!.ToReceipt());
                case VerdictKind.Duplicate:
                    return verdict.Result.RefusePayment(command, clock.Now()) is { } already
                        ? Refused(already)
                        : Done(verdict.Result!.ToReceipt(), replayed: true);
                case VerdictKind.Refused:
                    (refusal, facts) = verdict.ToRefusal(order.Total - funds.Discount);
                    return Refused(refusal, facts);
            }

            throw new InvalidOperationException($"No such verdict: {verdict.Kind}.");
        }
        finally
        {
            await holds.Settle(outcome);
        }
    }

    private async Task<OrderView> View(Order order)
    {
        var now = clock.Now();
        var coupons = order.State == OrderState.Open ? await ledger.Coupons(order.UserId) : [];
        return order.ToView(coupons, now);
    }

    /// <summary>A refusal, unless the same was placed before: what refuses it now may have come since.</summary>
    private async Task<Outcome<OrderView, OrderRefusal>> RefuseUnlessPlaced(
        string fingerprint, OrderRefusal refusal, RefusalFacts? facts = null) =>
        await ledger.Order(OrderId) is { } first
            ? Replay(first, fingerprint, await ledger.Coupons(first.UserId))
            : Refused(refusal, facts);

    private static Outcome<OrderView, OrderRefusal> Replay(Order first, string fingerprint, IReadOnlyList<Coupon> coupons) =>
        first.Fingerprint != fingerprint
            ? Refused(OrderRefusal.IdempotencyKeyReused)
            : Done(first.AsPlaced(coupons), replayed: true);

    private static Outcome<OrderView, OrderRefusal> Done(OrderView view, bool replayed = false) =>
        Outcome<OrderView, OrderRefusal>.Done(view, replayed);

    private static Outcome<OrderView, OrderRefusal> Refused(OrderRefusal refusal, RefusalFacts? facts = null) =>
        Outcome<OrderView, OrderRefusal>.Refused(refusal, facts);
}
