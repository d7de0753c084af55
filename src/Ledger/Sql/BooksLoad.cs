namespace ECommerce.Ledger;

// Loads the rows with the keys of a batch. The rows that the batch may change are locked first, always in the same order of
// tables and keys: in different orders two writers would deadlock. The rows that are only read come after the locks, so that
// they show what the writer before has committed.
internal sealed class BooksLoad(BatchKeys keys, Dialect sql)
{
    private readonly Books _books = new();
    private readonly OrderRows _orders = new();

    public IReadOnlyList<Statement> Statements() => [.. Locks().Concat(Plain())];

    public Books Finish()
    {
        foreach (var order in _orders.ToList())
        {
            _books.Orders.Load(order.Row);
        }

        return _books;
    }

    private IEnumerable<Statement> Locks()
    {
        if (keys.Orders is { Length: > 0 } orders)
        {
            yield return Locked(Tables.Orders, sql.In("id", "$1"), _orders.AddOrder, orders);
        }

        if (keys.Users is { Length: > 0 } users)
        {
            yield return Locked(Tables.Wallets, sql.In("user_id", "$1"), at => _books.Wallets.Load(Read.Wallet(at)), users);
        }

        if (keys.Campaigns is { Length: > 0 } campaigns)
        {
            yield return Locked(Tables.Campaigns, sql.In("id", "$1"), at => _books.Campaigns.Load(Read.Campaign(at)), campaigns);
        }

        if (keys.MovedOrders is { Length: > 0 } moved)
        {
            var couponsOfOrders = $"SELECT coupon_id FROM orders WHERE {sql.In("id", "$2")} AND coupon_id IS NOT NULL";
            yield return Locked(Tables.Coupons, sql.InOrSelected("id", "$1", couponsOfOrders), LoadCoupon, keys.UsedCoupons, moved);
        }

        if (keys.Products is { Length: > 0 } products)
        {
            yield return Locked(Tables.Products, sql.In("id", "$1"), at => _books.Products.Load(Read.Product(at)), products);
        }

        if (LockedVariants() is { } variants)
        {
            yield return variants;
        }
    }

    private Statement? LockedVariants()
    {
        // The stock that moves is that of the order's stored lines, so their skus are locked. The skus of the event are locked as
        // well: an order that this batch places has no stored lines yet.
        var skusOfOrders = $"SELECT sku FROM order_lines WHERE {sql.In("order_id", "$2")}";
        var named = sql.InOrSelected("sku", "$1", skusOfOrders);
        return (keys.Skus, keys.MovedOrders, keys.Products) switch
        {
            ({ Length: 0 }, { Length: 0 }, { Length: 0 }) => null,
            (var skus, { Length: 0 }, { Length: 0 }) => Locked(Tables.Variants, sql.In("sku", "$1"), LoadVariant, skus),
            (var skus, var moved, { Length: 0 }) => Locked(Tables.Variants, named, LoadVariant, skus, moved),
            var (skus, moved, products) =>
                Locked(Tables.Variants, $"({named} OR {sql.In("product_id", "$3")})", LoadVariant, skus, moved, products),
        };
    }

    private IEnumerable<Statement> Plain()
    {
        if (keys.Orders is { Length: > 0 } orders)
        {
            yield return Plain(Tables.OrderLines, sql.In("order_id", "$1"), _orders.AddLine, orders);
        }

        if (keys.CancelledOrders is { Length: > 0 } cancelled)
        {
            yield return Plain(Tables.Refunds, sql.In("order_id", "$1"), at => _books.Refunds.Load(Read.Refund(at)), cancelled);
        }

        if (keys.PricedSkus is { Length: > 0 } priced)
        {
            yield return Plain(Tables.Variants, sql.In("sku", "$1"), LoadVariant, priced);
        }

        if (keys.Charges is { Length: > 0 } charges)
        {
            yield return Plain(Tables.WalletEntries, sql.In("id", "$1"), at => _books.WalletEntries.Load(Read.WalletEntry(at)), charges);
        }

        if (keys.IssuedCoupons is { Length: > 0 } coupons)
        {
            yield return Plain(Tables.Coupons, sql.In("id", "$1"), LoadCoupon, coupons);
            yield return sql.CouponsOf(keys.Claims, LoadCoupon);
        }

        if (keys.Adjustments is { Length: > 0 } adjustments)
        {
            yield return Plain(
                Tables.StockAdjustments, sql.In("id", "$1"), at => _books.StockAdjustments.Load(Read.StockAdjustment(at)), adjustments);
        }
    }

    private Statement Locked<TRow>(TableMap<TRow> table, string where, Action<Columns> row, params Argument[] args) =>
        new($"SELECT {table.Select()} FROM {table.Name} WHERE {where} ORDER BY {table.Columns[0].Name}{sql.Lock}", args, row);

    private static Statement Plain<TRow>(TableMap<TRow> table, string where, Action<Columns> row, params Argument[] args) =>
        new($"SELECT {table.Select()} FROM {table.Name} WHERE {where}", args, row);

    private void LoadCoupon(Columns at) => _books.Coupons.Load(Read.Coupon(at));

    private void LoadVariant(Columns at) => _books.Variants.Load(Read.Variant(at));
}
