namespace ECommerce.Grains;

/// <summary>Keeps no state in memory. Its turns run the commands to one order one after another, and each command reads the order first.</summary>
// Called by one user at a time: best where the call comes in.
[PreferLocalPlacement]
[CollectionAgeLimit(Minutes = 2)]
internal sealed class OrderGrain(ILedger ledger, GroupCommit commits, TimeProvider clock) : Grain, IOrderGrain
{
    private string OrderId => this.GetPrimaryKeyString();

    public async Task<Outcome<OrderView, OrderRefusal>> Place(PlaceOrder command)
    {
        var fingerprint = OrderDecisions.Fingerprint(command.Lines);
        if (await ledger.Order(OrderId) is { } first)
        {
            return await Replay(first, fingerprint);
        }

        var lines = OrderDecisions.Sum(command.Lines ?? await GrainFactory.GetGrain<ICartGrain>(command.UserId).Lines());
        if (lines.Count == 0)
        {
            return Refused(OrderRefusal.CartEmpty);
        }

        var variants = (await ledger.Variants([.. lines.Select(line => line.Sku)])).ToDictionary(sold => sold.Variant.Sku);
        if (lines.FirstOrDefault(line => !variants.ContainsKey(line.Sku)) is { } unknown)
        {
            return Refused(OrderRefusal.UnknownSku, new RefusalFacts(Sku: unknown.Sku));
        }

        var now = clock.Now();
        var priced = lines.Select(line => Price(variants[line.Sku], line.Quantity)).ToList();
        var order = new Order(
            OrderId, command.UserId, OrderState.Open, priced, priced.Sum(line => line.Price * line.Quantity),
            fingerprint, command.Lines is null, now, now + Bounds.OrderAge);
        var verdict = await commits.Commit(new OrderPlaced(order));
        return verdict.Kind == VerdictKind.Duplicate
            ? await Replay(verdict.Result!, fingerprint)
            : Done(verdict.Result!.AsPlaced(await ledger.Coupons(command.UserId)));
    }

    public async Task<OrderView?> Get(string userId) =>
        await ledger.Order(OrderId) is { } order && order.UserId == userId ? await View(order) : null;

    public async Task<Outcome<OrderView, OrderRefusal>> Pay(PayOrder command)
    {
        var order = await ledger.Order(OrderId);
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
        var outcome = HoldOutcome.Unknown;
        try
        {
            var (funds, stocks) = await holds.Place(command);
            if (OrderDecisions.First(funds, stocks) is var (refusal, facts))
            {
                outcome = HoldOutcome.Released;
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

    private async Task<Outcome<OrderView, OrderRefusal>> Replay(Order first, string fingerprint) =>
        first.Fingerprint != fingerprint
            ? Refused(OrderRefusal.IdempotencyKeyReused)
            : Done(first.AsPlaced(await ledger.Coupons(first.UserId)), replayed: true);

    private static OrderLine Price(SoldVariant sold, int quantity) =>
        new(sold.Variant.Sku, sold.Variant.ProductId, sold.ProductName, sold.Variant.Options, quantity, sold.Variant.Price);

    private static Outcome<OrderView, OrderRefusal> Done(OrderView view, bool replayed = false) =>
        Outcome<OrderView, OrderRefusal>.Done(view, replayed);

    private static Outcome<OrderView, OrderRefusal> Refused(OrderRefusal refusal, RefusalFacts? facts = null) =>
        Outcome<OrderView, OrderRefusal>.Refused(refusal, facts);
}
