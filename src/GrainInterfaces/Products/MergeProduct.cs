namespace ECommerce.GrainInterfaces;

/// <summary>Asks to save a part of what is known of a product.</summary>
/// <param name="Product">The product, and the variants that are known.</param>
/// <param name="DerivedSkus">
/// Skus of variants of which only the options are known. When the product has a variant with those options, that one is meant.
/// </param>
/// <param name="IsDryRun">Nothing is changed; the answer is the same.</param>
/// <param name="Unsaid">Of these nothing is known: they stay as they are.</param>
/// <param name="LeavesOut">
/// Null: when one of the variants is blocked, nothing is changed. Given: blocked variants are left out, and these skus of the product
/// are taken off sale in the same commit; what is not one of its variants is passed over.
/// </param>
[GenerateSerializer, Immutable, Alias("MergeProduct")]
public sealed record MergeProduct(
    SaveProduct Product,
    IReadOnlyList<string> DerivedSkus,
    bool IsDryRun,
    ProductParts Unsaid = ProductParts.None,
    IReadOnlyList<string>? LeavesOut = null);

/// <summary>Parts of a product and its variants that a file may have no column for.</summary>
[Flags, GenerateSerializer, Alias("ProductParts")]
public enum ProductParts
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Whether it is shown and sold.</summary>
    Status = 1,

    /// <summary>The description.</summary>
    Description = 2,

    /// <summary>The vendor.</summary>
    Vendor = 4,

    /// <summary>What kind of thing it is.</summary>
    Type = 8,

    /// <summary>The tags.</summary>
    Tags = 16,

    /// <summary>The pictures.</summary>
    Images = 32,

    /// <summary>What the variants cost before.</summary>
    CompareAtPrice = 64,

    /// <summary>The pictures of the variants.</summary>
    VariantImage = 128,

    /// <summary>The options, and their values of the variants that the product has.</summary>
    Options = 256,
}

/// <summary>A merged product.</summary>
/// <param name="Status">As it is now.</param>
/// <param name="Others">Skus of the variants that it has besides the named ones.</param>
/// <param name="Tag">See <see cref="DefinitionTag"/>; null: there is no such product.</param>
/// <param name="Blocked">The variants that are not taken, or that keep the product from being changed; null: none.</param>
/// <param name="IsUnchanged">True: nothing is changed because of <paramref name="Blocked"/>, and the rest is about the product as it was.</param>
[GenerateSerializer, Immutable, Alias("MergedProduct")]
public sealed record MergedProduct(
    ProductStatus Status,
    IReadOnlyList<string> Others,
    string? Tag = null,
    IReadOnlyList<BlockedVariant>? Blocked = null,
    bool IsUnchanged = false);

/// <summary>A variant that cannot be merged because of another.</summary>
/// <param name="Sku">As the command names it.</param>
/// <param name="ByProductId">The product that has the other variant.</param>
/// <param name="BySku">The other variant.</param>
[GenerateSerializer, Immutable, Alias("BlockedVariant")]
public sealed record BlockedVariant(string Sku, VariantBlock Reason, string ByProductId, string BySku);

/// <summary>Why a variant cannot be merged.</summary>
[GenerateSerializer, Alias("VariantBlock")]
public enum VariantBlock
{
    /// <summary>Its sku belongs to the other variant: of another product, or of the same one when the sku was derived.</summary>
    SkuTaken,

    /// <summary>The other variant, which the product keeps, has the same option values.</summary>
    SameOptions,

    /// <summary>The other variant, which the product keeps, has other options than the product would have.</summary>
    OtherOptions,

    /// <summary>The product, with those that it keeps, would have more than <see cref="Bounds.MaximumVariants"/>.</summary>
    TooMany,
}
