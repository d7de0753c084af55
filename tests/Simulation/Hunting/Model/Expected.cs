namespace ECommerce.Simulation.Hunting;

/// <summary>What the model says that a commit comes to.</summary>
internal sealed record Expected(VerdictKind Kind, object? Result = null, Guard? Guard = null, string? Sku = null, long Available = 0)
{
    public static Expected Committed(object result) => new(VerdictKind.Committed, result);

    public static Expected Duplicate(object result) => new(VerdictKind.Duplicate, result);

    public static Expected Refused(Guard guard, string? sku = null, long available = 0) => new(VerdictKind.Refused, null, guard, sku, available);

    /// <summary>Fails when a verdict is another one.</summary>
    public void Check(LedgerEvent change, Verdict verdict)
    {
        var isSame = verdict.Kind == Kind && verdict.Guard == Guard && (Guard is null || (verdict.Sku == Sku && verdict.Available == Available));
        if (!isSame)
        {
            throw new Violation(
                $"The ledger's verdict on {change.GetType().Name} {change.Id} is {Tell(verdict.Kind, verdict.Guard, verdict.Sku, verdict.Available)} {verdict.Fault}, the model's {Tell(Kind, Guard, Sku, Available)}.");
        }

        if (Result is not null && Difference(verdict.Result, Result) is { } difference)
        {
            throw new Violation($"The result of {change.GetType().Name} {change.Id} ({Kind}) differs from the model's: {difference}.");
        }
    }

    private static string Tell(VerdictKind kind, Guard? guard, string? sku, long available) =>
        guard is null ? $"{kind}" : $"{kind} by {guard} ({sku} {available})";

    private static string? Difference(object? result, object expected) => (result, expected) switch
    {
        (Order order, ModelOrder model) => Same.Order(order, model),
        (CancelledOrder cancelled, ModelOrder model) => Same.Order(cancelled.Order, model),
        (WalletEntry entry, ModelEntry model) => Same.Entry(entry, model),
        (Coupon coupon, ModelCoupon model) => Same.Coupon(coupon, model),
        (StockAdjustment adjustment, ModelStockChange model) =>
            (adjustment.Sku, adjustment.Delta, adjustment.Stock) == (model.Sku, model.Delta, model.Stock) ? null : $"{adjustment} is not {model}",
        (CampaignSaveResult saved, ModelCampaign model) => Same.Campaign(saved.Campaign, model),
        (Campaign paused, ModelCampaign model) => Same.Campaign(paused, model),
        (ProductSaveResult, ModelVariant) => null,
        _ => $"{result} cannot be {expected}",
    };
}

/// <summary>How rows of the ledger differ from the model's; null: not at all.</summary>
internal static class Same
{
    public static string? Order(Order order, ModelOrder model) => Order(order, model, model.Lines, model.Refunded, model.State);

    public static string? Order(Order order, ModelOrder model, IReadOnlyList<ModelLine> lines, long refunded, OrderState state)
    {
        var one = (order.Id, order.UserId, order.State, order.Total, order.Discount, order.Paid, order.CouponId);
        var other = (model.Id, model.UserId, state, model.Total, model.Discount, model.Paid, model.CouponId);
        return one != other ? $"{one} is not {other}"
            : (order.Refunded, order.Balance, order.PaidAt, order.PlacedAt, order.ExpiresAt) != (refunded, model.Balance, model.PaidAt, model.PlacedAt, model.ExpiresAt)
                ? $"refunded, balance or times {(order.Refunded, order.Balance, order.PaidAt)} are not {(refunded, model.Balance, model.PaidAt)}"
            : Lines(order.Lines, lines);
    }

    public static string? Lines(IReadOnlyList<OrderLine> lines, IReadOnlyList<ModelLine> model) =>
        lines.Select(line => (line.Sku, line.ProductId, line.Quantity, line.Price, line.Cancelled))
            .SequenceEqual(model.Select(line => (line.Sku, line.ProductId, line.Quantity, line.Price, line.Cancelled)))
            ? null
            : $"the lines {string.Join(", ", lines.Select(line => (line.Sku, line.Quantity, line.Price, line.Cancelled)))} are not {string.Join(", ", model.Select(line => (line.Sku, line.Quantity, line.Price, line.Cancelled)))}";

    public static string? Entry(WalletEntry entry, ModelEntry model)
    {
        var found = new ModelEntry(entry.Id, entry.UserId, entry.Kind, entry.Amount, entry.Balance, entry.OrderId, entry.Reason);
        return found == model ? null : $"{found} is not {model}";
    }

    public static string? Coupon(Coupon coupon, ModelCoupon model)
    {
        var found = new ModelCoupon(
            coupon.Id, coupon.CampaignId, coupon.UserId, coupon.Discount, coupon.MinimumOrder, coupon.IssuedAt, coupon.ExpiresAt, coupon.OrderId);
        return found == model ? null : $"{found} is not {model}";
    }

    public static string? Campaign(Campaign campaign, ModelCampaign model)
    {
        var found = new ModelCampaign(
            campaign.Id, campaign.Name, campaign.Discount, campaign.MinimumOrder, campaign.Quantity, campaign.Issued, campaign.ValidDays, campaign.StartsAt,
            campaign.EndsAt, campaign.Paused);
        return found == model ? null : $"{found} is not {model}";
    }
}
