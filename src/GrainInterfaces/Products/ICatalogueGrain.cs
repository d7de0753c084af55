namespace ECommerce.GrainInterfaces;

/// <summary>What changed in the catalogue, for those who keep a snapshot of it. Key: <see cref="Key"/>.</summary>
[Alias("ICatalogueGrain")]
public interface ICatalogueGrain : IGrainWithStringKey
{
    /// <summary>The one catalogue's key.</summary>
    const string Key = "catalogue";

    /// <summary>How long a cursor is good for. With an older one, changes may be left out: begin again with null.</summary>
    static readonly TimeSpan CursorAge = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The products that changed (in text, price, stock, status or being sold) since the cursor, each as it is now.
    /// Nothing is left out; something may be told twice.
    /// </summary>
    /// <param name="since">The cursor of the answer before; null for the whole catalogue.</param>
    [AlwaysInterleave, Alias("Changes"), Repeatable]
    Task<CatalogueChanges> Changes(CatalogueCursor? since);

    /// <summary>The id of the product that has a variant, or had it last; null when no product ever did.</summary>
    [AlwaysInterleave, Alias("ProductOf"), Repeatable]
    Task<string?> ProductOf(string sku);

    /// <summary>A product of any status as operators see it, with the units sold, as committed; null when there is none.</summary>
    [AlwaysInterleave, Alias("Product"), Repeatable]
    Task<ProductView?> Product(string id);

    /// <summary>Products of any status as operators see them, newest first; a page's <see cref="Page{T}.Next"/> stays good while products come.</summary>
    [AlwaysInterleave, Alias("Products"), Repeatable]
    Task<Page<ProductView>> Products(ProductSearch search, long? before, int limit);
}

/// <summary>
/// Which products an operator looks for. All that is asked for must hold; of several values of one filter, any. Options, prices and stock
/// must hold for one variant. All texts are folded, see <see cref="SearchText"/>. Null: not asked.
/// </summary>
/// <param name="Words">Each must occur in the name, vendor, type, tags, id or a sku; none: all products.</param>
/// <param name="Options">By name of the option, its values.</param>
/// <param name="MinPrice">In won.</param>
/// <param name="MaxPrice">In won.</param>
/// <param name="Available">True: such a variant has stock; false: none has.</param>
[GenerateSerializer, Immutable, Alias("ProductSearch")]
public sealed record ProductSearch(
    ProductStatus? Status,
    IReadOnlyList<string> Words,
    IReadOnlyList<string>? Vendors = null,
    IReadOnlyList<string>? Types = null,
    IReadOnlyList<string>? Tags = null,
    IReadOnlyDictionary<string, IReadOnlyList<string>>? Options = null,
    long? MinPrice = null,
    long? MaxPrice = null,
    bool? Available = null);

/// <summary>A page of changes.</summary>
/// <param name="Products">Changed products; <c>Ordinal</c> grows in order of creation.</param>
/// <param name="Next">Where to go on.</param>
/// <param name="More">True: there is more at once; false: come again later.</param>
[GenerateSerializer, Immutable, Alias("CatalogueChanges")]
public sealed record CatalogueChanges(IReadOnlyList<CatalogueEntry> Products, CatalogueCursor Next, bool More);

/// <summary>A product and its place in the order of creation.</summary>
[GenerateSerializer, Immutable, Alias("CatalogueEntry")]
public sealed record CatalogueEntry(long Ordinal, ProductView Product);

/// <summary>A place in the stream of changes; its numbers mean something to the ledger only.</summary>
[GenerateSerializer, Immutable, Alias("CatalogueCursor")]
public sealed record CatalogueCursor(long Since, long Until, string After);
