namespace ECommerce.Ledger;

// Writes rows into tables. An empty list costs no statement.
internal interface IRowWriter
{
    void Insert<TRow>(TableMap<TRow> table, IReadOnlyList<TRow> rows);

    void Update<TRow>(TableMap<TRow> table, IReadOnlyList<TRow> rows);

    // Adds the units to those of the same hour and product.
    void AddSales(IReadOnlyList<SalesRow> rows);
}

internal static class BooksWrite
{
    public static bool ChangesCatalogue(Books books) =>
        books.Products.Inserted.Count + books.Products.Updated.Count + books.Variants.Inserted.Count + books.Variants.Updated.Count > 0;

    public static void Write(Books books, IRowWriter writer)
    {
        Write(books.Wallets, Tables.Wallets, writer);
        Write(books.WalletEntries, Tables.WalletEntries, writer);
        Write(books.Campaigns, Tables.Campaigns, writer);
        Write(books.Coupons, Tables.Coupons, writer);
        Write(books.Orders, Tables.Orders, writer);
        writer.Insert(Tables.OrderLines, [.. books.Orders.Inserted.SelectMany(LinesOf)]);
        Write(books.Products, Tables.Products, writer);
        Write(books.Variants, Tables.Variants, writer);
        Write(books.StockAdjustments, Tables.StockAdjustments, writer);
        writer.Insert(Tables.PaymentEvents, books.PaymentEvents);
        writer.Insert(Tables.Outbox, books.PaymentEvents);

        writer.AddSales(Sales(books.Sales));
    }

    // In order of the key: these rows are not locked before, and two writers that lock them in different orders would deadlock.
    public static IReadOnlyList<SalesRow> Sales(IEnumerable<KeyValuePair<(DateTimeOffset Hour, string ProductId), long>> buckets) =>
    [
        .. buckets
            .Where(bucket => bucket.Value != 0)
            .Select(bucket => new SalesRow(bucket.Key.Hour, bucket.Key.ProductId, bucket.Value))
            .OrderBy(row => row.Hour)
            .ThenBy(row => row.ProductId, StringComparer.Ordinal),
    ];

    public static IEnumerable<LineRow> LinesOf(Order order) =>
        order.Lines.Select((line, position) => new LineRow(order.Id, position, line));

    private static void Write<TRow>(Table<TRow> rows, TableMap<TRow> table, IRowWriter writer)
        where TRow : class
    {
        writer.Insert(table, rows.Inserted);
        writer.Update(table, rows.Updated);
    }
}
