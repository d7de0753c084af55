namespace ECommerce.Simulation.Planting;

/// <summary>The faults that the hunt must find, each within its number of seeds; docs/simulation.md lists them.</summary>
public static class PlantedFaults
{
    private const string Checkout = "Grains/Orders/CheckoutGrain.cs", Cart = "Grains/Carts/CartGrain.cs", OrderGuards = "Ledger/Books/Guards.Orders.cs",
        CancelGuards = "Ledger/Books/Guards.Cancellations.cs", CampaignGuards = "Ledger/Books/Guards.Campaigns.cs";

    public static IReadOnlyList<PlantedFault> All { get; } =
    [
        new("stock that was set aside is never released", "Grains/Orders/PaymentHolds.cs", "await grain.Settle(settle).MayBeLost();", "", 400),
        new("money that was set aside is never released", "Grains/Orders/PaymentHolds.cs", "await _wallet.Settle(settle).MayBeLost();", "", 400),
        new("the clock is read after the order", Checkout,
            "var now = clock.Now();\n        var order = await ledger.Order(orderId);\n        return (order,",
            "var order = await ledger.Order(orderId);\n        var now = clock.Now();\n        return (order,", 400),
        new("a refused payment does not look whether the order was paid elsewhere", Checkout,
            "return paid.Refusal is null ? paid : (await Look(orderId, command)).Answer ?? paid;", "return paid;", 400),
        new("the ledger's refusal of a payment is swallowed", Checkout,
            "return (verdict.Kind == VerdictKind.Refused ? verdict.ToRefusal(order.Total - funds.Discount) : null, verdict);", "return (null, verdict);", 400),
        new("the same key orders something else", Checkout, "first.Fingerprint != command.Fingerprint() ?", "first.Fingerprint.Length == 0 ?", 400),
        new("a repeat is refused for what came after the order", Checkout,
            "await ledger.Order(orderId) is { } first ? await Replay(command, first) : Refused(refusal, facts);",
            "await Task.FromResult(Refused(refusal, facts));", 400),
        new("a command whose activation is gone keeps its order for ever", "Grains/Orders/OrderTurns.cs", "await before.WaitAsync(MaximumWait, clock);", "await before;", 400),
        new("the cart is read before what was paid", Cart,
            "var named = await ledger.PaidFromCart(UserId);\n            await state.ReadStateAsync();",
            "await state.ReadStateAsync();\n            var named = await ledger.PaidFromCart(UserId);", 400),
        new("what was paid stays in the cart", Cart, "var taken = named.Count > 0 && state.State.Take(paid);", "var taken = false;", 400),
        new("what was paid leaves the cart twice", "Grains/Carts/Cart.cs", "paid.Where(order => !Taken.Contains(order.Id))", "paid.Where(order => order.Id.Length > 0)", 400),
        new("a change of the cart that met another one is dropped", Cart,
            "catch (InconsistentStateException) when (attempt < Retries)\n            {\n            }", "catch (InconsistentStateException)\n            {\n                return;\n            }", 400),
        new("a product refuses on state of any age", "Grains/CommittedState.cs", "clock.GetElapsedTime(_readAt!.Value) < freshness", "freshness >= TimeSpan.Zero", 400),
        new("a wallet refuses from memory", "Grains/Wallets/WalletGrain.cs", "freshness: TimeSpan.Zero", "freshness: TimeSpan.FromMinutes(1)", 400),
        new("the same key charges another amount", "Grains/Wallets/WalletGrain.cs", "return entry.Amount != command.Amount", "return entry.Amount < 0", 400),
        new("a hold outlives a clock that is set back", "Grains/Holds/OpenHolds.cs", "until <= now || until > now + 2 * MaximumAge", "until <= now", 400),
        new("a claim is told a coupon that somebody else was given", "Grains/Campaigns/CampaignGrain.cs",
            "answers[winners[i]] = Refused(CampaignRefusal.AlreadyIssued, userId);", "answers[winners[i]] = Outcome<CouponView, CampaignRefusal>.Done(verdict.Result!.ToView(now));", 400),
        new("more is sold than there is", OrderGuards, "if (available < quantity)", "if (available < 0)", 400),
        new("an order is placed at an old price", OrderGuards, "&& variant.Price == line.Price", "", 400),
        new("a payment leaves no event", OrderGuards, "books.AddPaymentEvent(PaymentEvents.Completed(paid));", "", 400),
        new("sales are counted the wrong way round", OrderGuards, "-sign * line.Quantity);", "sign * line.Quantity);", 400),
        new("a cancelled order is paid", OrderGuards, "if (order.State == OrderState.Cancelled)", "if (order.Total < 0)", 400),
        new("a coupon pays twice", "Ledger/CouponRules.cs", ": coupon.OrderId is not null ? (Guard.CouponUsed, 0)", "", 400),
        new("a unit is refunded twice", "Ledger/RefundRules.cs", ".Sum(line => (long)line.Quantity - line.Cancelled);", ".Sum(line => (long)line.Quantity);", 400),
        new("a refund is worth more than was paid for it", "Ledger/RefundRules.cs", "(line.Price - ShareOfDiscount(order, line.Price))", "line.Price", 400),
        new("a refund has no second answer", CancelGuards, "refund => refund.Id == cancel.Id) is { } first", "refund => refund.Id == cancel.Id) is { Number: < 0 } first", 400),
        new("the stock of a cancelled order stays away", CancelGuards, "MoveStock(after with { Lines = units }, books, sign: 1);", "", 400),
        new("the coupon of a cancelled order stays used", CancelGuards, "!coupon.IsExpired(refund.At)", "coupon.IsExpired(refund.At)", 400),
        new("one coupon more is issued than there are", CampaignGuards, "if (campaign.Issued >= campaign.Quantity)", "if (campaign.Issued > campaign.Quantity)", 400),
        new("a paused campaign gives coupons", CampaignGuards, "if (!issued.IsGiven && !campaign.IsOpen(issued.At))", "if (!issued.IsGiven && issued.At >= campaign.EndsAt)", 400),
    ];
}
