namespace ECommerce.GrainInterfaces;

/// <summary>What operators read of orders, users and campaigns, as the ledger has it. Key: <see cref="Key"/>.</summary>
[Alias("IDeskGrain")]
public interface IDeskGrain : IGrainWithStringKey
{
    /// <summary>The one key.</summary>
    const string Key = "desk";

    /// <summary>Orders of any user, newest first.</summary>
    /// <param name="before">The cursor of the page before, or null for the first.</param>
    /// <param name="limit">1..<see cref="Bounds.MaximumPage"/>.</param>
    [AlwaysInterleave, Alias("Orders"), Repeatable]
    Task<Page<OrderView>> Orders(SearchOrders search, long? before, int limit);

    /// <summary>An order of any user; null when there is none.</summary>
    [AlwaysInterleave, Alias("Order"), Repeatable]
    Task<OrderView?> Order(string orderId);

    /// <summary>A user; users are registered nowhere, so one whom nobody has heard of has nothing.</summary>
    [AlwaysInterleave, Alias("User"), Repeatable]
    Task<UserView> User(string userId);

    /// <summary>What changed the balance of a user, newest first, with the reasons of operators.</summary>
    /// <param name="before">The cursor of the page before, or null for the first.</param>
    /// <param name="limit">1..<see cref="Bounds.MaximumPage"/>.</param>
    [AlwaysInterleave, Alias("Entries"), Repeatable]
    Task<Page<WalletEntryView>> Entries(string userId, long? before, int limit);

    /// <summary>The coupons of a user, newest first.</summary>
    [AlwaysInterleave, Alias("Coupons"), Repeatable]
    Task<IReadOnlyList<CouponView>> Coupons(string userId);

    /// <summary>All campaigns, past and future ones too, the one that was made last first.</summary>
    /// <param name="before">The cursor of the page before, or null for the first.</param>
    /// <param name="limit">1..<see cref="Bounds.MaximumPage"/>.</param>
    [AlwaysInterleave, Alias("Campaigns"), Repeatable]
    Task<Page<CampaignView>> Campaigns(long? before, int limit);

    /// <summary>What was sold since that time, by all.</summary>
    /// <param name="from">Inclusive, UTC: orders that were placed then or later.</param>
    [AlwaysInterleave, Alias("Sales"), Repeatable]
    Task<SalesView> Sales(DateTimeOffset from);
}

/// <summary>Which orders an operator looks for; what is null does not matter.</summary>
/// <param name="UserId">Whose.</param>
/// <param name="Status">Where they stand now.</param>
/// <param name="Sku">What one of the lines is about.</param>
/// <param name="From">Placed then or later, UTC.</param>
/// <param name="To">Placed before that, UTC.</param>
[GenerateSerializer, Immutable, Alias("SearchOrders")]
public sealed record SearchOrders(string? UserId, OrderStatus? Status, string? Sku, DateTimeOffset? From, DateTimeOffset? To);

/// <summary>A user as operators see them.</summary>
/// <param name="Balance">In won.</param>
/// <param name="Orders">How many the user has placed.</param>
/// <param name="Coupons">How many the user has got, spent ones too.</param>
[GenerateSerializer, Immutable, Alias("UserView")]
public sealed record UserView(string Id, long Balance, string Currency, long Orders, long Coupons);

/// <summary>What was sold in a time.</summary>
/// <param name="Orders">Those that were placed in it and are paid; what was cancelled as a whole is none.</param>
/// <param name="Revenue">What they paid, in won, net of what was refunded.</param>
/// <param name="Refunded">What was refunded of them in part, in won.</param>
[GenerateSerializer, Immutable, Alias("SalesView")]
public sealed record SalesView(long Orders, long Revenue, long Refunded);
