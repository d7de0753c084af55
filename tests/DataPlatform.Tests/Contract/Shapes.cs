using System.Globalization;
using Microsoft.Extensions.Time.Testing;

namespace ECommerce.DataPlatform.Tests.Contract;

/// <summary>Payments of every shape, made as the shop makes them: by the ledger, which writes their events.</summary>
internal static class Shapes
{
    private const string LongName = "한정판 부드러운 코튼 티셔츠 \"여름\" <신상> & 👕 ";
    private static readonly Dictionary<string, string> NoOptions = [];
    private static readonly Dictionary<string, string> AllOptions = new() { ["색상"] = "미드나잇 블랙", ["사이즈"] = "XL", ["소재\n"] = "코튼/린넨 50:50" };

    /// <summary>The rows of the outbox, by the name of the shape: what happened, then what is special.</summary>
    public static async Task<IReadOnlyDictionary<string, OutboxRow>> All()
    {
        var time = new FakeTimeProvider(Some.At);
        var now = time.GetUtcNow();
        var ledger = new MemoryLedger(time);
        var lines = new Dictionary<string, IReadOnlyList<OrderLine>>
        {
            ["plain"] = [Line(1, "Tee", NoOptions, 1, 19_000)],
            ["coupon"] = [Line(1, "Tee", NoOptions, 1, 19_000), Line(2, "부드러운 셔츠", new Dictionary<string, string> { ["색상"] = "검정" }, 2, 40_000)],
            ["free"] = [Line(1, "Tee", NoOptions, 1, 5_000)],
            ["parts"] = [Line(1, "Tee", NoOptions, 2, 19_000), Line(2, "부드러운 셔츠", new Dictionary<string, string> { ["색상"] = "검정" }, 2, 40_000)],
            ["fifty"] = [.. Enumerable.Range(1, 50).Select(i => Line(i, Long(Bounds.MaximumNameLength), AllOptions, i, 10_000 + i))],
            ["largest"] = [.. Enumerable.Range(1, 50).Select(i => Line(i, "Gold", NoOptions, Bounds.MaximumLineQuantity, Bounds.MaximumPrice))],
            ["summed"] = [Line(1, "Gold", NoOptions, Bounds.MaximumOrderQuantity, Bounds.MaximumPrice)],
        };
        await ledger.Commit([
            new CampaignSaved(new("spring", "봄맞이", new(DiscountType.Fixed, 5_000, null), 0, 100, 0, 7, now.AddDays(-1), now.AddDays(1))),
            .. lines.Keys.Select(shape => new WalletCharged("chg_" + shape, shape, 10_000_000_000_000, now)),
            .. lines.Keys.Select(shape => new CouponIssued(Ids.Coupon("spring", shape), "spring", shape, now)),
        ]);
        foreach (var (shape, ordered) in lines)
        {
            await Pay(ledger, shape, ordered, now);
        }

        await Cancel(ledger, "coupon", now.AddMinutes(5));
        await Cancel(ledger, "largest", now.AddMinutes(5));
        await Cancel(ledger, "parts", now.AddMinutes(6), new StockLine("SKU-1", 1), new StockLine("SKU-2", 2));
        await Cancel(ledger, "parts", now.AddMinutes(7));
        return (await ledger.Pending([.. Enumerable.Range(0, LedgerBounds.Partitions)], 1_000))
            .ToDictionary(row => $"{row.Event.Id[(row.Event.OrderId.Length + 1)..]}.{row.Event.UserId}");
    }

    private static async Task Pay(MemoryLedger ledger, string shape, IReadOnlyList<OrderLine> lines, DateTimeOffset now)
    {
        var withCoupon = shape is "coupon" or "free" or "parts";
        var order = new Order("ord_" + shape, shape, OrderState.Open, lines, lines.Sum(line => line.Quantity * line.Price), "f", false, now, now + Bounds.OrderAge);
        var products = lines.Select(line => (LedgerEvent)new ProductSaved(
            new(line.ProductId, line.Name, null, null, null, []), [new(line.Sku, line.Options, line.Price, 1_000_000)], now));
        var verdicts = await ledger.Commit([
            .. products,
            new OrderPlaced(order),
            new OrderPaid(order, withCoupon ? Ids.Coupon("spring", shape) : null, withCoupon ? 5_000 : 0, now),
        ]);
        Assert.Equal(VerdictKind.Committed, verdicts[^1].Kind);
    }

    private static async Task Cancel(MemoryLedger ledger, string shape, DateTimeOffset at, params StockLine[] items)
    {
        var order = (await ledger.Order("ord_" + shape))!;
        Assert.Equal(VerdictKind.Committed, (await ledger.Commit([new OrderCancelled($"cxl_{shape}_{items.Length}", order, at, null, items.Length == 0 ? null : items)]))[0].Kind);
    }

    private static OrderLine Line(int number, string name, IReadOnlyDictionary<string, string> options, int quantity, long price) =>
        new(string.Create(CultureInfo.InvariantCulture, $"SKU-{number}"), string.Create(CultureInfo.InvariantCulture, $"product-{number}"), name, options, quantity, price, Cancelled: 0);

    private static string Long(int length) => string.Concat(Enumerable.Repeat(LongName, length))[..length];
}
