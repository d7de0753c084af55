namespace ECommerce.Grains;

/// <summary>A cart as it is stored. Pure; does no I/O.</summary>
[GenerateSerializer, Alias("Cart")]
public sealed class Cart
{
    /// <summary>The lines in the order in which they were first added; each quantity is 1..99.</summary>
    [Id(0)]
    public List<StockLine> Lines { get; set; } = [];

    /// <summary>Grows with every change.</summary>
    [Id(1)]
    public long Version { get; set; }

    /// <summary>Paid orders whose lines have been taken out and that the ledger may still name: each is taken out once.</summary>
    [Id(2)]
    public List<string> Taken { get; set; } = [];

    /// <summary>The quantity of a variant; 0 when it is not in the cart.</summary>
    public int Quantity(string sku) => Lines.Find(line => line.Sku == sku)?.Quantity ?? 0;

    /// <summary>Why a quantity is refused; null when it can be set.</summary>
    public CartRefusal? Refuse(string sku, int quantity) =>
        quantity is < 0 or > Bounds.MaximumLineQuantity ? CartRefusal.QuantityOutOfRange
        : quantity > 0 && Quantity(sku) == 0 && Lines.Count >= Bounds.MaximumLines ? CartRefusal.CartFull
        : null;

    /// <summary>Sets a quantity; 0 removes the line. False: nothing changed.</summary>
    public bool Set(string sku, int quantity)
    {
        var at = Lines.FindIndex(line => line.Sku == sku);
        if (quantity == Quantity(sku))
        {
            return false;
        }

        if (quantity == 0)
        {
            Lines.RemoveAt(at);
        }
        else if (at < 0)
        {
            Lines.Add(new StockLine(sku, quantity));
        }
        else
        {
            Lines[at] = new StockLine(sku, quantity);
        }

        Version++;
        return true;
    }

    /// <summary>Removes everything. False: it was empty.</summary>
    public bool Clear()
    {
        if (Lines.Count == 0)
        {
            return false;
        }

        Lines.Clear();
        Version++;
        return true;
    }

    /// <summary>Takes the lines of paid orders out, each order once. False: nothing changed.</summary>
    public bool Take(IReadOnlyList<Order> paid)
    {
        var fresh = paid.Where(order => !Taken.Contains(order.Id)).ToList();
        foreach (var line in fresh.SelectMany(order => order.Lines))
        {
            Set(line.Sku, Math.Max(0, Quantity(line.Sku) - line.Quantity));
        }

        Taken = [.. paid.Select(order => order.Id)];
        return fresh.Count > 0;
    }
}
