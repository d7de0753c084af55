namespace ECommerce.Ledger;

// Writes rows into tables. An empty list costs no statement.
internal interface IRowWriter
{
    void Insert<TRow>(TableMap<TRow> table, IReadOnlyList<TRow> rows);

    void Update<TRow>(TableMap<TRow> table, IReadOnlyList<TRow> rows);

    // Adds the units to those of the same time and product.
    void AddSales(TableMap<SalesRow> table, IReadOnlyList<SalesRow> rows);

    // Tells those who keep a snapshot of the catalogue that these products are changed. Comes before the changes themselves.
    void NoteChanges(IReadOnlyList<string> productIds);
}

internal static class BooksWrite
{
    public static void Write(Books books, IRowWriter writer)
    {
        writer.NoteChanges(
        [
            .. books.Products.Inserted.Concat(books.Products.Updated).Select(product => product.Id)
                .Concat(books.Variants.Inserted.Concat(books.Variants.Updated).Select(variant => variant.ProductId))
                .Distinct(StringComparer.Ordinal),
        ]);
        var entries = Chained(books);
        Write(books.Wallets, Tables.Wallets, writer);
        writer.Insert(Tables.ChainedEntries, entries);
        Write(books.Campaigns, Tables.Campaigns, writer);
        Write(books.Coupons, Tables.Coupons, writer);
        Write(books.Orders, Tables.Orders, writer);
        writer.Insert(Tables.OrderLines, [.. books.Orders.Inserted.SelectMany(LineRow.Of)]);
        writer.Update(Tables.OrderLines, [.. books.Orders.Updated.SelectMany(LineRow.Of).Where(row => row.Line.Cancelled > 0)]);
        writer.Insert(Tables.Refunds, books.Refunds.Inserted);
        Write(books.Products, Tables.Products, writer);
        Write(books.Variants, Tables.Variants, writer);
        Write(books.StockAdjustments, Tables.StockAdjustments, writer);
        Write(books.PaymentEvents, writer);
        writer.Insert(Tables.AdminLog, books.Log);
        AddSales(books.Sales, writer);
    }

    // Events with their rows of the outbox, which bring a column more only when a trace is recorded.
    public static void Write(IReadOnlyList<PaymentEvent> events, IRowWriter writer)
    {
        writer.Insert(Tables.PaymentEvents, events);
        writer.Insert(events.Any(row => row.TraceParent is not null) ? Tables.TracedOutbox : Tables.Outbox, events);
    }

    // Each new entry with its hash. The wallets get the newest of them.
    private static List<ChainedEntry> Chained(Books books)
    {
        var chained = new List<ChainedEntry>();
        foreach (var entry in books.WalletEntries.Inserted)
        {
            var wallet = books.Wallets.Find(entry.UserId)!;
            var hash = Chain.Next(wallet.Head, Chain.Link(entry), entry.Balance);
            books.Wallets.Update(wallet with { Head = hash });
            chained.Add(new(entry, hash));
        }

        return chained;
    }

    public static void AddSales(IReadOnlyList<SalesRow> sold, IRowWriter writer)
    {
        writer.AddSales(Tables.SalesByHour, Summed(sold, row => Books.Hour(row.Begins)));
        writer.AddSales(Tables.SalesByMinute, Summed(sold, row => Books.Minute(row.Begins)));
    }

    // In order of the key: these rows are not locked before, and two writers that lock them in different orders would deadlock.
    private static List<SalesRow> Summed(IReadOnlyList<SalesRow> sold, Func<SalesRow, DateTimeOffset> begins) =>
    [
        .. sold
            .GroupBy(row => (Begins: begins(row), row.ProductId), (key, rows) => new SalesRow(key.Begins, key.ProductId, rows.Sum(row => row.Units)))
            .Where(row => row.Units != 0)
            .OrderBy(row => row.Begins)
            .ThenBy(row => row.ProductId, StringComparer.Ordinal),
    ];

    private static void Write<TRow>(Table<TRow> rows, TableMap<TRow> table, IRowWriter writer)
        where TRow : class
    {
        writer.Insert(table, rows.Inserted);
        writer.Update(table, rows.Updated);
    }
}
