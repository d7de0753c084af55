namespace ECommerce.Ledger;

internal static partial class Guards
{
    private static Verdict Place(OrderPlaced placed, Books books)
    {
        if (books.Orders.Find(placed.Order.Id) is { } first)
        {
            return Verdict.Duplicate(first);
        }

        if (AgainstPrices(placed.Order, books) is { } refused)
        {
            return refused;
        }

        books.Orders.Insert(placed.Order);
        return Verdict.Committed(placed.Order);
    }

    private static Verdict Buy(OrderBought bought, Books books)
    {
        var order = bought.Order;
        if (books.Orders.Find(order.Id) is { } first)
        {
            return Verdict.Duplicate(first);
        }

        var pay = bought.ToPaid();
        if ((AgainstPrices(order, books) ?? AgainstPayment(pay, order, books)) is { } refused)
        {
            return refused;
        }

        books.Orders.Insert(order);
        return Verdict.Committed(Paid(pay, order, books));
    }

    private static Verdict? AgainstPrices(Order order, Books books) =>
        order.Lines.FirstOrDefault(line => !IsCurrent(line, books)) is { } outdated ? Verdict.Refused(Guard.Price, outdated.Sku) : null;

    private static Verdict? AgainstPayment(OrderPaid pay, Order order, Books books) =>
        AgainstCoupon(pay, order, books) ?? AgainstStock(order, books) ?? AgainstBalance(pay, order, books);

    private static bool IsCurrent(OrderLine line, Books books) =>
        books.Variants.Find(line.Sku) is { IsSold: true } variant && variant.ProductId == line.ProductId && variant.Price == line.Price;

    private static Verdict Pay(OrderPaid pay, Books books)
    {
        if (books.Orders.Find(pay.Order.Id) is not { } order || order.UserId != pay.Order.UserId)
        {
            return Verdict.Refused(Guard.UnknownOrder);
        }

        if (order.State == OrderState.Paid)
        {
            return Verdict.Duplicate(order);
        }

        if (order.State == OrderState.Cancelled)
        {
            return Verdict.Refused(Guard.OrderCancelled);
        }

        if (order.IsExpired(pay.At))
        {
            return Verdict.Refused(Guard.OrderExpired);
        }

        return AgainstPayment(pay, order, books) ?? Verdict.Committed(Paid(pay, order, books));
    }

    private static Verdict? AgainstCoupon(OrderPaid pay, Order order, Books books)
    {
        var discount = 0L;
        if (pay.CouponId is not null)
        {
            var coupon = books.Coupons.Find(pay.CouponId) is { } found && found.UserId == order.UserId ? found : null;
            (var refusal, discount) = CouponRules.Apply(coupon, order.Total, pay.At);
            if (refusal is { } guard)
            {
                return Verdict.Refused(guard);
            }
        }

        return pay.Discount == discount ? null : Verdict.Refused(Guard.Discount);
    }

    private static Verdict? AgainstStock(Order order, Books books)
    {
        foreach (var (sku, productId, quantity) in UnitsBySku(order))
        {
            var available = books.Variants.Find(sku) is { IsSold: true } variant && variant.ProductId == productId ? variant.Stock : 0;
            if (available < quantity)
            {
                return Verdict.Refused(Guard.Stock, sku, available);
            }
        }

        return null;
    }

    private static Verdict? AgainstBalance(OrderPaid pay, Order order, Books books)
    {
        var balance = Balance(books, order.UserId);
        return balance < order.Total - pay.Discount ? Verdict.Refused(Guard.Balance, available: balance) : null;
    }

    private static Order Paid(OrderPaid pay, Order order, Books books)
    {
        var due = order.Total - pay.Discount;
        var entry = AddEntry(books, Ids.Payment(order.Id), order.UserId, WalletEntryKind.Payment, -due, order.Id, pay.At);
        var coupon = pay.CouponId is null ? null : books.Coupons.Find(pay.CouponId);
        var paid = order.AsPaid(pay, coupon) with { Balance = entry.Balance };
        books.Orders.Update(paid);
        if (coupon is not null)
        {
            books.Coupons.Update(coupon with { OrderId = order.Id, UsedAt = pay.At });
        }

        MoveStock(paid, books, sign: -1);
        books.AddPaymentEvent(PaymentEvents.Completed(paid, pay));
        return paid;
    }

    // Units leave the stock and enter the sales at the time of payment, or the other way round. The stock is that of the sku,
    // whichever product has it by now.
    private static void MoveStock(Order order, Books books, int sign)
    {
        foreach (var (sku, _, quantity) in UnitsBySku(order))
        {
            var variant = books.Variants.Find(sku) ?? throw new InvalidOperationException($"The variant {sku} of a paid order is gone.");
            books.Variants.Update(variant with { Stock = variant.Stock + sign * quantity });
        }

        foreach (var line in order.Lines)
        {
            books.AddSales(order.PaidAt!.Value, line.ProductId, -sign * line.Quantity);
        }
    }

    // In order of the lines; a sku on two lines counts once, with the units of both.
    private static IEnumerable<(string Sku, string ProductId, long Quantity)> UnitsBySku(Order order) => order.Lines.GroupBy(
        line => (line.Sku, line.ProductId), (variant, lines) => (variant.Sku, variant.ProductId, lines.Sum(line => (long)line.Quantity)));
}
