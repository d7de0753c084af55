namespace ECommerce.Simulation.Planting;

/// <summary>The faults that the hunt must find, each within its number of seeds; docs/simulation.md lists them.</summary>
public static class PlantedFaults
{
    private const string Checkout = "Grains/Orders/CheckoutGrain.cs", Cart = "Grains/Carts/CartGrain.cs", OrderGuards = "Ledger/Books/Guards.Orders.cs",
        CancelGuards = "Ledger/Books/Guards.Cancellations.cs", CampaignGuards = "Ledger/Books/Guards.Campaigns.cs";

    public static IReadOnlyList<PlantedFault> All { get; } =
    [
        new("stock that was set aside is never released", "Grains/Orders/PaymentHolds.cs", "await grain.Settle(settle).MayBeLost();", "", 20),
        new("money that was set aside is never released", "Grains/Orders/PaymentHolds.cs", "await _wallet.Settle(settle).MayBeLost();", "", 20),
        new("a refused payment does not look whether the order was paid elsewhere", Checkout,
            "return paid.Refusal is null ? paid : (await Look(orderId, command)).Answer ?? paid;", "return paid;", 250),
        new("the ledger's refusal of a payment is swallowed", Checkout,
            "return (verdict.Kind == VerdictKind.Refused ? verdict.ToRefusal(order.Total - funds.Discount) : null, verdict);", "return (null, verdict);", 40),
        new("the same key orders something else", Checkout, "first.Fingerprint != command.Fingerprint() ?", "first.Fingerprint.Length == 0 ?", 20),
        new("a repeat is refused for what came after the order", Checkout,
            "await ledger.Order(orderId) is { } first ? await Replay(command, first) : Refused(refusal, facts);",
            "await Task.FromResult(Refused(refusal, facts));", 20),
        new("a command whose activation is gone keeps its order for ever", "Grains/Orders/OrderTurns.cs", "await before.WaitAsync(MaximumWait, clock);", "await before;", 150),
        new("what was paid stays in the cart", Cart, "var taken = named.Count > 0 && state.State.Take(paid);", "var taken = false;", 40),
        new("a change of the cart that met another one is dropped", Cart,
            "catch (InconsistentStateException) when (attempt < Retries)\n            {\n            }", "catch (InconsistentStateException)\n            {\n                return;\n            }", 20),
        new("a product refuses on state of any age", "Grains/CommittedState.cs", "clock.GetElapsedTime(_readAt!.Value) < freshness", "freshness >= TimeSpan.Zero", 20),
        new("a wallet refuses from memory", "Grains/Wallets/WalletGrain.cs", "freshness: TimeSpan.Zero", "freshness: TimeSpan.FromMinutes(1)", 100),
        new("the same key charges another amount", "Grains/Wallets/WalletGrain.cs", "return entry.Amount != command.Amount", "return entry.Amount < 0", 40),
        new("a claim is told a coupon that somebody else was given", "Grains/Campaigns/CampaignGrain.cs",
            "answers[winners[i]] = Refused(CampaignRefusal.AlreadyIssued, userId);", "answers[winners[i]] = Outcome<CouponView, CampaignRefusal>.Done(verdict.Result!.ToView(now));", 400),
        new("more is sold than there is", OrderGuards, "if (available < quantity)", "if (available < 0)", 40),
        new("an order is placed at an old price", OrderGuards, "&& variant.Price == line.Price", "", 250),
        new("a payment leaves no event", OrderGuards, "books.AddPaymentEvent(PaymentEvents.Completed(paid, pay));", "", 20),
        new("sales are counted the wrong way round", OrderGuards, "-sign * line.Quantity);", "sign * line.Quantity);", 20),
        new("a coupon pays twice", "Ledger/CouponRules.cs", ": coupon.OrderId is not null ? (Guard.CouponUsed, 0)", "", 100),
        new("a unit is refunded twice", "Ledger/RefundRules.cs", ".Sum(line => (long)line.Quantity - line.Cancelled);", ".Sum(line => (long)line.Quantity);", 60),
        new("a refund is worth more than was paid for it", "Ledger/RefundRules.cs", "(line.Price - ShareOfDiscount(order, line.Price))", "line.Price", 60),
        new("a refund has no second answer", CancelGuards, "refund => refund.Id == cancel.Id) is { } first", "refund => refund.Id == cancel.Id) is { Number: < 0 } first", 60),
        new("the stock of a cancelled order stays away", CancelGuards, "MoveStock(after with { Lines = units }, books, sign: 1);", "", 20),
        new("the coupon of a cancelled order stays used", CancelGuards, "!coupon.IsExpired(refund.At)", "coupon.IsExpired(refund.At)", 400),
        new("one coupon more is issued than there are", CampaignGuards, "if (campaign.Issued >= campaign.Quantity)", "if (campaign.Issued > campaign.Quantity)", 20),
    ];
}
