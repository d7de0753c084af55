using System.Collections.Immutable;

namespace ECommerce.Simulation.Hunting;

internal sealed partial class ShopModel
{
    private Expected Place(Order order)
    {
        if (Now.Orders.TryGetValue(order.Id, out var first))
        {
            return Expected.Duplicate(first);
        }

        if (Outdated(order) is { } outdated)
        {
            return outdated;
        }

        return Expected.Committed(Add(order));
    }

    private Expected Buy(OrderBought bought)
    {
        var order = bought.Order;
        if (Now.Orders.TryGetValue(order.Id, out var first))
        {
            return Expected.Duplicate(first);
        }

        return Outdated(order)
            ?? Unpayable(order.UserId, Lines(order), Total(order), bought.CouponId, bought.Discount, order.PlacedAt)
            ?? Expected.Committed(Paid(Add(order), bought.CouponId, bought.Discount, order.PlacedAt));
    }

    private Expected Pay(OrderPaid pay)
    {
        if (!Now.Orders.TryGetValue(pay.Order.Id, out var order) || order.UserId != pay.Order.UserId)
        {
            return Expected.Refused(Guard.UnknownOrder);
        }

        return order.State == OrderState.Paid ? Expected.Duplicate(order)
            : order.State == OrderState.Cancelled ? Expected.Refused(Guard.OrderCancelled)
            : order.IsTooOld(pay.At) ? Expected.Refused(Guard.OrderExpired)
            : Unpayable(order.UserId, order.Lines, order.Total, pay.CouponId, pay.Discount, pay.At)
                ?? Expected.Committed(Paid(order, pay.CouponId, pay.Discount, pay.At));
    }

    private Expected Cancel(OrderCancelled cancel)
    {
        if (!Now.Orders.TryGetValue(cancel.Order.Id, out var order) || order.UserId != cancel.Order.UserId)
        {
            return Expected.Refused(Guard.UnknownOrder);
        }

        if (order.Refunds.FirstOrDefault(refund => refund.Id == cancel.Id) is { } first)
        {
            return Expected.Duplicate(order.PaidAt is null ? order : order with
            {
                Lines = first.LinesAfter,
                Refunded = first.RefundedAfter,
                State = IsTakenBack(first.LinesAfter) ? OrderState.Cancelled : OrderState.Paid,
            });
        }

        if (cancel.Items is null && order.State == OrderState.Cancelled)
        {
            return Expected.Duplicate(order);
        }

        if (cancel.Items is { } items && Shortage(order, items) is { } shortage)
        {
            return shortage;
        }

        return Expected.Committed(order.State == OrderState.Paid ? TakeBack(order, cancel) : Abandon(order, cancel));
    }

    private Expected? Outdated(Order order)
    {
        foreach (var line in order.Lines)
        {
            if (Now.Variants.GetValueOrDefault(line.Sku) is not { IsSold: true } variant || variant.Price != line.Price || variant.ProductId != line.ProductId)
            {
                return Expected.Refused(Guard.Price, line.Sku);
            }
        }

        return null;
    }

    private Expected? Unpayable(string userId, ImmutableArray<ModelLine> lines, long total, string? couponId, long discount, DateTimeOffset at)
    {
        var off = 0L;
        if (couponId is not null)
        {
            if (Now.Coupons.GetValueOrDefault(couponId) is not { } coupon || coupon.UserId != userId)
            {
                return Expected.Refused(Guard.CouponNotFound);
            }

            if (coupon.IsOver(at) || coupon.OrderId is not null || total < coupon.MinimumOrder)
            {
                return Expected.Refused(coupon.IsOver(at) ? Guard.CouponExpired : coupon.OrderId is not null ? Guard.CouponUsed : Guard.CouponNotApplicable);
            }

            off = coupon.Off(total);
        }

        if (off != discount)
        {
            return Expected.Refused(Guard.Discount);
        }

        foreach (var line in lines)
        {
            if (Now.Stock(line.Sku) < line.Quantity)
            {
                return Expected.Refused(Guard.Stock, line.Sku, Now.Stock(line.Sku));
            }
        }

        return Now.Balance(userId) < total - off ? Expected.Refused(Guard.Balance, available: Now.Balance(userId)) : null;
    }

    private ModelOrder Add(Order placed)
    {
        var order = new ModelOrder(
            placed.Id, placed.UserId, OrderState.Open, Lines(placed), Total(placed), placed.FromCart, placed.PlacedAt, placed.PlacedAt + TimeSpan.FromMinutes(30));
        Now = Now with { Orders = Now.Orders.Add(order.Id, order), Placed = Now.Placed.Add(order.Id) };
        return order;
    }

    private ModelOrder Paid(ModelOrder order, string? couponId, long discount, DateTimeOffset at)
    {
        var entry = AddEntry("pay_" + order.Id, order.UserId, WalletEntryKind.Payment, discount - order.Total, order.Id);
        var paid = order with
        {
            State = OrderState.Paid,
            Discount = discount,
            Paid = order.Total - discount,
            CouponId = couponId,
            Balance = entry.Balance,
            PaidAt = at,
        };
        Replace(paid);
        Move(order.Lines, line => -line.Quantity);
        if (couponId is not null)
        {
            Now = Now with { Coupons = Now.Coupons.SetItem(couponId, Now.Coupons[couponId] with { OrderId = order.Id }) };
        }

        if (order.FromCart)
        {
            SetCart(order.UserId, ModelCart.Without(Now.Cart(order.UserId), order.Lines));
        }

        return paid;
    }

    private ModelOrder TakeBack(ModelOrder order, OrderCancelled cancel)
    {
        var units = order.Lines.Select(line => cancel.Items is null
            ? line.Quantity - line.Cancelled
            : cancel.Items.Where(item => item.Sku == line.Sku).Sum(item => item.Quantity)).ToArray();
        ImmutableArray<ModelLine> lines = [.. order.Lines.Select((line, i) => line with { Cancelled = line.Cancelled + units[i] })];
        var isOver = IsTakenBack(lines);
        var worth = lines.Sum(line => line.Cancelled * (line.Price - (order.Total == 0 ? 0 : order.Discount * line.Price / order.Total)));
        var refunded = isOver ? order.Paid : Math.Min(worth, order.Paid);
        var refund = new ModelRefund(
            cancel.Id, [.. order.Lines.Select((line, i) => new StockLine(line.Sku, units[i])).Where(item => item.Quantity > 0)], cancel.Items is null, cancel.Reason, lines, refunded);
        var after = order with
        {
            State = isOver ? OrderState.Cancelled : OrderState.Paid,
            Lines = lines,
            Refunded = refunded,
            Refunds = order.Refunds.Add(refund),
        };
        Replace(after);
        var number = after.Refunds.Length;
        AddEntry(
            number == 1 ? "ref_" + order.Id : $"ref_{order.Id}.{number}", order.UserId, WalletEntryKind.Refund, refunded - order.Refunded, order.Id);
        Move(order.Lines, line => units[order.Lines.IndexOf(line)]);
        if (isOver && order.CouponId is { } couponId && !Now.Coupons[couponId].IsOver(cancel.At))
        {
            Now = Now with { Coupons = Now.Coupons.SetItem(couponId, Now.Coupons[couponId] with { OrderId = null }) };
        }

        return after;
    }

    private ModelOrder Abandon(ModelOrder order, OrderCancelled cancel)
    {
        var refund = new ModelRefund(cancel.Id, [], cancel.Items is null, cancel.Reason, order.Lines, 0);
        var after = order with { State = OrderState.Cancelled, FromCart = false, Refunds = order.Refunds.Add(refund) };
        Replace(after);
        return after;
    }

    private void Replace(ModelOrder order) => Now = Now with { Orders = Now.Orders.SetItem(order.Id, order) };

    private void Move(IEnumerable<ModelLine> lines, Func<ModelLine, long> units)
    {
        foreach (var line in lines)
        {
            var variant = Now.Variants[line.Sku];
            Now = Now with { Variants = Now.Variants.SetItem(line.Sku, variant with { Stock = variant.Stock + units(line) }) };
        }
    }

    private static Expected? Shortage(ModelOrder order, IReadOnlyList<StockLine> items)
    {
        foreach (var item in items)
        {
            var left = order.State != OrderState.Paid ? 0 : order.Lines.Where(line => line.Sku == item.Sku).Sum(line => line.Quantity - line.Cancelled);
            if (left < item.Quantity)
            {
                return Expected.Refused(Guard.Refundable, item.Sku, left);
            }
        }

        return null;
    }

    private static bool IsTakenBack(ImmutableArray<ModelLine> lines) => lines.All(line => line.Cancelled == line.Quantity);

    private static ImmutableArray<ModelLine> Lines(Order order) =>
        [.. order.Lines.Select(line => new ModelLine(line.Sku, line.ProductId, line.Quantity, line.Price, 0))];

    private static long Total(Order order) => order.Lines.Sum(line => line.Price * line.Quantity);
}
