namespace ECommerce.WebFrontend;

/// <summary>What to order: items, or what is in the cart.</summary>
internal sealed record OrderRequest(IReadOnlyList<OrderItemRequest?>? Items = null, bool? FromCart = null)
{
    /// <summary>Why it makes no sense; null when it does.</summary>
    public Problem? Refuse()
    {
        if (FromCart == true)
        {
            return Items is null ? null : Problem.Invalid("items", "Either items or fromCart, not both.");
        }

        if (Items is not { Count: >= 1 and <= Bounds.MaximumLines })
        {
            return Problem.Invalid("items", $"An order has 1 to {Bounds.MaximumLines} lines.");
        }

        for (var i = 0; i < Items.Count; i++)
        {
            if (Items[i] is not { Sku: { } sku })
            {
                return Problem.Invalid($"items[{i}].sku", "A sku is needed.");
            }

            if (Items[i]!.Quantity is not (>= 1 and <= Bounds.MaximumLineQuantity))
            {
                return Problem.Invalid($"items[{i}].quantity", $"A quantity is 1 to {Bounds.MaximumLineQuantity}.");
            }

            if (!sku.CanBeId())
            {
                return OrderRefusal.UnknownSku.ToProblem(new RefusalFacts(Sku: sku));
            }
        }

        return null;
    }

    /// <summary>The lines; null: what is in the cart.</summary>
    public IReadOnlyList<StockLine>? ToLines() =>
        FromCart == true ? null : [.. Items!.Select(item => new StockLine(item!.Sku!, item.Quantity!.Value))];
}

/// <summary>A line to order.</summary>
internal sealed record OrderItemRequest(string? Sku = null, int? Quantity = null);
