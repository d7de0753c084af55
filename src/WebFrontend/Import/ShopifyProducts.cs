using System.Runtime.CompilerServices;

namespace ECommerce.WebFrontend.Import;

/// <summary>A product of the file.</summary>
/// <param name="Id">Its handle.</param>
/// <param name="Line">Where its first record starts.</param>
public sealed record ImportedProduct(string Id, SaveProduct Command, long Line);

/// <summary>
/// Reads products from Shopify's CSV export, one after the other. It holds the rows of one product at a time, and the handles and
/// skus of the whole file. What cannot be used is reported; nothing is guessed.
/// </summary>
public static class ShopifyProducts
{
    /// <summary>The most won that a unit of the file's currency may be worth.</summary>
    public const decimal MaximumWonPerUnit = 1_000_000;

    /// <summary>The most variants in one file, and the most products, since skus and handles are remembered.</summary>
    private const int MaximumVariants = 500_000;

    /// <summary>The products in order of the file.</summary>
    /// <param name="wonPerUnit">What the file's currency is worth: above 0, at most <see cref="MaximumWonPerUnit"/>.</param>
    /// <param name="skipped">Gets the records that were skipped.</param>
    /// <exception cref="ImportFormatException">The file as a whole cannot be read.</exception>
    public static async IAsyncEnumerable<ImportedProduct> Read(
        Stream stream, decimal wonPerUnit, SkippedLines skipped, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(wonPerUnit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(wonPerUnit, MaximumWonPerUnit);
        var handles = new HashSet<string>();
        var skus = new HashSet<string>();
        ProductRows? open = null;
        string? handle = null;
        await foreach (var row in ShopifyCsv.Read(stream, skipped, cancellation))
        {
            if (row.IsBlank)
            {
                continue;
            }

            if (row.Handle == "")
            {
                skipped.Add(row.Line, "it has no handle");
                continue;
            }

            if (row.Handle != handle)
            {
                if (open?.Build() is { } product)
                {
                    yield return product;
                }

                if (Math.Max(skus.Count, handles.Count) > MaximumVariants)
                {
                    throw new ImportFormatException($"The file has more than {MaximumVariants} products or variants; send it in parts.");
                }

                handle = row.Handle;
                open = handles.Add(handle) ? new(row, wonPerUnit, skus, skipped) : null;
                if (open is null)
                {
                    skipped.Add(row.Line, $"the handle \"{Shown(handle)}\" was there before; rows of a product must stand together");
                }
            }

            open?.Add(row);
        }

        if (open?.Build() is { } last)
        {
            yield return last;
        }
    }

    /// <summary>A handle for a report: only the first row of a handle is checked for its length.</summary>
    private static string Shown(string handle) => handle.Length <= Bounds.MaximumIdLength ? handle : handle[..Bounds.MaximumIdLength];
}
