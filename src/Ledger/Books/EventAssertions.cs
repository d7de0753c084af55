namespace ECommerce.Ledger;

// Assertions on events that stay on in production. Grains check what users ask, so an event that breaks one is a bug.
internal static class EventAssertions
{
    // The assertion that the event breaks; null when it breaks none.
    public static string? BrokenBy(LedgerEvent change) => change switch
    {
        WalletCharged { Amount: <= 0 } => "A charge adds money.",
        WalletAdjusted { Amount: 0 or < -Bounds.MaximumCharge or > Bounds.MaximumCharge } or WalletAdjusted { By: not { Action: Act.AdjustsWallet } } =>
            "An adjustment is an operator's, and moves money within bounds.",
        OrderPlaced placed => BrokenByPlaced(placed.Order),
        OrderBought bought => BrokenByPlaced(bought.Order),
        OrderCancelled { Id: null or "" } => "A cancellation has an id.",
        OrderCancelled { Items: { } items } when items.Count == 0 || items.Any(item => item.Quantity < 1) =>
            "Each item to take back has units.",
        ProductSaved saved => BrokenBySaved(saved),
        CampaignSaved { Campaign: { Quantity: < 0 } or { ValidDays: < 0 or > Bounds.MaximumValidDays } or { MinimumOrder: < 0 } or { Discount.Value: < 0 } } =>
            "The numbers of a campaign are not negative and within bounds.",
        _ => null,
    };

    private static string? BrokenByPlaced(Order order)
    {
        if (order.State != OrderState.Open)
        {
            return "A new order is open.";
        }

        if (order.Lines.Count == 0 || order.Lines.Any(line => line.Quantity is < 1 or > Bounds.MaximumOrderQuantity || line.Price is < 0 or > Bounds.MaximumPrice))
        {
            return "An order has lines, each with a quantity and a price within bounds.";
        }

        return order.Total == order.Lines.Sum(line => line.Price * line.Quantity) ? null : "The total is the sum of the lines.";
    }

    private static string? BrokenBySaved(ProductSaved saved)
    {
        if (saved.Variants.DistinctBy(variant => variant.Sku).Count() < saved.Variants.Count)
        {
            return "No two variants have the same sku.";
        }

        return saved.Variants.All(variant => variant.Price >= 0 && variant.Stock is null or (>= 0 and <= Bounds.MaximumStock))
            ? null
            : "Price and stock are not negative, and the stock is within bounds.";
    }
}
