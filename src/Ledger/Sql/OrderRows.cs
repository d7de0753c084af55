namespace ECommerce.Ledger;

// Orders and their lines come from two statements of one snapshot, and are put together here.
internal sealed class OrderRows
{
    private readonly List<Numbered<Order>> _orders = [];
    private readonly List<LineRow> _lines = [];

    public void AddOrder(Columns at) => _orders.Add(new(0, Read.Order(at)));

    public void AddNumberedOrder(Columns at) => _orders.Add(new(at.Number(), Read.Order(at)));

    public void AddLine(Columns at) => _lines.Add(Read.Line(at));

    // The lines come by the same condition, in the same snapshot.
    public static Task<IReadOnlyList<Numbered<Order>>> Where(SqlDatabase database, string condition, params Argument[] args) =>
        Where(database, LedgerBounds.Timeout, condition, args);

    public static async Task<IReadOnlyList<Numbered<Order>>> Where(SqlDatabase database, TimeSpan timeout, string condition, params Argument[] args)
    {
        var rows = new OrderRows();
        await database.Scan(
            timeout,
            [
                Statement.Query($"SELECT number, {Tables.Orders.Select()} FROM orders WHERE {condition}", rows.AddNumberedOrder, args),
                Statement.Query(
                    $"SELECT {Tables.OrderLines.Select()} FROM order_lines WHERE order_id IN (SELECT id FROM orders WHERE {condition})",
                    rows.AddLine, args),
            ]).ConfigureAwait(false);
        return rows.ToList();
    }

    public IReadOnlyList<Numbered<Order>> ToList()
    {
        var lines = _lines.ToLookup(row => row.OrderId, StringComparer.Ordinal);
        return _orders.ConvertAll(order => order with
        {
            Row = Whole(order.Row with { Lines = [.. lines[order.Row.Id].OrderBy(row => row.Position).Select(row => row.Line)] }),
        });
    }

    // A program that knows only refunds of whole orders writes neither the units nor what was given back.
    private static Order Whole(Order order) => order is { State: OrderState.Cancelled, PaidAt: not null }
        ? order with { Lines = [.. order.Lines.Select(line => line with { Cancelled = line.Quantity })], Refunded = order.Paid }
        : order;
}
