namespace ECommerce.GrainInterfaces;

/// <summary>A product with its variants and their stock. Key: the product id.</summary>
[Alias("IProductGrain")]
public interface IProductGrain : IGrainWithStringKey
{
    /// <summary>The product, at most <see cref="Bounds.Freshness"/> old; null when there is none.</summary>
    [AlwaysInterleave, Alias("Get"), Repeatable]
    Task<ProductView?> Get();

    /// <summary>
    /// Creates or replaces the product. Durable when it returns. Stock counts only where the variant is new;
    /// a variant that is left out is no longer sold, and its sku is free for another product. What is kept is the form that
    /// <see cref="ProductRules.Normal(SaveProduct)"/> gives it. Saving the same again changes nothing.
    /// </summary>
    [Alias("Save"), Repeatable]
    Task<Outcome<SavedProduct, ProductRefusal>> Save(SaveProduct command);

    /// <summary>
    /// The same for a product that is as its operator knows it, see <see cref="DefinitionTag"/>. It is repeated by nobody but its
    /// caller: what was saved once is not as it was.
    /// </summary>
    [Alias("SaveIf")]
    Task<Outcome<SavedProduct, ProductRefusal>> SaveIf(SaveProduct command, Precondition precondition);

    /// <summary>
    /// Creates the product, or changes it and those of its variants that the command names; its other variants stay as they are, and
    /// no sku comes free but by <see cref="MergeProduct.LeavesOut"/>. A product that is to be archived keeps its status, see
    /// <see cref="Withdraw"/>. A product that becomes active sells all its variants. Durable when it returns. Refuses
    /// <see cref="ProductRefusal.Invalid"/>; what else is in the way stands in the answer. Merging the same again changes nothing.
    /// </summary>
    [Alias("Merge"), Repeatable]
    Task<Outcome<MergedProduct, ProductRefusal>> Merge(MergeProduct command);

    /// <summary>The same for a product that is as the caller knows it, see <see cref="SaveIf"/>.</summary>
    [Alias("MergeIf")]
    Task<Outcome<MergedProduct, ProductRefusal>> MergeIf(MergeProduct command, Precondition precondition);

    /// <summary>
    /// Takes variants, or the product as a whole, off sale. Durable when it returns; what is off sale already stays so.
    /// Refuses <see cref="ProductRefusal.UnknownProduct"/>.
    /// </summary>
    [Alias("Withdraw"), Repeatable]
    Task<Outcome<ProductView, ProductRefusal>> Withdraw(WithdrawProduct command);

    /// <summary>The same for a product that is as the caller knows it, see <see cref="SaveIf"/>.</summary>
    [Alias("WithdrawIf")]
    Task<Outcome<ProductView, ProductRefusal>> WithdrawIf(WithdrawProduct command, Precondition precondition);

    /// <summary>Adds to or takes from the stock of a variant. Durable when it returns; idempotent by id.</summary>
    [Alias("AdjustStock"), Repeatable]
    Task<Outcome<StockView, ProductRefusal>> AdjustStock(AdjustStock command);

    /// <summary>
    /// The lines with their prices, without those whose variant this product does not sell. A price that another process has changed
    /// may be an old one; the ledger refuses an order with it.
    /// </summary>
    [AlwaysInterleave, Alias("Price"), Repeatable]
    Task<IReadOnlyList<OrderLine>> Price(IReadOnlyList<StockLine> lines);

    /// <summary>
    /// Sets stock aside for one payment, all lines or none, in memory only; refuses on committed state only.
    /// A second hold for the same order replaces the first. A hold ends by <see cref="Settle"/> or after a bound.
    /// Interleaves: it waits for other payments to settle, and decides in one turn.
    /// </summary>
    [AlwaysInterleave, Alias("Hold"), Repeatable]
    Task<HoldStockAnswer> Hold(HoldStock command);

    /// <summary>Ends the hold of an order. May be lost: the product then finds out from the ledger.</summary>
    [OneWay, AlwaysInterleave, Alias("Settle")]
    Task Settle(SettleHold outcome);

    /// <summary>Something outside this grain changed the stock durably (a cancellation): look again before deciding.</summary>
    [OneWay, AlwaysInterleave, Alias("Refresh")]
    Task Refresh();

    /// <summary>The same; when it returns, nobody is refused any more on what was before.</summary>
    [AlwaysInterleave, Alias("Invalidate"), Repeatable]
    Task Invalidate();
}

/// <summary>A product to save.</summary>
/// <remarks>The body of the HTTP call as it is; <see cref="ProductRules"/> says what makes sense.</remarks>
/// <param name="Options">What its variants differ by; null when there is one variant only.</param>
/// <param name="Type">What kind of thing it is, for example "Shirt".</param>
/// <param name="Tags">Words that shoppers filter by, without commas.</param>
/// <param name="Images">Its pictures in order of display.</param>
/// <param name="Status">Whether it is listed and sold; <see cref="ProductStatus.Active"/> when not said.</param>
[GenerateSerializer, Immutable, Alias("SaveProduct")]
public sealed record SaveProduct(
    [property: Text(1, Bounds.MaximumNameLength)] string Name,
    [property: Text(0, Bounds.MaximumDescriptionLength, HasLines = true)] string? Description,
    [property: Text(0, Bounds.MaximumNameLength)] string? Vendor,
    [property: ImageUrl] string? ImageUrl,
    [property: Count(0, Bounds.MaximumOptions)] IReadOnlyList<ProductOption>? Options,
    [property: Count(1, Bounds.MaximumVariants)] IReadOnlyList<SaveVariant> Variants,
    [property: Text(0, Bounds.MaximumNameLength)] string? Type = null,
    [property: Count(0, Bounds.MaximumTags)] IReadOnlyList<string>? Tags = null,
    [property: Count(0, Bounds.MaximumImages)] IReadOnlyList<ProductImage>? Images = null,
    ProductStatus? Status = null);

/// <summary>A variant to save.</summary>
/// <param name="Sku">Unique over the whole shop.</param>
/// <param name="Options">A value for each option of the product; null where it has none.</param>
/// <param name="Price">In won.</param>
/// <param name="Stock">Units on hand when the variant is new; 0 when not said.</param>
/// <param name="CompareAtPrice">What it cost before, in won; shown beside the price. 0: nothing to show.</param>
/// <param name="ImageUrl">A picture of this variant.</param>
[GenerateSerializer, Immutable, Alias("SaveVariant")]
public sealed record SaveVariant(
    [property: Sku] string Sku,
    IReadOnlyDictionary<string, string>? Options,
    [property: Between(0, Bounds.MaximumPrice)] long Price,
    [property: Between(0, Bounds.MaximumStock)] long? Stock,
    [property: Between(0, Bounds.MaximumPrice)] long? CompareAtPrice = null,
    [property: ImageUrl] string? ImageUrl = null);

/// <summary>Asks to take variants off sale.</summary>
/// <param name="Skus">Variants that the product no longer has; what is not one of its variants is passed over.</param>
/// <param name="Archives">Whether the product becomes archived as a whole; it keeps its variants then.</param>
[GenerateSerializer, Immutable, Alias("WithdrawProduct")]
public sealed record WithdrawProduct(IReadOnlyList<string> Skus, bool Archives);

/// <summary>Asks for a change of stock.</summary>
/// <param name="AdjustmentId">See <see cref="Ids.StockAdjustment"/>.</param>
[GenerateSerializer, Immutable, Alias("AdjustStock")]
public sealed record AdjustStock(string AdjustmentId, string Sku, long Delta);

/// <summary>Asks for a hold on this product's variants.</summary>
[GenerateSerializer, Immutable, Alias("HoldStock")]
public sealed record HoldStock(string OrderId, IReadOnlyList<StockLine> Lines);

/// <summary>So many units of a variant.</summary>
[GenerateSerializer, Immutable, Alias("StockLine")]
public sealed record StockLine(string Sku, int Quantity);

/// <summary>The answer to <see cref="HoldStock"/>.</summary>
/// <param name="SoldOutSku">Set when committed stock does not cover that variant; no hold is kept then.</param>
/// <param name="Available">The committed stock of that variant.</param>
[GenerateSerializer, Immutable, Alias("StockHold")]
public sealed record HoldStockAnswer(string? SoldOutSku, long Available);

/// <summary>Why a product command is refused.</summary>
[GenerateSerializer, Alias("ProductRefusal")]
public enum ProductRefusal
{
    /// <summary>No variant with that sku.</summary>
    UnknownSku,

    /// <summary>The command makes no sense; the facts name the field and the reason.</summary>
    Invalid,

    /// <summary>The sku belongs to another product, which sells it or is a draft.</summary>
    SkuTaken,

    /// <summary>The same key came before with another change.</summary>
    IdempotencyKeyReused,

    /// <summary>The stock would fall below zero.</summary>
    NegativeStock,

    /// <summary>The product is not as its operator knows it.</summary>
    PreconditionFailed,

    /// <summary>No product with that id.</summary>
    UnknownProduct,
}

/// <summary>An option that variants differ by, with its values in order of display.</summary>
[GenerateSerializer, Immutable, Alias("ProductOption")]
public sealed record ProductOption(
    [property: Text(1, Bounds.MaximumNameLength)] string Name,
    [property: Count(1, Bounds.MaximumVariants)] IReadOnlyList<string> Values);

/// <summary>A picture of a product.</summary>
/// <param name="Alt">What it shows, for those who cannot see it.</param>
[GenerateSerializer, Immutable, Alias("ProductImage")]
public sealed record ProductImage([property: ImageUrl] string Url, [property: Text(0, Bounds.MaximumNameLength)] string? Alt);

/// <summary>Whether a product is shown to shoppers.</summary>
[GenerateSerializer, Alias("ProductStatus")]
public enum ProductStatus
{
    /// <summary>Listed and sold.</summary>
    Active,

    /// <summary>Not shown and not sold yet.</summary>
    Draft,

    /// <summary>Not shown and not sold any more.</summary>
    Archived,
}

/// <summary>A product as shoppers see it.</summary>
/// <param name="ImageUrl">The main picture: the first of <paramref name="Images"/> unless another was given.</param>
/// <param name="Price">The lowest price of its variants, in won.</param>
/// <param name="SoldOut">True when no variant has stock.</param>
/// <param name="CompareAtPrice">What the variant with the lowest price cost before, in won.</param>
/// <param name="Status">Shoppers meet active ones only.</param>
/// <param name="UnitsSold">Units paid less units cancelled, ever; only operators are told.</param>
[GenerateSerializer, Immutable, Alias("ProductView")]
public sealed record ProductView(
    string Id,
    string Name,
    string? Description,
    string? Vendor,
    string? ImageUrl,
    long Price,
    IReadOnlyList<ProductOption> Options,
    IReadOnlyList<VariantView> Variants,
    bool SoldOut,
    string? Type,
    IReadOnlyList<string> Tags,
    IReadOnlyList<ProductImage> Images,
    long? CompareAtPrice,
    ProductStatus Status,
    long? UnitsSold = null);

/// <summary>A variant as shoppers see it: price in won, stock in units.</summary>
[GenerateSerializer, Immutable, Alias("VariantView")]
public sealed record VariantView(
    string Sku, IReadOnlyDictionary<string, string> Options, long Price, long Stock, long? CompareAtPrice, string? ImageUrl);

/// <summary>A saved product, and whether it is new.</summary>
[GenerateSerializer, Immutable, Alias("SavedProduct")]
public sealed record SavedProduct(ProductView Product, bool Created);

/// <summary>The stock of a variant right after a change.</summary>
[GenerateSerializer, Immutable, Alias("StockView")]
public sealed record StockView(string Sku, long Stock);
