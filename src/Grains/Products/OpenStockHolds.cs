namespace ECommerce.Grains;

/// <summary>Stock set aside, with a total for each variant, so that a decision looks at its own lines only and not at all holds.</summary>
internal sealed class OpenStockHolds : OpenHolds<IReadOnlyList<StockLine>>
{
    private readonly HoldCounts _units = new();

    /// <summary>The units of a variant that the other orders hold.</summary>
    public long UnitsOfOthers(string sku, string orderId) =>
        _units.Of(sku) - (Find(orderId, out var own) ? own.Where(line => line.Sku == sku).Sum(line => (long)line.Quantity) : 0);

    /// <inheritdoc />
    protected override void Placed(IReadOnlyList<StockLine> held) => Count(held, 1);

    /// <inheritdoc />
    protected override void Ended(IReadOnlyList<StockLine> held) => Count(held, -1);

    private void Count(IReadOnlyList<StockLine> held, int sign)
    {
        foreach (var line in held)
        {
            _units.Add(line.Sku, sign * line.Quantity);
        }
    }
}
