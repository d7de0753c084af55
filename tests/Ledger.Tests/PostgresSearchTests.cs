using System.Globalization;
using System.Text.RegularExpressions;

namespace ECommerce.Ledger.Tests;

// What operators look for is found by an index, however much there is of everything else.
public sealed partial class PostgresSearchTests : PostgresTests
{
    private const int Orders = 60_000;
    private const int Limit = 21;

    // The pages of the database that a search may read: some for each order and line that it finds, and a few levels of an index.
    private const long Most = 800;

    private static readonly DateTimeOffset First = Given.Now.AddDays(-10);

    private static Dictionary<string, (OrderFilter Filter, bool IsFromTheMiddle)> Named { get; } = new()
    {
        ["newest of all"] = (new(null, null, null, null, null), false),
        ["of all, from the middle"] = (new(null, null, null, null, null), true),
        ["of all in an hour"] = (new(null, null, null, First.AddDays(5), First.AddDays(5).AddHours(1)), false),
        ["paid"] = (new(null, OrderState.Paid, null, null, null), false),
        ["awaiting payment, from the middle"] = (new(null, OrderState.Open, null, null, null), true),
        ["cancelled, of which there are few"] = (new(null, OrderState.Cancelled, null, null, null), false),
        ["of a user"] = (new("user7", null, null, null, null), false),
        ["paid of a user, from the middle"] = (new("user7", OrderState.Paid, null, null, null), true),
        ["of a sku"] = (new(null, null, "sku7", null, null), false),
        ["paid of a sku, from the middle"] = (new(null, OrderState.Paid, "sku7", null, null), true),
    };

    [Fact]
    public async Task A_page_of_orders_is_found_by_an_index_whatever_is_looked_for()
    {
        await using var database = new PostgresDatabase(ConnectionString);
        await database.Ledger.Open();
        await Fill();

        var all = await PagesRead(database, "TRUE", []);
        Assert.True(all > 3 * Most, $"All orders fill {all} pages.");
        foreach (var (name, (filter, isFromTheMiddle)) in Named)
        {
            var search = new OrderSearch(filter, isFromTheMiddle ? Orders / 2 : null, Limit);
            var read = await PagesRead(database, search.Condition, search.Args);
            Assert.True(read <= Most, $"Orders {name}: {read} pages of {all} are read.");
        }
    }

    // Of each order two lines, with two of 1,000 skus. One in 20 is open and one in 1,000 cancelled; one in 2,000 is of user7.
    private Task Fill() => Run(
        $"""
        INSERT INTO orders (id, user_id, state, total, fingerprint, from_cart, placed_at, expires_at, discount, paid, balance, paid_at, cancelled_at)
        SELECT 'o' || i, 'user' || i % 2000, CASE WHEN i % 20 = 3 THEN 'open' WHEN i % 1000 = 1 THEN 'cancelled' ELSE 'paid' END, 2000, 'f' || i, FALSE, at,
            at + interval '30 minutes', 0, CASE WHEN i % 20 = 3 THEN 0 ELSE 2000 END, 0, CASE WHEN i % 20 <> 3 THEN at END, CASE WHEN i % 1000 = 1 THEN at END
        FROM (SELECT i, timestamptz '{First:yyyy-MM-dd HH:mm:ss}+00' + i * interval '12 seconds' AS at FROM generate_series(1, {Orders}) AS i) AS given;
        INSERT INTO order_lines (order_id, position, sku, product_id, name, options, quantity, price, placed_at)
        SELECT id, line, 'sku' || (number + 500 * line) % 1000, 'coat', 'Coat', json_build_object(), 1, 1000, placed_at FROM orders, generate_series(0, 1) AS line;
        ANALYZE orders, order_lines;
        """);

    // By the two statements that read orders and their lines, see OrderRows.
    private static async Task<long> PagesRead(PostgresDatabase database, string condition, Argument[] args) =>
        await PagesReadBy(database, $"SELECT * FROM orders WHERE {condition}", args)
        + await PagesReadBy(database, $"SELECT * FROM order_lines WHERE order_id IN (SELECT id FROM orders WHERE {condition})", args);

    private static async Task<long> PagesReadBy(PostgresDatabase database, string statement, Argument[] args)
    {
        var plan = new List<string>();
        await database.Scan(Statement.Query($"EXPLAIN (ANALYZE, BUFFERS) {statement}", at => plan.Add(at.Text()), args));

        // The first line about pages tells all of the statement.
        return Read().Match(plan.First(line => line.Contains("Buffers:", StringComparison.Ordinal))).Groups[1].Captures
            .Sum(capture => long.Parse(capture.ValueSpan, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"shared(?: (?:hit|read)=(\d+))+")]
    private static partial Regex Read();
}
