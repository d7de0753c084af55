namespace ECommerce.Grains;

/// <summary>
/// Runs the commands to orders. It is no grain for each order: most live for one or two commands, and to make a grain for each cost
/// a fifth of a purchase.
/// </summary>
// Commands to one order may run side by side on two silos. Nothing has to keep them apart: an order's id is its idempotency, a second
// hold of the same order replaces the first, and the ledger places it once and pays it once.
[StatelessWorker]
internal sealed class CheckoutGrain(
    ILedger ledger, GroupedReads reads, GroupCommit commits, LinePrices prices, OpenOrders open, OrderTurns turns, TimeProvider clock) : Grain, ICheckoutGrain
{
    // How often an order is priced again because a price changed between looking and commit.
    private const int PriceAttempts = 5;

    public Task<Outcome<OrderView, OrderRefusal>> Place(string orderId, PlaceOrder command) =>
        turns.Run(orderId, waited => PlaceInTurn(orderId, command, mayBePlaced: waited));

    public Task<Outcome<OrderView, OrderRefusal>> Pay(string orderId, PayOrder command) => turns.Run(orderId, _ => PayInTurn(orderId, command));

    public Task<Outcome<OrderView, OrderRefusal>> Cancel(string orderId, CancelOrder command) =>
        turns.Run(orderId, _ => CancelInTurn(orderId, command));

    public Task<Outcome<OrderView, OrderRefusal>> Cancel(string orderId, string userId) =>
        Cancel(orderId, new CancelOrder(userId, null, Ids.Refund(orderId)));

    public async Task<OrderView?> Get(string orderId, string userId) =>
        await ledger.Order(orderId) is { } order && order.UserId == userId ? await View(order) : null;

    private async Task<Outcome<OrderView, OrderRefusal>> PlaceInTurn(string orderId, PlaceOrder command, bool mayBePlaced)
    {
        if (mayBePlaced && await ledger.Order(orderId) is { } first)
        {
            return await Replay(command, first);
        }

        var lines = OrderDecisions.Sum(command.Lines ?? await GrainFactory.Grain<ICartGrain>(command.UserId).Lines());
        if (lines.Count == 0)
        {
            return await RefuseUnlessPlaced(orderId, command, OrderRefusal.CartEmpty);
        }

        var priced = await prices.InMemory(GrainFactory, lines);
        for (var attempt = 1; attempt <= PriceAttempts; attempt++)
        {
            if (priced.UnknownSku is { } sku)
            {
                return await RefuseUnlessPlaced(orderId, command, OrderRefusal.UnknownSku, new RefusalFacts(Sku: sku));
            }

            var now = clock.Now();
            var order = new Order(
                orderId, command.UserId, OrderState.Open, priced.Lines, priced.Lines.Sum(line => line.Price * line.Quantity),
                command.Fingerprint(), command.Lines is null, now, now + Bounds.OrderAge);
            if (await (command.Payment is null ? Place(command, order) : Buy(command, order, isFresh: attempt > 1)) is { } outcome)
            {
                return outcome;
            }

            priced = await prices.InLedger(GrainFactory, lines);
        }

        throw new UnavailableException("The prices change faster than the order can be placed.");
    }

    private async Task<Outcome<OrderView, OrderRefusal>> PayInTurn(string orderId, PayOrder command)
    {
        var order = open.Of(orderId);
        if (order is null || order.RefusePayment(command, clock.Now()) is not null)
        {
            (order, var known) = await Look(orderId, command);
            if (known is not null)
            {
                return known;
            }
        }

        // It may have been paid or cancelled elsewhere meanwhile. Then that is the answer, and not what refuses it now: another payment of
        // the same order has the last unit, the coupon or the money.
        var paid = await Pay(order!, command);
        return paid.Refusal is null ? paid : (await Look(orderId, command)).Answer ?? paid;
    }

    /// <summary>An order as the ledger has it, and what a payment is answered without being begun; null: it can be paid.</summary>
    private async Task<(Order? Order, Outcome<OrderView, OrderRefusal>? Answer)> Look(string orderId, PayOrder command)
    {
        // Read off the clock before the order: in its last moment it may be paid while it is read, and is not expired then.
        var now = clock.Now();
        var order = await ledger.Order(orderId);
        return (order,
            order.RefusePayment(command, now) is { } refusal ? Refused(refusal)
            : order!.State == OrderState.Paid ? Done(order.ToReceipt(), replayed: true)
            : null);
    }

    private async Task<Outcome<OrderView, OrderRefusal>> CancelInTurn(string orderId, CancelOrder command)
    {
        open.Remove(orderId);
        var order = await ledger.Order(orderId);
        if (order is null || (command.UserId is { } userId && order.UserId != userId))
        {
            return Refused(OrderRefusal.UnknownOrder);
        }

        // Whether it is paid, and what is left of it, the ledger decides: another silo may be paying it or taking it back.
        var now = clock.Now();
        var verdict = await commits.Commit(new OrderCancelled(command.CancellationId, order, now, command.Reason, command.Items)
        {
            By = Acts.Of(command.Items is null ? "order.cancel" : "order.refund", now, command.Reason),
        });
        if (verdict.Kind == VerdictKind.Refused)
        {
            var (refusal, facts) = verdict.ToRefusal();
            return Refused(refusal, facts);
        }

        var (cancelled, refunds) = verdict.Result!;
        if (refunds is [.., var own] && own.Id == command.CancellationId && !own.IsAskedBy(command))
        {
            return Refused(OrderRefusal.IdempotencyKeyReused);
        }

        if (cancelled.PaidAt is not null)
        {
            // Waited for, so that whoever buys next is not refused on the stock before; for as long as that may be refused on anyway.
            await Task.WhenAll(order.Lines.Select(line => line.ProductId).Distinct().Select(productId =>
                GrainFactory.Grain<IProductGrain>(productId).Invalidate().WaitAsync(Bounds.Freshness, clock).MayBeLost()));
        }

        var view = command.UserId is null ? cancelled.ToOperatorsView([], now, refunds) : cancelled.ToView([], now, refunds);
        return Done(view, verdict.Kind == VerdictKind.Duplicate);
    }

    /// <summary>Null: the prices of the order are no longer the current ones.</summary>
    private async Task<Outcome<OrderView, OrderRefusal>?> Place(PlaceOrder command, Order order)
    {
        var (placing, coupons) = (commits.Commit(new OrderPlaced(order)), reads.Coupons(order.UserId));
        await Task.WhenAll(placing, coupons);
        var verdict = placing.Result;
        switch (verdict.Kind)
        {
            case VerdictKind.Committed:
                open.Add(verdict.Result!);
                return Done(verdict.Result!.AsPlaced(coupons.Result));
            case VerdictKind.Duplicate:
                return await Replay(command, verdict.Result!);
            default:
                return null;
        }
    }

    /// <summary>Null: the prices of the order are no longer the current ones, or may not be and would refuse it.</summary>
    /// <param name="isFresh">Whether the prices were read for this call.</param>
    private async Task<Outcome<OrderView, OrderRefusal>?> Buy(PlaceOrder command, Order order, bool isFresh)
    {
        var payment = command.Payment!;
        var (refused, verdict) = await Commit(order, payment, (discount, coupon) => new OrderBought(order, payment.CouponId, discount, coupon));
        if (verdict?.Guard == Guard.Price)
        {
            return null;
        }

        if (refused is var (refusal, facts))
        {
            if (!isFresh && refusal is OrderRefusal.PriceChanged or OrderRefusal.CouponNotApplicable or OrderRefusal.InsufficientBalance)
            {
                return null;
            }

            return await RefuseUnlessPlaced(order.Id, command, refusal, facts);
        }

        return verdict!.Value.Kind == VerdictKind.Duplicate
            ? await Replay(command, verdict.Value.Result!)
            : Done(verdict.Value.Result!.ToReceipt());
    }

    private async Task<Outcome<OrderView, OrderRefusal>> Pay(Order order, PayOrder command)
    {
        // Only a payment that was not begun leaves the order as it is known here.
        open.Remove(order.Id);
        var (refused, verdict) = await Commit(
            order, command, (discount, coupon) => new OrderPaid(order, command.CouponId, discount, clock.Now(), coupon));
        if (refused is var (refusal, facts))
        {
            if (verdict is null)
            {
                open.Add(order);
            }

            return Refused(refusal, facts);
        }

        return verdict is { Kind: VerdictKind.Committed, Result: { } paid } ? Done(paid.ToReceipt())
            : verdict!.Value.Result.RefusePayment(command, clock.Now()) is { } already ? Refused(already)
            : Done(verdict.Value.Result!.ToReceipt(), replayed: true);
    }

    /// <summary>
    /// Holds what a payment needs, commits it, and tells the holders how it ended. A payment that the holders refuse is not begun and
    /// has no verdict.
    /// </summary>
    private async Task<((OrderRefusal, RefusalFacts?)? Refused, Verdict<Order>? Verdict)> Commit(
        Order order, PayOrder command, Func<long, Coupon?, LedgerEvent<Order>> change)
    {
        var holds = new PaymentHolds(GrainFactory, order);
        var outcome = HoldOutcome.Unknown;
        try
        {
            var (funds, stocks) = await holds.Place(command);
            if (OrderDecisions.First(funds, stocks) is { } refused)
            {
                outcome = HoldOutcome.Released;
                return (refused, null);
            }

            var verdict = await commits.Commit(change(funds.Discount, funds.Coupon?.ToUnused(order.UserId)));
            if (verdict.Kind == VerdictKind.Committed)
            {
                outcome = HoldOutcome.Paid;
            }

            return (verdict.Kind == VerdictKind.Refused ? verdict.ToRefusal(order.Total - funds.Discount) : null, verdict);
        }
        finally
        {
            await holds.Settle(outcome);
        }
    }

    private async Task<OrderView> View(Order order)
    {
        var now = clock.Now();
        var coupons = order.State == OrderState.Open ? await reads.Coupons(order.UserId) : [];
        var refunds = await ledger.RefundsOf([order]);
        return order.ToView(coupons, now, [.. refunds[order.Id]]);
    }

    /// <summary>A refusal, unless the same was placed before: what refuses it now may have come since.</summary>
    private async Task<Outcome<OrderView, OrderRefusal>> RefuseUnlessPlaced(
        string orderId, PlaceOrder command, OrderRefusal refusal, RefusalFacts? facts = null) =>
        await ledger.Order(orderId) is { } first ? await Replay(command, first) : Refused(refusal, facts);

    private async Task<Outcome<OrderView, OrderRefusal>> Replay(PlaceOrder command, Order first) =>
        first.Fingerprint != command.Fingerprint() ? Refused(OrderRefusal.IdempotencyKeyReused)
        : command.Payment is not null ? Done(first.ToReceipt(), replayed: true)
        : Done(first.AsPlaced(await reads.Coupons(first.UserId)), replayed: true);

    private static Outcome<OrderView, OrderRefusal> Done(OrderView view, bool replayed = false) =>
        Outcome<OrderView, OrderRefusal>.Done(view, replayed);

    private static Outcome<OrderView, OrderRefusal> Refused(OrderRefusal refusal, RefusalFacts? facts = null) =>
        Outcome<OrderView, OrderRefusal>.Refused(refusal, facts);
}
