namespace ECommerce.Ledger;

/// <summary>
/// How the variants of a save go together with those that there are. A variant is blocked when another one has its sku, or when a
/// variant that the product keeps has the same option values or other options than the product is to have.
/// </summary>
/// <param name="Taken">The variants that are not blocked, each as the one that is meant.</param>
/// <param name="Blocked">The others, by the sku that the save says.</param>
/// <param name="Kept">The variants that the product keeps besides, in order of display.</param>
public sealed record VariantMerge(IReadOnlyList<NewVariant> Taken, IReadOnlyList<BlockedVariant> Blocked, IReadOnlyList<Variant> Kept)
{
    /// <summary>Decides for each variant.</summary>
    /// <param name="rows">The variants that the product has, in order of display.</param>
    /// <param name="find">The row of a sku, whose ever it is; null: nobody had it.</param>
    public static VariantMerge Of(ProductSaved saved, IReadOnlyList<Variant> rows, Func<string, Variant?> find)
    {
        var taken = saved.Variants.Zip(saved.Resolved(rows), (said, meant) => new Named(said.Sku, meant)).ToList();
        var meant = taken.Where(named => named.Said != named.Meant.Sku).Select(named => named.Meant.Sku).ToHashSet(StringComparer.Ordinal);
        var blocked = TakeBlocked(taken, named => Owner(named, meant, saved.Id, find));
        while (true)
        {
            // A variant that is blocked stays as it was, and may be in the way of another one then.
            var kept = KeptBeside(saved, rows, taken);
            var inTheWay = new InTheWay(saved.Product, kept);
            var more = TakeBlocked(taken, inTheWay.Of);
            if (more.Count == 0)
            {
                more = TakeBlocked(taken, BeyondBound(saved.Id, rows, taken, kept));
            }

            if (more.Count == 0)
            {
                return new([.. taken.Select(named => named.Meant)], blocked, kept);
            }

            blocked.AddRange(more);
        }
    }

    private static List<BlockedVariant> TakeBlocked(List<Named> taken, Func<Named, BlockedVariant?> blockOf)
    {
        var blocks = taken.Select(named => (Named: named, Block: blockOf(named))).Where(it => it.Block is not null).ToList();
        blocks.ForEach(it => taken.Remove(it.Named));
        return blocks.ConvertAll(it => it.Block!);
    }

    // A derived sku may be that of a variant of the product which another of the variants means by its options.
    private static BlockedVariant? Owner(Named named, HashSet<string> meant, string productId, Func<string, Variant?> find) =>
        find(named.Meant.Sku) is { } row && (row.ProductId == productId ? named.Said == row.Sku && meant.Contains(row.Sku) : !row.IsFree)
            ? new(named.Said, VariantBlock.SkuTaken, row.ProductId, row.Sku)
            : null;

    // The last of those that would be new to the product.
    private static Func<Named, BlockedVariant?> BeyondBound(string productId, IReadOnlyList<Variant> rows, List<Named> taken, IReadOnlyList<Variant> kept)
    {
        var over = Math.Max(0, taken.Count + kept.Count - Bounds.MaximumVariants);
        var last = taken.Where(named => rows.All(row => row.Sku != named.Meant.Sku)).TakeLast(over).ToHashSet();
        return named => last.Contains(named) ? new(named.Said, VariantBlock.TooMany, productId, named.Meant.Sku) : null;
    }

    private static IReadOnlyList<Variant> KeptBeside(ProductSaved saved, IReadOnlyList<Variant> rows, List<Named> taken)
    {
        if (!saved.KeepsOthers)
        {
            return [];
        }

        var gone = taken.Select(named => named.Meant.Sku).Concat(saved.LeavesOut ?? []).ToHashSet(StringComparer.Ordinal);
        return [.. rows.Where(row => !gone.Contains(row.Sku))];
    }

    private sealed record Named(string Said, NewVariant Meant);

    // The variants that a product keeps, by what they would be in the way of.
    private sealed class InTheWay(Product product, IReadOnlyList<Variant> kept)
    {
        private readonly Variant? _unlike = kept.FirstOrDefault(row =>
            row.Options.Count != product.Options.Count || product.Options.Any(option => !row.Options.ContainsKey(option.Name)));

        private readonly ILookup<string, Variant> _byValues = kept.ToLookup(row => Values(product, row.Options), StringComparer.Ordinal);

        public BlockedVariant? Of(Named named) =>
            _unlike is not null ? new(named.Said, VariantBlock.OtherOptions, product.Id, _unlike.Sku)
            : _byValues[Values(product, named.Meant.Options)].FirstOrDefault() is { } same ? new(named.Said, VariantBlock.SameOptions, product.Id, same.Sku)
            : null;

        private static string Values(Product product, IReadOnlyDictionary<string, string> options) =>
            string.Join('\n', product.Options.Select(option => options.GetValueOrDefault(option.Name)));
    }
}
