namespace ECommerce.GrainInterfaces;

/// <summary>
/// The orders and statements of all users, page by page and oldest first. What was committed when the first page was read is in some
/// page, and nothing is in two; an order is as it was when its page was read. Key: <see cref="Key"/>.
/// </summary>
[Alias("IExportGrain")]
public interface IExportGrain : IGrainWithStringKey
{
    /// <summary>The one key.</summary>
    const string Key = "export";

    /// <summary>Orders that were placed in that time, each with its user.</summary>
    /// <param name="from">Inclusive, UTC.</param>
    /// <param name="to">Exclusive, UTC.</param>
    /// <param name="after">The <see cref="Page{T}.Next"/> of the page before; 0 for the first.</param>
    [AlwaysInterleave, ResponseTimeout("00:05:00"), Alias("Orders"), Repeatable]
    Task<Page<OrderView>> Orders(DateTimeOffset from, DateTimeOffset to, long after);

    /// <summary>What changed balances in that time.</summary>
    /// <param name="from">Inclusive, UTC.</param>
    /// <param name="to">Exclusive, UTC.</param>
    /// <param name="after">The <see cref="Page{T}.Next"/> of the page before; 0 for the first.</param>
    [AlwaysInterleave, ResponseTimeout("00:05:00"), Alias("Entries"), Repeatable]
    Task<Page<EntryOfUser>> Entries(DateTimeOffset from, DateTimeOffset to, long after);
}

/// <summary>A change of a balance, and whose it is.</summary>
[GenerateSerializer, Immutable, Alias("EntryOfUser")]
public sealed record EntryOfUser(string UserId, WalletEntryView Entry);
