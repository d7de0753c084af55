using System.Runtime.CompilerServices;
using System.Text;

namespace ECommerce.WebFrontend.Import;

/// <summary>A product of the file, with those of its variants that could be read.</summary>
/// <param name="Id">Its handle.</param>
/// <param name="VariantLines">Where the record of each variant starts.</param>
/// <param name="OtherLines">Where the other records that were taken start; at least as many as a report lists.</param>
/// <param name="DerivedSkus">The skus that do not stand in the file.</param>
public sealed record ImportedProduct(
    string Id, SaveProduct Command, IReadOnlyList<long> VariantLines, IReadOnlyList<long> OtherLines, IReadOnlyList<string> DerivedSkus, ProductParts Unsaid)
{
    /// <summary>Where the first of its records that were taken starts.</summary>
    public long FirstLine => VariantLines.Concat(OtherLines).Min();

    /// <summary>Where the record of a variant starts.</summary>
    public long LineOf(string sku) => VariantLines[Command.Variants.Index().First(variant => variant.Item.Sku == sku).Index];
}

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
    /// <param name="encoding">Of a file that does not begin with a mark, see <see cref="ImportEncodings.Find"/>.</param>
    /// <param name="wonPerUnit">What the file's currency is worth: above 0, at most <see cref="MaximumWonPerUnit"/>.</param>
    /// <param name="report">Gets the records that were skipped.</param>
    /// <exception cref="ImportFormatException">The file as a whole cannot be read.</exception>
    public static async IAsyncEnumerable<ImportedProduct> Read(
        Stream stream, Encoding encoding, decimal wonPerUnit, ImportReport report, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(wonPerUnit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(wonPerUnit, MaximumWonPerUnit);
        var places = new RowPlaces();
        var skus = new HashSet<string>();
        ProductRows? open = null;
        await foreach (var row in ShopifyCsv.Read(stream, encoding, report, cancellation))
        {
            if (row.IsBlank)
            {
                continue;
            }

            var place = places.Of(row);
            if (place.Begins)
            {
                if (open?.Build() is { } product)
                {
                    yield return product;
                }

                if (Math.Max(skus.Count, places.Count) > MaximumVariants)
                {
                    throw new ImportFormatException($"The file has more than {MaximumVariants} products or variants; send it in parts.");
                }

                open = place.Handle is null ? null : new(place.Handle, row, wonPerUnit, skus, report);
            }

            if (place.Refusal is { } refusal)
            {
                report.Skip(row.Line, refusal);
            }
            else
            {
                open!.Add(row);
            }
        }

        if (open?.Build() is { } last)
        {
            yield return last;
        }
    }
}
