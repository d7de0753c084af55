namespace ECommerce.Ledger;

internal sealed record ChainedEntry(WalletEntry Entry, byte[] Hash);

// The tables as the migrations create them, column by column. Read reads the columns in this order.
internal static class Tables
{
    public static readonly TableMap<Wallet> Wallets = new("wallets",
        new("user_id", ColumnType.Text, row => row.UserId),
        new("balance", ColumnType.Number, row => row.Balance, Changes: true),
        new("head", ColumnType.Bytes, row => row.Head, Changes: true));

    public static readonly TableMap<WalletEntry> WalletEntries = new("wallet_entries",
        new("id", ColumnType.Text, row => row.Id),
        new("user_id", ColumnType.Text, row => row.UserId),
        new("kind", ColumnType.Text, row => Word(row.Kind)),
        new("amount", ColumnType.Number, row => row.Amount),
        new("balance", ColumnType.Number, row => row.Balance),
        new("order_id", ColumnType.Text, row => row.OrderId),
        new("at", ColumnType.Time, row => row.At),
        new("reason", ColumnType.Text, row => row.Reason));

    // As they are written; nobody but the audit reads the hash.
    public static readonly TableMap<ChainedEntry> ChainedEntries = new(WalletEntries.Name,
    [
        .. WalletEntries.Columns.Select(column => new Column<ChainedEntry>(column.Name, column.Type, row => column.Value(row.Entry))),
        new("hash", ColumnType.Bytes, row => row.Hash),
    ]);

    public static readonly TableMap<Campaign> Campaigns = new("campaigns",
        new("id", ColumnType.Text, row => row.Id),
        new("name", ColumnType.Text, row => row.Name, Changes: true),
        new("discount_type", ColumnType.Text, row => Word(row.Discount.Type), Changes: true),
        new("discount_value", ColumnType.Number, row => row.Discount.Value, Changes: true),
        new("discount_maximum", ColumnType.Number, row => row.Discount.Maximum, Changes: true),
        new("minimum_order", ColumnType.Number, row => row.MinimumOrder, Changes: true),
        new("quantity", ColumnType.Number, row => row.Quantity, Changes: true),
        new("issued", ColumnType.Number, row => row.Issued, Changes: true),
        new("valid_days", ColumnType.Number, row => (long)row.ValidDays, Changes: true),
        new("starts_at", ColumnType.Time, row => row.StartsAt, Changes: true),
        new("ends_at", ColumnType.Time, row => row.EndsAt, Changes: true),
        new("paused", ColumnType.Flag, row => row.Paused, Changes: true),
        new("given", ColumnType.Number, row => row.Given, Changes: true));

    public static readonly TableMap<Coupon> Coupons = new("coupons",
        new("id", ColumnType.Text, row => row.Id),
        new("campaign_id", ColumnType.Text, row => row.CampaignId),
        new("user_id", ColumnType.Text, row => row.UserId),
        new("name", ColumnType.Text, row => row.Name),
        new("discount_type", ColumnType.Text, row => Word(row.Discount.Type)),
        new("discount_value", ColumnType.Number, row => row.Discount.Value),
        new("discount_maximum", ColumnType.Number, row => row.Discount.Maximum),
        new("minimum_order", ColumnType.Number, row => row.MinimumOrder),
        new("issued_at", ColumnType.Time, row => row.IssuedAt),
        new("expires_at", ColumnType.Time, row => row.ExpiresAt),
        new("order_id", ColumnType.Text, row => row.OrderId, Changes: true),
        new("used_at", ColumnType.Time, row => row.UsedAt, Changes: true),
        new("place", ColumnType.Number, row => row.Place));

    public static readonly TableMap<Order> Orders = new("orders",
        new("id", ColumnType.Text, row => row.Id),
        new("user_id", ColumnType.Text, row => row.UserId),
        new("state", ColumnType.Text, row => Word(row.State), Changes: true),
        new("total", ColumnType.Number, row => row.Total),
        new("fingerprint", ColumnType.Text, row => row.Fingerprint),
        new("from_cart", ColumnType.Flag, row => row.FromCart, Changes: true),
        new("placed_at", ColumnType.Time, row => row.PlacedAt),
        new("expires_at", ColumnType.Time, row => row.ExpiresAt),
        new("discount", ColumnType.Number, row => row.Discount, Changes: true),
        new("paid", ColumnType.Number, row => row.Paid, Changes: true),
        new("coupon_id", ColumnType.Text, row => row.CouponId, Changes: true),
        new("campaign_id", ColumnType.Text, row => row.CampaignId, Changes: true),
        new("balance", ColumnType.Number, row => row.Balance, Changes: true),
        new("paid_at", ColumnType.Time, row => row.PaidAt, Changes: true),
        new("cancelled_at", ColumnType.Time, row => row.CancelledAt, Changes: true),
        new("cancel_reason", ColumnType.Text, row => row.CancelReason, Changes: true),
        new("refunded", ColumnType.Number, row => row.Refunded, Changes: true));

    public static readonly TableMap<LineRow> OrderLines = new("order_lines",
        new("order_id", ColumnType.Text, row => row.OrderId),
        new("position", ColumnType.Number, row => (long)row.Position),
        new("sku", ColumnType.Text, row => row.Line.Sku),
        new("product_id", ColumnType.Text, row => row.Line.ProductId),
        new("name", ColumnType.Text, row => row.Line.Name),
        new("options", ColumnType.Json, row => JsonColumns.Write(row.Line.Options)),
        new("quantity", ColumnType.Number, row => (long)row.Line.Quantity),
        new("price", ColumnType.Number, row => row.Line.Price),
        new("cancelled", ColumnType.Number, row => (long)row.Line.Cancelled, Changes: true),
        new("placed_at", ColumnType.Time, row => row.PlacedAt))
    {
        KeyColumns = 2,
    };

    public static readonly TableMap<Refund> Refunds = new("refunds",
        new("id", ColumnType.Text, row => row.Id),
        new("order_id", ColumnType.Text, row => row.OrderId),
        new("number", ColumnType.Number, row => (long)row.Number),
        new("items", ColumnType.Json, row => JsonColumns.Write(row.Items)),
        new("amount", ColumnType.Number, row => row.Amount),
        new("reason", ColumnType.Text, row => row.Reason),
        new("at", ColumnType.Time, row => row.At),
        new("is_whole", ColumnType.Flag, row => row.IsWhole));

    public static readonly TableMap<Product> Products = new("products",
        new("id", ColumnType.Text, row => row.Id),
        new("name", ColumnType.Text, row => row.Name, Changes: true),
        new("description", ColumnType.Text, row => row.Description, Changes: true),
        new("vendor", ColumnType.Text, row => row.Vendor, Changes: true),
        new("image_url", ColumnType.Text, row => row.ImageUrl, Changes: true),
        new("options", ColumnType.Json, row => JsonColumns.Write(row.Options), Changes: true),
        new("type", ColumnType.Text, row => row.Type, Changes: true),
        new("tags", ColumnType.Json, row => JsonColumns.Write(row.Tags), Changes: true),
        new("images", ColumnType.Json, row => JsonColumns.Write(row.Images), Changes: true),
        new("status", ColumnType.Text, row => Word(row.Status), Changes: true))
    {
        TracksChanges = true,
    };

    public static readonly TableMap<Variant> Variants = new("variants",
        new("sku", ColumnType.Text, row => row.Sku),
        new("product_id", ColumnType.Text, row => row.ProductId, Changes: true),
        new("options", ColumnType.Json, row => JsonColumns.Write(row.Options), Changes: true),
        new("price", ColumnType.Number, row => row.Price, Changes: true),
        new("stock", ColumnType.Number, row => row.Stock, Changes: true),
        new("position", ColumnType.Number, row => (long)row.Position, Changes: true),
        new("is_sold", ColumnType.Flag, row => row.IsSold, Changes: true),
        new("compare_at_price", ColumnType.Number, row => row.CompareAtPrice, Changes: true),
        new("image_url", ColumnType.Text, row => row.ImageUrl, Changes: true),
        new("withheld", ColumnType.Text, row => row.Withheld is { } status ? Word(status) : null, Changes: true),
        new("owners", ColumnType.Number, row => row.Owners, Changes: true))
    {
        TracksChanges = true,
    };

    public static readonly TableMap<StockAdjustment> StockAdjustments = new("stock_adjustments",
        new("id", ColumnType.Text, row => row.Id),
        new("sku", ColumnType.Text, row => row.Sku),
        new("delta", ColumnType.Number, row => row.Delta),
        new("stock", ColumnType.Number, row => row.Stock),
        new("at", ColumnType.Time, row => row.At));

    public static readonly TableMap<SalesRow> SalesByHour = Sales("sales_hourly", "hour");

    public static readonly TableMap<SalesRow> SalesByMinute = Sales("sales_by_minute", "minute");

    public static readonly TableMap<PaymentEvent> PaymentEvents = new("payment_events",
        new("id", ColumnType.Text, row => row.Id),
        new("type", ColumnType.Text, row => Word(row.Type)),
        new("order_id", ColumnType.Text, row => row.OrderId),
        new("user_id", ColumnType.Text, row => row.UserId),
        new("partition", ColumnType.Number, row => (long)row.Partition),
        new("at", ColumnType.Time, row => row.At),
        new("data", ColumnType.Json, row => row.Data));

    public static readonly TableMap<PaymentEvent> Outbox = new("outbox",
        new("event_id", ColumnType.Text, row => row.Id),
        new("partition", ColumnType.Number, row => (long)row.Partition));

    public static readonly TableMap<PaymentEvent> TracedOutbox = new(Outbox.Name,
    [
        .. Outbox.Columns,
        new("traceparent", ColumnType.Text, row => row.TraceParent),
    ]);

    public static readonly TableMap<LogEntry> AdminLog = new("admin_log",
        new("actor", ColumnType.Text, row => row.Actor),
        new("action", ColumnType.Text, row => row.Action),
        new("subject", ColumnType.Text, row => row.Subject),
        new("reason", ColumnType.Text, row => row.Reason),
        new("before", ColumnType.Json, row => row.Before),
        new("after", ColumnType.Json, row => row.After),
        new("at", ColumnType.Time, row => row.At));

    public static string Word<T>(T value)
        where T : struct, Enum => Words<T>.Of[value];

    private static TableMap<SalesRow> Sales(string table, string begins) => new(table,
        new(begins, ColumnType.Time, row => row.Begins),
        new("product_id", ColumnType.Text, row => row.ProductId),
        new("units", ColumnType.Number, row => row.Units));

    private static class Words<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> Of = Enum.GetValues<T>().ToDictionary(value => value, value => value.ToString().ToLowerInvariant());
    }
}
