namespace ECommerce.Benchmarks;

/// <summary>What the guards decide on a purchase, and the rows that they change.</summary>
[MemoryDiagnoser]
public class Decisions
{
    private static readonly OrderBought Purchase = new(Given.Order("order", "mina"), CouponId: null, Discount: 0);

    [Benchmark]
    public object OfAPurchase()
    {
        var books = new Books();
        books.Wallets.Load(new("mina", 10));
        books.Variants.Load(Given.Variant(stock: 10));
        return Guards.Apply(Purchase, books);
    }
}
