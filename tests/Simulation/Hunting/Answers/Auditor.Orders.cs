using System.Collections.Immutable;

namespace ECommerce.Simulation.Hunting;

internal sealed partial class Auditor
{
    public void Placed(Outcome<OrderView, OrderRefusal> answer, string orderId, PlaceOrder command, Window window)
    {
        var order = window.Last.Orders.GetValueOrDefault(orderId);
        if (answer.Value is { } view)
        {
            Require(order is not null, "it is not in the books");
            Require(command.Lines is null ? order!.FromCart || order.State == OrderState.Cancelled : !order!.FromCart && ModelCart.AreEqual(Summed(command.Lines), Units(order)), $"the books say {order}");
            CheckReceipt(view, order, isPaid: command.Payment is not null);
            Require(answer.Replayed || !window.First.Orders.ContainsKey(orderId), "it was placed before and is no replay");
            Count(command.Payment is null ? "order" : "bought");
            return;
        }

        Refused(answer.Refusal);
        if (answer.Refusal == OrderRefusal.IdempotencyKeyReused)
        {
            Require(order is not null && _asked[orderId].Commands.Exists(asked => !AreSame(asked, command)), "nobody asked for anything else under this id");
            return;
        }

        Require(!window.First.Orders.ContainsKey(orderId), "it had been placed before");
        Require(
            answer.Refusal switch
            {
                OrderRefusal.CartEmpty => command.Lines is null && window.Ever(state => state.Cart(command.UserId).IsEmpty),
                OrderRefusal.UnknownSku => window.WithFreshness().Ever(state => !state.IsSold(answer.Facts!.Sku!)),
                _ => command.Payment is { } payment && LinesOf(command, window).Any(lines => Explains(
                    answer, payment, window, _ => true, state => Priced(state, lines), lines)),
            },
            "no moment of the last second explains it");
    }

    public void Paid(Outcome<OrderView, OrderRefusal> answer, string orderId, PayOrder command, Window window)
    {
        var order = window.Last.Orders.GetValueOrDefault(orderId);
        if (answer.Value is { } view)
        {
            Require(order is not null && order.UserId == command.UserId, "it is not in the books");
            CheckReceipt(view, order!, isPaid: true);
            Require(command.CouponId is null || command.CouponId == order!.CouponId, "it is paid with another coupon");
            Require(answer.Replayed || window.First.Orders.GetValueOrDefault(orderId)?.PaidAt is null, "it was paid before and is no replay");
            Require(answer.Replayed || command.ExpectedTotal is null || command.ExpectedTotal == order!.Paid, "more or less was paid than was expected");
            Count("payment");
            return;
        }

        Refused(answer.Refusal);
        var isRight = answer.Refusal switch
        {
            OrderRefusal.UnknownOrder => !window.First.Orders.ContainsKey(orderId),
            OrderRefusal.AlreadyPaid => window.Ever(state => state.Orders.GetValueOrDefault(orderId) is { State: OrderState.Paid } paid && paid.CouponId != command.CouponId),
            OrderRefusal.NotPayable => window.Ever(state => state.Orders.GetValueOrDefault(orderId) is { State: OrderState.Cancelled }),
            OrderRefusal.Expired => window.Ever((state, at) => state.Orders.GetValueOrDefault(orderId) is { State: OrderState.Open } open && open.IsTooOld(at)),
            _ => order is not null
                && window.Ever((state, at) => IsOpen(state, orderId) && !state.Orders[orderId].IsTooOld(at))
                && Explains(answer, command, window, state => IsUnsettled(state, orderId), _ => order.Total, Units(order)),
        };
        Require(isRight, $"no moment of the last second explains it; the books say {order}");
    }

    public void Cancelled(Outcome<OrderView, OrderRefusal> answer, string orderId, CancelOrder command, Window window)
    {
        var order = window.Last.Orders.GetValueOrDefault(orderId);
        var refund = order?.Refunds.FirstOrDefault(found => found.Id == command.CancellationId);
        if (answer.Value is { } view)
        {
            Require(refund is not null || (command.Items is null && order is { State: OrderState.Cancelled }), $"the books say {order}");
            var refunded = refund is not null && order!.PaidAt is not null ? refund.RefundedAfter : order!.Refunded;
            Require(view.Refunded == refunded, $"{refunded} was refunded");
            Require(refund is null || order.PaidAt is null || Same.Lines(view.Items, refund.LinesAfter) is null, "the lines are others");
            Require(command.Items is not null || view.Status == OrderStatus.Cancelled, "it is not cancelled");
            Count(order.PaidAt is null ? "cancelled unpaid" : command.Items is null ? "refund" : "refund in part");
            return;
        }

        Refused(answer.Refusal);
        Require(
            answer.Refusal switch
            {
                OrderRefusal.UnknownOrder => !window.First.Orders.ContainsKey(orderId),
                OrderRefusal.IdempotencyKeyReused => refund is not null && !IsAskedBy(refund, command),
                OrderRefusal.NotRefundable => command.Items is [var item] && window.Ever(state => state.Orders.GetValueOrDefault(orderId) is { } then
                    && Left(then, item.Sku) == answer.Facts!.Available && Left(then, item.Sku) < item.Quantity
                    && then.Refunds.All(found => found.Id != command.CancellationId)),
                _ => false,
            },
            $"no moment explains it; the books say {order}");
    }

    /// <summary>Whether some moment of the last second explains the refusal of a payment.</summary>
    /// <param name="mayBeRefused">Whether the order was neither paid nor cancelled.</param>
    /// <param name="total">What the order comes to.</param>
    private static bool Explains(
        Outcome<OrderView, OrderRefusal> answer, PayOrder command, Window window, Func<State, bool> mayBeRefused, Func<State, long?> total,
        ImmutableSortedDictionary<string, int> lines)
    {
        var lately = window.WithFreshness();
        var facts = answer.Facts;
        var coupon = command.CouponId;
        var totals = lately.History.Between(lately.From, lately.To).Select(step => total(step.State)).OfType<long>().Distinct().ToList();
        var dues = totals.Select(won => won - Off(lately.Last, coupon, won)).ToList();
        return answer.Refusal switch
        {
            OrderRefusal.CouponNotFound => lately.Ever(state => mayBeRefused(state) && CouponOf(state, coupon, command.UserId) is null),
            OrderRefusal.CouponExpired => lately.Ever((state, at) => mayBeRefused(state) && CouponOf(state, coupon, command.UserId) is { } found && found.IsOver(at)),
            OrderRefusal.CouponUsed => lately.Ever(state => mayBeRefused(state) && CouponOf(state, coupon, command.UserId) is { OrderId: not null }),
            OrderRefusal.CouponNotApplicable => CouponOf(lately.Last, coupon, command.UserId) is { } found && totals.Exists(won => won < found.MinimumOrder),
            OrderRefusal.PriceChanged => command.ExpectedTotal is { } expected && dues.Exists(due => due != expected && due == facts!.Total),
            OrderRefusal.SoldOut => facts!.Available < lines.GetValueOrDefault(facts.Sku!) && lately.Ever(state => mayBeRefused(state)
                && MayBeSeen(facts.Available!.Value, state.Stock(facts.Sku!), state, lately.Last, facts.Sku!)),
            OrderRefusal.InsufficientBalance => facts!.Balance < facts.Due && dues.Contains(facts.Due!.Value)
                && lately.Ever(state => mayBeRefused(state) && state.Balance(command.UserId) == facts.Balance),
            _ => false,
        };
    }

    // A product that was read within the last second has seen the payments since that went through it, and nothing of another host.
    private static bool MayBeSeen(long seen, long stock, State read, State now, string sku) =>
        seen <= stock && seen >= stock - PaidSince(read, now, sku);

    private static long PaidSince(State then, State now, string sku) => now.Orders.Values
        .Where(order => order.PaidAt is not null && then.Orders.GetValueOrDefault(order.Id)?.PaidAt is null)
        .Sum(order => order.Lines.Where(line => line.Sku == sku).Sum(line => (long)line.Quantity));

    private static void CheckReceipt(OrderView view, ModelOrder order, bool isPaid)
    {
        Require((view.Id, view.Total, view.PlacedAt, view.ExpiresAt) == (order.Id, order.Total, order.PlacedAt, order.ExpiresAt), $"the books say {order}");
        Require(Same.Lines(view.Items, [.. order.Lines.Select(line => line with { Cancelled = 0 })]) is null, "the lines are others");
        if (isPaid)
        {
            Require(order.PaidAt is not null && view.Status == OrderStatus.Paid, "it is not paid");
            Require((view.Paid, view.Discount, view.CouponId, view.Balance) == (order.Paid, order.Discount, order.CouponId, order.Balance), $"the books say {order}");
        }
        else
        {
            Require((view.Status, view.Paid) == (OrderStatus.AwaitingPayment, 0), "a placed order awaits payment");
        }
    }

    // Of an order from the cart, what the cart held.
    private IEnumerable<ImmutableSortedDictionary<string, int>> LinesOf(PlaceOrder command, Window window) => command.Lines is { } lines
        ? [Summed(lines)]
        : [.. history.Between(window.From, window.To).Select(step => step.State.Cart(command.UserId)).Distinct()];

    private static long? Priced(State state, ImmutableSortedDictionary<string, int> lines) =>
        lines.All(line => state.IsSold(line.Key)) ? lines.Sum(line => line.Value * state.Variants[line.Key].Price) : null;

    private static long Off(State state, string? couponId, long total) =>
        couponId is not null && state.Coupons.GetValueOrDefault(couponId) is { } coupon ? coupon.Off(total) : 0;

    private static ModelCoupon? CouponOf(State state, string? couponId, string userId) =>
        couponId is not null && state.Coupons.GetValueOrDefault(couponId) is { } coupon && coupon.UserId == userId ? coupon : null;

    private static bool IsOpen(State state, string orderId) => state.Orders.GetValueOrDefault(orderId) is { State: OrderState.Open };

    private static bool IsUnsettled(State state, string orderId) => state.Orders.GetValueOrDefault(orderId) is null or { State: OrderState.Open };

    private static long Left(ModelOrder order, string sku) =>
        order.State != OrderState.Paid ? 0 : order.Lines.Where(line => line.Sku == sku).Sum(line => line.Quantity - line.Cancelled);

    private static bool IsAskedBy(ModelRefund refund, CancelOrder command) =>
        refund.Reason == command.Reason && (command.Items is null ? refund.IsWhole : !refund.IsWhole && refund.Items.SequenceEqual(command.Items));

    private static ImmutableSortedDictionary<string, int> Units(ModelOrder order) =>
        order.Lines.ToImmutableSortedDictionary(line => line.Sku, line => line.Quantity, StringComparer.Ordinal);

    private static bool AreSame(PlaceOrder one, PlaceOrder other) =>
        one.Payment == other.Payment && (one.Lines is null ? other.Lines is null : other.Lines is not null && InOrder(one.Lines).SequenceEqual(InOrder(other.Lines)));

    // The same lines in another order are another order.
    private static IEnumerable<StockLine> InOrder(IReadOnlyList<StockLine> lines) =>
        lines.GroupBy(line => line.Sku, (sku, same) => new StockLine(sku, same.Sum(line => line.Quantity)));
}
