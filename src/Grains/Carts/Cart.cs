using System.Text.Json.Serialization;

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

    /// <summary>What was wrong with the stored cart, until it is written again; null: nothing. Not stored.</summary>
    [field: NonSerialized]
    [JsonIgnore]
    public string? Damage { get; set; }

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

    /// <summary>
    /// Drops what a damaged storage put there: a line that was lost, whose sku can be none, whose quantity is out of bounds, or whose
    /// sku stands before it already. True: something was wrong.
    /// </summary>
    public bool Mend()
    {
        var stored = Lines ?? [];
        Lines = [.. stored.Where(MakesSense).DistinctBy(line => line.Sku)];
        Taken ??= [];
        if (Lines.Count < stored.Count)
        {
            Damage = $"{stored.Count - Lines.Count} of {stored.Count} lines make no sense.";
        }

        if (Damage is null)
        {
            return false;
        }

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

    private static bool MakesSense(StockLine? line) =>
        line is { Sku: not null, Quantity: >= 1 and <= Bounds.MaximumLineQuantity }
        && Rules.Reason<SaveVariant>(nameof(SaveVariant.Sku), line.Sku) is null;
}
