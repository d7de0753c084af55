namespace ECommerce.WebFrontend.Import;

/// <summary>The bounds of a catalogue import; what a product may be stands in <see cref="Bounds"/>.</summary>
public static class ImportBounds
{
    /// <summary>The largest record, in bytes; a longer one is most likely a quote that is never closed.</summary>
    public const int Record = 1_000_000;

    /// <summary>The most skipped lines that are reported; a last entry says that there were more.</summary>
    public const int Skipped = 1_000;

    /// <summary>The most variants in one file, and the most products, since skus and handles are remembered.</summary>
    public const int Variants = 500_000;

    /// <summary>The longest value of an option, sku excepted, in characters.</summary>
    public const int OptionValue = Bounds.MaximumNameLength;

    /// <summary>The longest address of an image, in characters.</summary>
    public const int Url = 2_000;

    /// <summary>The most won that a unit of the file's currency may be worth.</summary>
    public const decimal WonPerUnit = 1_000_000;

    /// <summary>Products that are saved at the same time.</summary>
    public const int Parallelism = 8;
}
