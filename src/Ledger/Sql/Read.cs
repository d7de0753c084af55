namespace ECommerce.Ledger;

// From the columns of a row, in the order of Tables, to the row.
internal static class Read
{
    public static Wallet Wallet(Columns at) => new(at.Text(), at.Number(), at.BytesOrNull());

    public static WalletEntry WalletEntry(Columns at) =>
        new(at.Text(), at.Text(), Word<WalletEntryKind>(at), at.Number(), at.Number(), at.TextOrNull(), at.Time(), at.TextOrNull());

    public static Campaign Campaign(Columns at) =>
        new(at.Text(), at.Text(), Discount(at), at.Number(), at.Number(), at.Number(), (int)at.Number(), at.Time(), at.Time(), at.Flag(), at.Number());

    public static Coupon Coupon(Columns at) =>
        new(at.Text(), at.Text(), at.Text(), at.Text(), Discount(at), at.Number(), at.Time(), at.Time(), at.TextOrNull(), at.TimeOrNull(),
            at.NumberOrNull());

    // Without lines, which are rows of another table.
    public static Order Order(Columns at)
    {
        var (id, userId, state) = (at.Text(), at.Text(), Word<OrderState>(at));
        return new(
            id, userId, state, [], at.Number(), at.Text(), at.Flag(), at.Time(), at.Time(), at.Number(), at.Number(),
            at.TextOrNull(), at.TextOrNull(), at.NumberOrNull(), at.TimeOrNull(), at.TimeOrNull(), at.TextOrNull(), at.Number());
    }

    public static LineRow Line(Columns at) =>
        new(
            at.Text(), (int)at.Number(), new(at.Text(), at.Text(), at.Text(), Options(at), (int)at.Number(), at.Number(), (int)at.Number()),
            at.Time());

    public static Refund Refund(Columns at) =>
        new(at.Text(), at.Text(), (int)at.Number(), JsonColumns.Read<List<StockLine>>(at.Text()), at.Number(), at.TextOrNull(), at.Time(), at.Flag());

    public static Product Product(Columns at) =>
        new(at.Text(), at.Text(), at.TextOrNull(), at.TextOrNull(), at.TextOrNull(), JsonColumns.Read<List<ProductOption>>(at.Text()))
        {
            Type = at.TextOrNull(),
            Tags = JsonColumns.Read<List<string>>(at.Text()),
            Images = JsonColumns.Read<List<ProductImage>>(at.Text()),
            Status = Word<ProductStatus>(at),
        };

    public static Variant Variant(Columns at) =>
        new(at.Text(), at.Text(), Options(at), at.Number(), at.Number(), (int)at.Number(), at.Flag(), at.NumberOrNull(), at.TextOrNull(),
            WordOrNull<ProductStatus>(at), at.Number());

    public static StockAdjustment StockAdjustment(Columns at) => new(at.Text(), at.Text(), at.Number(), at.Number(), at.Time());

    public static PaymentEvent PaymentEvent(Columns at) =>
        new(at.Text(), Word<PaymentEventType>(at), at.Text(), at.Text(), (int)at.Number(), at.Time(), at.Text());

    public static LogEntry LogEntry(Columns at) =>
        new(at.Text(), at.Text(), at.Text(), at.TextOrNull(), at.TextOrNull(), at.TextOrNull(), at.Time());

    private static Discount Discount(Columns at) => new(Word<DiscountType>(at), at.Number(), at.NumberOrNull());

    private static IReadOnlyDictionary<string, string> Options(Columns at) => JsonColumns.Read<Dictionary<string, string>>(at.Text());

    private static T Word<T>(Columns at)
        where T : struct, Enum => Parse<T>(at.Text());

    private static T? WordOrNull<T>(Columns at)
        where T : struct, Enum => at.TextOrNull() is { } word ? Parse<T>(word) : null;

    private static T Parse<T>(string word)
        where T : struct, Enum => Enum.Parse<T>(word, ignoreCase: true);
}
