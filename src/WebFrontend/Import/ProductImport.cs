using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace ECommerce.WebFrontend.Import;

/// <summary>What an import did, or a dry run would have done. Goes to the wire as it is.</summary>
/// <param name="Products">Products saved.</param>
/// <param name="Variants">Their variants that the file names.</param>
/// <param name="Skipped">Lines that were not used, in order; the variants that they name stay as they are.</param>
/// <param name="Ignored">Columns that were not used.</param>
public sealed record ImportResult(int Products, int Variants, IReadOnlyList<SkippedLine> Skipped, IReadOnlyList<string> Ignored);

/// <summary>Merges a product of a file, see <see cref="IProductGrain.Merge"/>.</summary>
/// <param name="leavesOut">See <see cref="MergeProduct.LeavesOut"/>.</param>
/// <param name="tag">Of the product as it must still be; null: whatever it is.</param>
public delegate Task<Outcome<MergedProduct, ProductRefusal>> MergeImported(ImportedProduct product, IReadOnlyList<string>? leavesOut, string? tag);

/// <summary>Takes off sale what a file leaves out, see <see cref="IProductGrain.WithdrawIf"/>.</summary>
/// <param name="tag">Of the product as it must still be; null: whatever it is.</param>
public delegate Task<Outcome<ProductView, ProductRefusal>> WithdrawImported(string id, WithdrawProduct command, string? tag);

/// <summary>
/// Saves the products of a file, several at a time. A repeat changes nothing. It only adds and changes while it reads; what the file
/// leaves out is taken off sale when the whole file was read and no line of it was skipped, since a skipped line may name it. A product
/// waits for that when something is in its way that the file may leave out. See decision 21.
/// </summary>
public sealed class ProductImport
{
    /// <summary>Products that are saved at the same time.</summary>
    public const int Parallelism = 8;

    private const string Overtaken = "the product was changed while the file was imported, so what the file leaves out of it was not taken off sale";

    private readonly ImportReport _report = new();
    private readonly ConcurrentDictionary<string, SeenProduct> _seen = new(StringComparer.Ordinal);
    private readonly MergeImported _merge;
    private readonly WithdrawImported _withdraw;
    private readonly bool _isDryRun;
    private long _waitingSize;
    private int _saved;
    private int _variants;

    private ProductImport(bool isDryRun, MergeImported merge, WithdrawImported withdraw) =>
        (_isDryRun, _merge, _withdraw) = (isDryRun, merge, withdraw);

    /// <summary>Every product that counts as saved is durable when it returns. What the delegates throw ends the import.</summary>
    /// <param name="encoding">Of a file that does not begin with a mark.</param>
    /// <param name="isDryRun">The merges change nothing; nothing is withdrawn.</param>
    /// <exception cref="ImportFormatException">The file as a whole cannot be read; some products may have been saved.</exception>
    public static async Task<ImportResult> Run(
        Stream stream,
        Encoding encoding,
        decimal wonPerUnit,
        bool isDryRun,
        MergeImported merge,
        WithdrawImported withdraw,
        CancellationToken cancellation = default)
    {
        var import = new ProductImport(isDryRun, merge, withdraw);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellation };
        await Parallel.ForEachAsync(
            ShopifyProducts.Read(stream, encoding, wonPerUnit, import._report, cancellation), parallel, async (product, _) => await import.Save(product));
        await import.Finish(parallel);
        return new(import._saved, import._variants, import._report.Skipped(), import._report.Ignored);
    }

    private async Task Save(ImportedProduct product)
    {
        var outcome = await _merge(product, leavesOut: null, tag: null);
        if (outcome.Refusal is { } refusal)
        {
            SkipAll(product, Reason(refusal, outcome.Facts));
            return;
        }

        var merged = outcome.Value!;
        if (!merged.IsUnchanged)
        {
            Count(product, merged.Blocked ?? []);
        }
        else if (Interlocked.Add(ref _waitingSize, product.Command.Size()) > MemoryBounds.WaitingProducts)
        {
            SkipAll(product, "too many products of the file replace variants by others; send it in parts");
            return;
        }

        var archives = product.Command.Status == ProductStatus.Archived && merged.Status != ProductStatus.Archived;
        if (merged.IsUnchanged || archives || merged.Others.Count > 0)
        {
            _seen[product.Id] = new(product.Id, product.FirstLine, merged.Others, archives, merged.Tag, merged.IsUnchanged ? product : null, merged.Blocked ?? []);
        }
    }

    /// <summary>What could only be decided when all was read. Skus come free before products take them, and no other way.</summary>
    private async Task Finish(ParallelOptions parallel)
    {
        var blocks = _seen.Values.SelectMany(product => product.Blocked.Where(block => block.ByProductId != product.Id)).ToList();
        var isWhole = _report.IsComplete && blocks.TrueForAll(IsLeftOut);
        var moving = blocks.Select(block => block.BySku).ToHashSet(StringComparer.Ordinal);
        if (isWhole)
        {
            await Parallel.ForEachAsync(_seen.Values, parallel, async (product, _) =>
                await Withdraw(product, product.Waiting is null ? product.Others : [.. product.Others.Where(moving.Contains)], archives: false));
        }

        await Parallel.ForEachAsync(_seen.Values.Where(product => product.Waiting is not null), parallel, async (product, _) => await SaveWaiting(product, isWhole));
        await Parallel.ForEachAsync(_seen.Values.Where(product => product.Archives), parallel, async (product, _) => await Withdraw(product, [], archives: true));
    }

    private bool IsLeftOut(BlockedVariant block) => _seen.TryGetValue(block.ByProductId, out var owner) && owner.Others.Contains(block.BySku);

    private async Task Withdraw(SeenProduct product, IReadOnlyList<string> skus, bool archives)
    {
        if (_isDryRun || (skus.Count == 0 && !archives))
        {
            return;
        }

        var outcome = await _withdraw(product.Id, new(skus, archives), product.Tag);
        if (outcome.Value is { } view)
        {
            product.Tag = product.Tag is null ? null : DefinitionTag.Of(view);
        }
        else
        {
            product.IsOvertaken = true;
            _report.Skip(product.Line, archives ? "the product was changed while the file was imported, so it was not archived" : Overtaken);
        }
    }

    private async Task SaveWaiting(SeenProduct seen, bool isWhole)
    {
        var product = seen.Waiting!;
        if (_isDryRun && isWhole)
        {
            Count(product, []);
            return;
        }

        // What is to make room stays on sale where it could not be taken off, or where somebody has changed the product since.
        isWhole = isWhole && seen.Blocked.All(block => block.ByProductId == seen.Id || !_seen[block.ByProductId].IsOvertaken);
        var outcome = await _merge(product, isWhole ? seen.Others : [], isWhole ? seen.Tag : null);
        if (isWhole && outcome.Refusal == ProductRefusal.PreconditionFailed)
        {
            _report.Skip(seen.Line, Overtaken);
            isWhole = false;
            outcome = await _merge(product, [], null);
        }

        if (outcome.Refusal is { } refusal)
        {
            seen.Archives = false;
            SkipAll(product, Reason(refusal, outcome.Facts));
            return;
        }

        var merged = outcome.Value!;
        var blocked = merged.Blocked ?? [];
        foreach (var block in blocked)
        {
            _report.Skip(product.LineOf(block.Sku), Reason(block, product.Id) + (isWhole || !IsKept(block, product.Id) ? "" : ", because other lines were skipped"));
        }

        if (merged.IsUnchanged)
        {
            seen.Archives = false;
            SkipAll(product, "its product is left out: none of its variants could be used");
        }
        else
        {
            seen.Tag = merged.Tag;
            Count(product, blocked);
        }
    }

    /// <summary>Whether what is in the way would have gone if the file had been read as a whole.</summary>
    private bool IsKept(BlockedVariant block, string productId) => block.ByProductId == productId ? block.Reason != VariantBlock.SkuTaken : IsLeftOut(block);

    private void Count(ImportedProduct product, IReadOnlyList<BlockedVariant> blocked)
    {
        Interlocked.Increment(ref _saved);
        Interlocked.Add(ref _variants, product.Command.Variants.Count - blocked.Count);
    }

    private void SkipAll(ImportedProduct product, string reason)
    {
        foreach (var line in product.VariantLines.Concat(product.OtherLines))
        {
            _report.Skip(line, reason);
        }
    }

    private static string Reason(BlockedVariant block, string productId) => block.Reason switch
    {
        VariantBlock.SkuTaken when block.ByProductId == productId => $"the sku \"{block.Sku}\", derived for it, is that of another variant of its product",
        VariantBlock.SkuTaken => $"the sku \"{block.BySku}\" belongs to another product, \"{block.ByProductId}\"",
        VariantBlock.SameOptions => $"its product keeps the variant \"{block.BySku}\" with the same option values",
        VariantBlock.OtherOptions => $"its product keeps the variant \"{block.BySku}\" with other options",
        VariantBlock.TooMany => $"its product, with the variants that it keeps, would have more than {Bounds.MaximumVariants}",
    };

    private static string Reason(ProductRefusal refusal, RefusalFacts? facts) => refusal switch
    {
        ProductRefusal.SkuTaken => $"its product is left out: the sku \"{facts?.Sku}\" belongs to another product",
        ProductRefusal.Invalid => $"its product is refused: {facts?.Field} {facts?.Reason}",
        ProductRefusal.PreconditionFailed => "its product was changed while the file was imported",
        ProductRefusal.UnknownSku or ProductRefusal.IdempotencyKeyReused or ProductRefusal.NegativeStock or ProductRefusal.UnknownProduct =>
            throw new UnreachableException($"Merging a product cannot be refused by {refusal}."),
    };

    /// <summary>A product of which something is left to do when the whole file was read.</summary>
    private sealed class SeenProduct(
        string id, long line, IReadOnlyList<string> others, bool archives, string? tag, ImportedProduct? waiting, IReadOnlyList<BlockedVariant> blocked)
    {
        public string Id => id;

        public long Line => line;

        /// <summary>Skus of it that the file did not name.</summary>
        public IReadOnlyList<string> Others => others;

        /// <summary>Whether it is to be archived.</summary>
        public bool Archives { get; set; } = archives;

        /// <summary>Whether somebody changed it since it was seen, so that it keeps what the file leaves out.</summary>
        public bool IsOvertaken { get; set; }

        /// <summary>Of the product as it was last seen.</summary>
        public string? Tag { get; set; } = tag;

        /// <summary>Set: it is not saved yet.</summary>
        public ImportedProduct? Waiting => waiting;

        /// <summary>What is in its way.</summary>
        public IReadOnlyList<BlockedVariant> Blocked => blocked;
    }
}
