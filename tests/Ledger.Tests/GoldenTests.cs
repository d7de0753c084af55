using ECommerce.Testing;
using Microsoft.Data.Sqlite;

namespace ECommerce.Ledger.Tests;

// How rows and events look that were written long ago. The golden files are never edited: what is new goes into a new one beside them.
public sealed class GoldenTests : IDisposable
{
    private static readonly Dictionary<string, string> Options = new() { ["색상"] = "미드나잇 \"블랙\"", ["Fit + <Cut>"] = "it's 'A & B' 👕\n\t\\/" };

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Stored_columns_look_as_they_always_did_and_read_back()
    {
        await using var database = new SqliteDatabase(_directory.File("shop.db"));
        var product = Given.Product() with { Options = [.. Options.Select(option => new ProductOption(option.Key, [option.Value, "M"]))] };
        var order = Given.Order("o1", lines: Given.Line() with { Options = Options });
        await database.Ledger.Commit(
            [new ProductSaved(product, [Given.Variant("coat-S") with { Options = Options }, new("coat-M", new Dictionary<string, string>(), 1, 1)], Given.Now), order.Placed()]);

        string[] columns =
        [
            .. Column("SELECT 'products: ' || options FROM products"),
            .. Column("SELECT 'variants: ' || options FROM variants ORDER BY position"),
            .. Column("SELECT 'order_lines: ' || options FROM order_lines"),
        ];
        Assert.Equal(Golden("columns.v1.txt"), columns);
        var stored = (await database.Ledger.Product("coat", []))!;
        Assert.Equal(product.Options.Select(option => (option.Name, string.Join('|', option.Values))),
            stored.Product.Options.Select(option => (option.Name, string.Join('|', option.Values))));
        Assert.Equal(Options, stored.Variants[0].Options);
        Assert.Equal(Options, (await database.Ledger.Order("o1"))!.Lines[0].Options);
    }

    [Fact]
    public void The_data_of_payment_events_looks_as_it_always_did()
    {
        var plain = Given.Order("o1", lines: [Given.Line(), Given.Line("coat-M", 2) with { Name = "코트 <Coat>", Options = Options }]) with
        {
            State = OrderState.Paid,
            Paid = 3_000,
            PaidAt = Given.Now.ToOffset(TimeSpan.FromHours(9)),
        };
        var withCoupon = plain with { Discount = 500, Paid = 2_500, CouponId = "cpn_1", CampaignId = "spring" };

        string[] data =
        [
            PaymentEvents.Completed(plain).Data,
            PaymentEvents.Completed(withCoupon).Data,
            PaymentEvents.Cancelled(withCoupon with { State = OrderState.Cancelled, CancelledAt = Given.Now.AddHours(1) }).Data,
        ];
        Assert.Equal(Golden("payment-data.v1.jsonl"), data);

        var refund = new Refund("r1", "o1", 1, [new("coat-M", 1)], 834, "one too many", Given.Now.AddHours(1), IsWhole: false);
        string[] refunded =
        [
            PaymentEvents.Refunded(withCoupon, [withCoupon.Lines[1] with { Quantity = 1 }], refund).Data,
            PaymentEvents.Refunded(withCoupon with { State = OrderState.Cancelled, CancelledAt = Given.Now.AddHours(1) }, withCoupon.Lines, refund with { Number = 2, Amount = 1_666 }).Data,
        ];
        Assert.Equal(Golden("payment-data.v2.jsonl"), refunded);
    }

    [Fact]
    public async Task Stored_refunds_look_as_they_always_did_and_read_back()
    {
        await using var database = new SqliteDatabase(_directory.File("shop.db"));
        var order = Given.Order("o1", lines: [Given.Line(quantity: 2), Given.Line("coat-M", 2)]);
        await database.Ledger.Shop();
        await database.Ledger.Commit([order.Bought(), order.TakenBack("r1", ("coat-M", 1), ("coat-S", 2))]);

        Assert.Equal(Golden("columns.v2.txt"), Column("SELECT 'refunds: ' || items FROM refunds"));
        Assert.Equal([new("coat-S", 2), new("coat-M", 1)], (await database.Ledger.Refunds(["o1"])).Single().Items);
    }

    private static string[] Golden(string file) => File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Golden", file));

    private List<string> Column(string query)
    {
        using var connection = new SqliteConnection($"Data Source={_directory.File("shop.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = query;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
