namespace ECommerce.Ledger;

/// <summary>
/// The truth: a database that commits events and answers what is true. Every method throws
/// <see cref="LedgerUnavailableException"/> when the database cannot be reached; migrations are applied before the first use.
/// </summary>
public interface ILedger
{
    /// <summary>
    /// Commits a batch: each event whole or not at all, one verdict an event in the same order, as if applied one by one.
    /// What is committed or a duplicate is durable when it returns. A refusal never fails its neighbours, and neither does an event that needs a
    /// row which somebody else keeps locked: that one is <see cref="VerdictKind.Locked"/>.
    /// </summary>
    /// <param name="batch">1..<see cref="LedgerBounds.Batch"/> events.</param>
    /// <param name="waits">
    /// True: rows that are locked are waited for, up to half a second, and only then the events are told apart. False: they are told apart
    /// first, which costs a round trip more, and those that need a locked row are not waited for.
    /// </param>
    /// <exception cref="LedgerUnavailableException">Nothing of the batch has happened.</exception>
    /// <exception cref="LedgerUncertainException">Each event has happened whole or not at all; repeating it tells which.</exception>
    Task<IReadOnlyList<Verdict>> Commit(IReadOnlyList<LedgerEvent> batch, bool waits = true);

    /// <summary>Connects, and applies the migrations that are missing, under a lock. Does nothing when that was done.</summary>
    Task Open();

    /// <summary>
    /// Completes when the ledger is open and takes a write, which is tried once a second at most, however many ask; throws otherwise, within
    /// 1.2 seconds.
    /// </summary>
    Task Probe();

    /// <summary>A user's balance in won; 0 for a user who never charged.</summary>
    Task<long> Balance(string userId);

    /// <summary>Wallets, each with which of its held orders are settled (paid or cancelled); all in one snapshot and in the order asked.</summary>
    Task<IReadOnlyList<WalletSnapshot>> Wallets(IReadOnlyList<WalletKey> wallets);

    /// <summary>Entries of a wallet, newest first.</summary>
    /// <param name="before">Only entries with a lower <see cref="Numbered{T}.Number"/>.</param>
    Task<IReadOnlyList<Numbered<WalletEntry>>> WalletEntries(string userId, long? before, int limit);

    /// <summary>The coupons of each user, newest first, at most <see cref="LedgerBounds.Coupons"/> of one; in the order asked.</summary>
    Task<IReadOnlyList<IReadOnlyList<Coupon>>> Coupons(IReadOnlyList<string> userIds);

    /// <summary>An order with its lines; null when there is none.</summary>
    Task<Order?> Order(string orderId);

    /// <summary>A user's orders, newest first.</summary>
    Task<IReadOnlyList<Numbered<Order>>> Orders(string userId, long? before, int limit);

    /// <summary>The refunds of these orders, each order's oldest first; there is none of what a program cancelled that knew only whole ones.</summary>
    Task<IReadOnlyList<Refund>> Refunds(IReadOnlyCollection<string> orderIds);

    /// <summary>Orders of any user, newest first: those of one user by the order of commits, others by the time they were placed.</summary>
    /// <param name="before">Only orders behind the one with this <see cref="Numbered{T}.Number"/>.</param>
    Task<IReadOnlyList<Numbered<Order>>> Orders(OrderFilter filter, long? before, int limit);

    /// <summary>What there is of a user; zeros for one whom nobody has heard of.</summary>
    Task<UserFigures> User(string userId);

    /// <summary>What the orders brought in that were placed then or later.</summary>
    Task<SalesFigures> Sales(DateTimeOffset from);

    /// <summary>Orders from the cart that are paid and whose lines have not been taken from the cart.</summary>
    Task<IReadOnlyList<Order>> PaidFromCart(string userId);

    /// <summary>Marks that the lines of these orders have left the cart.</summary>
    Task TakenFromCart(IReadOnlyCollection<string> orderIds);

    /// <summary>A product and, in the same snapshot, which of the held orders are settled (paid or cancelled).</summary>
    Task<ProductSnapshot?> Product(string productId, IReadOnlyCollection<string> heldOrders);

    /// <summary>Those of the variants that are sold, with their product; the others are left out.</summary>
    Task<IReadOnlyList<SoldVariant>> Variants(IReadOnlyCollection<string> skus);

    /// <summary>
    /// Those of the variants that are or once were sold, as they are or last were, with their product; the others are left out, and so are
    /// those that a draft took from another product: nobody is to see what it prepares.
    /// </summary>
    Task<IReadOnlyList<SoldVariant>> VariantsEverSold(IReadOnlyCollection<string> skus);

    /// <summary>The rows of these skus, sold or not; skus that nobody ever had are left out.</summary>
    Task<IReadOnlyList<Variant>> Skus(IReadOnlyCollection<string> skus);

    /// <summary>Products of any status, or of one, newest first.</summary>
    /// <param name="before">Only products with a lower <see cref="ProductSnapshot.Ordinal"/>.</param>
    Task<IReadOnlyList<ProductSnapshot>> Products(ProductStatus? status, long? before, int limit);

    /// <summary>The products that changed since the cursor, see <see cref="ICatalogueGrain.Changes"/>.</summary>
    Task<CatalogueSnapshot> Catalogue(CatalogueCursor? since);

    /// <summary>A campaign and, in the same snapshot, who got its coupons after that number; null when there is none.</summary>
    Task<CampaignSnapshot?> Campaign(string campaignId, long issuedAfter);

    /// <summary>Campaigns by their ids, in the order asked; null where there is none.</summary>
    Task<IReadOnlyList<Campaign?>> Campaigns(IReadOnlyList<string> campaignIds);

    /// <summary>Campaigns that end after that time, soonest to end first, at most <see cref="LedgerBounds.Campaigns"/>.</summary>
    Task<IReadOnlyList<Campaign>> Campaigns(DateTimeOffset endingAfter);

    /// <summary>All campaigns, past and future ones too, the one that was made last first.</summary>
    /// <param name="before">Only campaigns with a lower <see cref="Numbered{T}.Number"/>.</param>
    Task<IReadOnlyList<Numbered<CampaignFigures>>> Campaigns(long? before, int limit);

    /// <summary>A campaign and what became of its coupons; null when there is none.</summary>
    Task<CampaignFigures?> CampaignFigures(string campaignId);

    /// <summary>
    /// Units paid less units cancelled, by product, of what was paid from the minute of that time on; only where more than 0, most first, then
    /// by id. What programs of an older version have written counts by the hour.
    /// </summary>
    Task<IReadOnlyList<ProductSales>> UnitsSold(DateTimeOffset from);

    /// <summary>Forgets in which minutes units were sold in the hours before that time, which no window begins in any more.</summary>
    Task ForgetMinutes(DateTimeOffset before);

    /// <summary>Units paid less units cancelled of each of these products, ever; products that never sold are left out.</summary>
    Task<IReadOnlyList<ProductSales>> UnitsSold(IReadOnlyCollection<string> productIds);

    /// <summary>Orders of all users that were placed in that time, oldest first.</summary>
    /// <param name="from">Inclusive.</param>
    /// <param name="to">Exclusive.</param>
    /// <param name="after">Only orders with a higher <see cref="Numbered{T}.Number"/>.</param>
    Task<IReadOnlyList<Numbered<Order>>> Orders(DateTimeOffset from, DateTimeOffset to, long after, int limit);

    /// <summary>Entries of all wallets in that time, oldest first.</summary>
    /// <param name="from">Inclusive.</param>
    /// <param name="to">Exclusive.</param>
    /// <param name="after">Only entries with a higher <see cref="Numbered{T}.Number"/>.</param>
    Task<IReadOnlyList<Numbered<WalletEntry>>> WalletEntries(DateTimeOffset from, DateTimeOffset to, long after, int limit);

    /// <summary>
    /// Lines of the operators' log, newest first. After <see cref="LedgerBounds.LogPageCharacters"/> comes one more line at most: as that after
    /// the limit of a page, it says that there are more.
    /// </summary>
    /// <param name="before">Only lines with a lower <see cref="Numbered{T}.Number"/>.</param>
    Task<IReadOnlyList<Numbered<LogEntry>>> Log(LogSearch search, long? before, int limit);

    /// <summary>Checks the books in one snapshot, beside commits: nobody waits for it.</summary>
    /// <param name="since">The mark of an earlier audit: only what came since is checked, by those checks that need no more. Null: everything.</param>
    Task<AuditView> Audit(AuditMark? since = null);
}

/// <summary>A row and its number in the order of commits; pages go by it.</summary>
public sealed record Numbered<T>(long Number, T Row);

/// <summary>Asks for the wallet of a user.</summary>
/// <param name="HeldOrders">Orders of which the caller wants to know whether they are settled.</param>
public readonly record struct WalletKey(string UserId, IReadOnlyCollection<string> HeldOrders);

/// <summary>A wallet as committed.</summary>
/// <param name="Settled">Those of the asked orders that are paid or cancelled in this snapshot.</param>
public sealed record WalletSnapshot(long Balance, IReadOnlyList<Coupon> Coupons, IReadOnlyCollection<string> Settled);

/// <summary>A product as committed, with the variants that it has, in order of display. Only those of an active product are sold.</summary>
/// <param name="Settled">Those of the asked orders that are paid or cancelled in this snapshot.</param>
public sealed record ProductSnapshot(long Ordinal, Product Product, IReadOnlyList<Variant> Variants, IReadOnlyCollection<string> Settled);

/// <summary>A variant that is or was sold, and the name of its product.</summary>
public sealed record SoldVariant(Variant Variant, string ProductName);

/// <summary>A page of changed products, as committed.</summary>
public sealed record CatalogueSnapshot(IReadOnlyList<ProductSnapshot> Products, CatalogueCursor Next, bool More);

/// <summary>A campaign as committed.</summary>
/// <param name="Holders">Users whose coupon has a number above the one asked for, in order.</param>
/// <param name="IssuedUpTo">The highest number of them; the number asked for when there are none.</param>
/// <param name="LastIssuedAt">When the newest of them was issued; null when there are none.</param>
public sealed record CampaignSnapshot(Campaign Campaign, IReadOnlyList<string> Holders, long IssuedUpTo, DateTimeOffset? LastIssuedAt = null);
