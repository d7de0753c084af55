namespace ECommerce.Ledger;

// Events that no grain may ask for: asserts that stay on. Such an event is a bug and fails alone.
internal static class Sense
{
    public static string? Nonsense(LedgerEvent change) => change switch
    {
        WalletCharged { Amount: <= 0 } => "a charge adds money",
        OrderPlaced placed => OfPlaced(placed.Order),
        ProductSaved saved => OfSaved(saved),
        CampaignSaved { Campaign: { Quantity: < 0 } or { ValidDays: < 0 or > Bounds.MaximumValidDays } or { MinimumOrder: < 0 } or { Discount.Value: < 0 } } =>
            "a campaign counts from 0, within bounds",
        _ => null,
    };

    private static string? OfPlaced(Order order)
    {
        if (order.State != OrderState.Open)
        {
            return "an order begins open";
        }

        if (order.Lines.Count == 0 || order.Lines.Any(line => line.Quantity is < 1 or > Bounds.MaximumOrderQuantity || line.Price is < 0 or > Bounds.MaximumPrice))
        {
            return "an order has lines, each with units and a price within bounds";
        }

        return order.Total == order.Lines.Sum(line => line.Price * line.Quantity) ? null : "the total is the sum of the lines";
    }

    private static string? OfSaved(ProductSaved saved)
    {
        if (saved.Variants.DistinctBy(variant => variant.Sku).Count() < saved.Variants.Count)
        {
            return "a sku stands there twice";
        }

        return saved.Variants.All(variant => variant.Price >= 0 && variant.Stock is >= 0 and <= Bounds.MaximumStock)
            ? null
            : "price and stock count from 0";
    }
}
