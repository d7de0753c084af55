namespace ECommerce.GrainInterfaces;

/// <summary>What sold best in the last <see cref="Bounds.BestSellerWindow"/>. Key: <see cref="Key"/>.</summary>
[Alias("IBestSellersGrain")]
public interface IBestSellersGrain : IGrainWithStringKey
{
    /// <summary>The one ranking's key.</summary>
    const string Key = "best-sellers";

    /// <summary>
    /// Units paid less units cancelled, most first, then by product id; recomputed every second. The window ends when it was computed and
    /// begins with a whole minute.
    /// </summary>
    [AlwaysInterleave, Alias("Get"), Repeatable]
    Task<SalesRanking> Get();
}

/// <summary>A ranking by units sold.</summary>
/// <param name="AsOf">When it was computed.</param>
/// <param name="Products">At most 10,000, each with at least one unit.</param>
[GenerateSerializer, Immutable, Alias("SalesRanking")]
public sealed record SalesRanking(DateTimeOffset AsOf, IReadOnlyList<ProductSales> Products);

/// <summary>Units sold of one product.</summary>
[GenerateSerializer, Immutable, Alias("ProductSales")]
public sealed record ProductSales(string ProductId, long UnitsSold);
