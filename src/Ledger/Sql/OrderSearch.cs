namespace ECommerce.Ledger;

// The orders of a page, newest first, by an index that has them in this order: a page costs the same whatever there is behind it. A page
// begins behind the order with the number that its cursor names. The orders of a user are in order of number, which is that of their
// commits; all others in order of the time at which they were placed.
internal sealed class OrderSearch
{
    private const string NewestFirst = "ORDER BY placed_at DESC, number DESC";

    private readonly OrderFilter _filter;
    private readonly List<Argument> _args = [];

    // Of orders of a state with a sku, no index has all in order. Most lines are of paid orders, so these are found by the lines of the sku,
    // and so are others when the sku has few lines. Of a sku with many, the orders of the state are read from the time of its lines until
    // enough of them have the sku.
    public OrderSearch(OrderFilter filter, long? before, int limit, bool hasManyLines = false)
    {
        _filter = filter;
        var end = $"LIMIT {Add(limit)}";
        Condition = filter switch
        {
            { UserId: { } user } =>
                $"user_id = {Add(user)} AND number < {Add(before ?? long.MaxValue)}{OfState("orders")}{InTime("orders")}{WithLine()} ORDER BY number DESC {end}",
            { Sku: { } sku } when filter.State is null or OrderState.Paid || !hasManyLines =>
                $"number IN (SELECT number FROM ({OfSku(sku, before)} {end}) AS of_sku) {NewestFirst}",
            { State: { } state } => $"{InState(state, Behind(before))}{InTimeOfLines(before)}{WithLine()} {NewestFirst} {end}",
            _ => $"number IN (SELECT number FROM ({OfAnyState(Behind(before), end)} {NewestFirst} {end}) AS of_any) {NewestFirst}",
        };
    }

    // To be asked of the orders.
    public string Condition { get; }

    public Argument[] Args => [.. _args];

    // The index begins with the state, so the newest orders of all are among the newest of each.
    private static string OfAnyState(string behind, string end) =>
        "SELECT number, placed_at FROM (" +
        string.Join(" UNION ALL ", Enum.GetValues<OrderState>().Select(state =>
            $"SELECT * FROM (SELECT number, placed_at FROM orders WHERE {InState(state, behind)} {NewestFirst} {end}) AS {Tables.Word(state)}")) +
        ") AS of_states";

    private static string InState(OrderState state, string behind) => $"state = '{Tables.Word(state)}'{behind}";

    // An order may have the same sku on two lines, and is met at the first of them. DISTINCT would make the database read all lines of the sku.
    private string OfSku(string sku, long? before)
    {
        var behind = before is { } number ? $" AND l.placed_at <= {PlacedAt(number)} AND (l.placed_at, o.number) < ({PlacedAt(number)}, {Add(number)})" : "";
        return "SELECT o.number FROM order_lines l JOIN orders o ON o.id = l.order_id " +
            $"WHERE l.sku = {Add(sku)}{OfState("o")}{InTime("l")}{behind} AND NOT EXISTS " +
            "(SELECT 1 FROM order_lines e WHERE e.order_id = l.order_id AND e.sku = l.sku AND e.position < l.position) " +
            "ORDER BY l.placed_at DESC, o.number DESC";
    }

    private string Behind(long? before) =>
        InTime("orders") + (before is { } number ? $" AND (placed_at, number) < ({PlacedAt(number)}, {Add(number)})" : "");

    private string OfState(string table) => _filter.State is { } state ? $" AND {table}.state = '{Tables.Word(state)}'" : "";

    // Not EXISTS, which PostgreSQL would turn into a join that begins with all lines of the sku.
    private string WithLine() => _filter.Sku is { } sku ? $" AND {Add(sku)} IN (SELECT sku FROM order_lines WHERE order_id = orders.id)" : "";

    // Orders behind another one are older than the newest line anyway.
    private string InTimeOfLines(long? before) => _filter.Sku is not { } sku
        ? ""
        : $" AND placed_at >= (SELECT min(placed_at) FROM order_lines WHERE sku = {Add(sku)})" +
            (before is null ? $" AND placed_at <= (SELECT max(placed_at) FROM order_lines WHERE sku = {Add(sku)})" : "");

    private string InTime(string table) =>
        (_filter.From is { } from ? $" AND {table}.placed_at >= {Add(from)}" : "") + (_filter.To is { } to ? $" AND {table}.placed_at < {Add(to)}" : "");

    // The order may be gone since, and counts as placed with the one before it then.
    private string PlacedAt(long number) => $"(SELECT placed_at FROM orders WHERE number <= {Add(number)} ORDER BY number DESC LIMIT 1)";

    private string Add(Argument argument)
    {
        _args.Add(argument);
        return "$" + _args.Count;
    }
}
