using System.Diagnostics;

namespace ECommerce.WebFrontend.Import;

/// <summary>What an import did. Goes to the wire as it is.</summary>
/// <param name="Products">Products saved.</param>
/// <param name="Variants">Their variants.</param>
public sealed record ImportResult(int Products, int Variants, IReadOnlyList<SkippedLine> Skipped);

/// <summary>Saves the products of a file, several at a time. A repeat changes nothing.</summary>
public static class ProductImport
{
    /// <summary>Products that are saved at the same time.</summary>
    public const int Parallelism = 8;

    /// <summary>Every product that counts as saved is durable when it returns. What the delegate throws ends the import.</summary>
    /// <exception cref="ImportFormatException">The file as a whole cannot be read; some products may have been saved.</exception>
    public static async Task<ImportResult> Run(
        Stream stream,
        decimal wonPerUnit,
        Func<string, SaveProduct, Task<Outcome<SavedProduct, ProductRefusal>>> save,
        CancellationToken cancellation = default)
    {
        var skipped = new SkippedLines();
        var (products, variants) = (0, 0);
        await Parallel.ForEachAsync(
            ShopifyProducts.Read(stream, wonPerUnit, skipped, cancellation),
            new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellation },
            async (product, _) =>
            {
                var outcome = await save(product.Id, product.Command);
                if (outcome.Refusal is { } refusal)
                {
                    skipped.Add(product.Line, Reason(refusal, outcome.Facts));
                    return;
                }

                Interlocked.Increment(ref products);
                Interlocked.Add(ref variants, product.Command.Variants.Count);
            });
        return new(products, variants, skipped.ToList());
    }

    private static string Reason(ProductRefusal refusal, RefusalFacts? facts) => refusal switch
    {
        ProductRefusal.SkuTaken => $"the sku \"{facts?.Sku}\" belongs to another product",
        ProductRefusal.Invalid => $"the product is refused: {facts?.Field} {facts?.Reason}",
        ProductRefusal.UnknownSku or ProductRefusal.IdempotencyKeyReused or ProductRefusal.NegativeStock or ProductRefusal.UnknownProduct =>
            throw new UnreachableException($"Saving a product cannot be refused by {refusal}."),
    };
}
