using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace ECommerce.WebFrontend.Import;

/// <summary>What an import did, or a dry run would have done. Goes to the wire as it is.</summary>
/// <param name="Products">Products saved.</param>
/// <param name="Variants">Their variants that the file names.</param>
/// <param name="Skipped">Lines that were not used; the variants that they name stay as they are.</param>
/// <param name="Ignored">Columns that were not used.</param>
public sealed record ImportResult(int Products, int Variants, IReadOnlyList<SkippedLine> Skipped, IReadOnlyList<string> Ignored);

/// <summary>
/// Saves the products of a file, several at a time. A repeat changes nothing. It only adds and changes while it reads; what the file
/// leaves out is taken off sale when the whole file was read and no line of it was skipped, since a skipped line may name it.
/// </summary>
public static class ProductImport
{
    /// <summary>Products that are saved at the same time.</summary>
    public const int Parallelism = 8;

    /// <summary>Every product that counts as saved is durable when it returns. What the delegates throw ends the import.</summary>
    /// <param name="encoding">Of a file that does not begin with a mark.</param>
    /// <param name="merge">See <see cref="IProductGrain.Merge"/>.</param>
    /// <param name="withdraw">See <see cref="IProductGrain.Withdraw"/>.</param>
    /// <exception cref="ImportFormatException">The file as a whole cannot be read; some products may have been saved.</exception>
    public static async Task<ImportResult> Run(
        Stream stream,
        Encoding encoding,
        decimal wonPerUnit,
        Func<ImportedProduct, Task<Outcome<MergedProduct, ProductRefusal>>> merge,
        Func<string, WithdrawProduct, Task> withdraw,
        CancellationToken cancellation = default)
    {
        var report = new ImportReport();
        var (saved, variants) = (0, 0);
        var leftOut = new ConcurrentQueue<(string Id, WithdrawProduct Command)>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellation };
        await Parallel.ForEachAsync(
            ShopifyProducts.Read(stream, encoding, wonPerUnit, report, cancellation),
            parallel,
            async (product, _) =>
            {
                var outcome = await merge(product);
                if (outcome.Refusal is { } refusal)
                {
                    report.Skip(product.Line, Reason(refusal, outcome.Facts));
                    return;
                }

                Interlocked.Increment(ref saved);
                Interlocked.Add(ref variants, product.Command.Variants.Count);
                var archives = product.Command.Status == ProductStatus.Archived && outcome.Value!.Status != ProductStatus.Archived;
                if (archives || outcome.Value!.Others.Count > 0)
                {
                    leftOut.Enqueue((product.Id, new(outcome.Value!.Others, archives)));
                }
            });
        await Parallel.ForEachAsync(leftOut, parallel, async (product, _) =>
        {
            var command = report.IsComplete ? product.Command : product.Command with { Skus = [] };
            if (command.Archives || command.Skus.Count > 0)
            {
                await withdraw(product.Id, command);
            }
        });
        return new(saved, variants, report.Skipped(), report.Ignored);
    }

    private static string Reason(ProductRefusal refusal, RefusalFacts? facts) => refusal switch
    {
        ProductRefusal.SkuTaken => $"the sku \"{facts?.Sku}\" belongs to another product",
        ProductRefusal.Invalid => $"the product is refused: {facts?.Field} {facts?.Reason}",
        ProductRefusal.UnknownSku or ProductRefusal.IdempotencyKeyReused or ProductRefusal.NegativeStock or ProductRefusal.PreconditionFailed
            or ProductRefusal.UnknownProduct =>
            throw new UnreachableException($"Saving a product cannot be refused by {refusal}."),
    };
}
