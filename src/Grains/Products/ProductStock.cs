namespace ECommerce.Grains;

/// <summary>A product as committed, and what payments under way have set aside of its stock. Decides; does no I/O.</summary>
internal sealed class ProductStock
{
    private ProductSnapshot? _product;
    private Dictionary<string, Variant> _variants = [];

    /// <summary>What payments under way have set aside.</summary>
    public OpenStockHolds Holds { get; } = new();

    /// <summary>True once the ledger has said that there is such a product.</summary>
    public bool IsLoaded => _product is not null;

    /// <summary>Takes over what the ledger says.</summary>
    public void Load(ProductSnapshot? snapshot, DateTimeOffset now)
    {
        _product = snapshot;
        _variants = snapshot?.Variants.ToDictionary(variant => variant.Sku) ?? [];
        Holds.Reconcile(snapshot?.Settled ?? [], now);
    }

    /// <summary>The product with its committed stock, whatever its status; null when there is none.</summary>
    public ProductView? View() =>
        _product?.Product.ToView([.. _product.Variants.Select(variant => _variants[variant.Sku])]);

    /// <summary>The lines with their prices, without those whose variant is not sold.</summary>
    public IReadOnlyList<OrderLine> Price(IReadOnlyList<StockLine> lines) =>
    [
        .. lines
            .Where(line => _variants.TryGetValue(line.Sku, out var variant) && variant.IsSold)
            .Select(line => _variants[line.Sku].ToLine(_product!.Product.Name, line.Quantity)),
    ];

    /// <summary>Decides for all lines or none.</summary>
    public (HoldDecision Decision, HoldStockAnswer Answer) Hold(HoldStock command, DateTimeOffset now)
    {
        foreach (var line in command.Lines)
        {
            var stock = Stock(line.Sku);
            if (stock < line.Quantity)
            {
                return (HoldDecision.Refused, new HoldStockAnswer(line.Sku, stock));
            }
        }

        var granted = new HoldStockAnswer(null, 0);
        if (command.Lines.Any(line => Stock(line.Sku) - Holds.UnitsOfOthers(line.Sku, command.OrderId) < line.Quantity))
        {
            return (HoldDecision.Contended, granted);
        }

        Holds.Place(command.OrderId, command.Lines, now);
        return (HoldDecision.Held, granted);
    }

    /// <summary>Ends a hold. False: memory cannot follow what happened, so that the ledger must be read again.</summary>
    public bool Settle(SettleHold settled)
    {
        var held = Holds.End(settled.OrderId, out var lines);
        if (settled.Outcome != HoldOutcome.Paid || !held || !lines!.All(line => _variants.ContainsKey(line.Sku)))
        {
            return settled.Outcome == HoldOutcome.Released;
        }

        foreach (var line in lines!)
        {
            _variants[line.Sku] = _variants[line.Sku] with { Stock = Stock(line.Sku) - line.Quantity };
        }

        return true;
    }

    private long Stock(string sku) => _variants.TryGetValue(sku, out var variant) && variant.IsSold ? variant.Stock : 0;
}
