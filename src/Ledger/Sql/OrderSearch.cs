namespace ECommerce.Ledger;

// The orders of a page, newest first, by an index that has them in this order: a page costs the same whatever there is behind it. A page
// begins behind the order with the number that its cursor names. The orders of a user are in order of number, which is that of their
// commits; all others in order of the time at which they were placed.
internal sealed class OrderSearch
{
    private const string NewestFirst = "ORDER BY placed_at DESC, number DESC";

    private readonly List<Argument> _args = [];

    public OrderSearch(OrderFilter filter, long? before, int limit)
    {
        var end = $"LIMIT {Add(limit)}";
        Condition = filter switch
        {
            { UserId: { } user } =>
                $"user_id = {Add(user)} AND number < {Add(before ?? long.MaxValue)}{OfState(filter.State)}{Placed(filter, null)}{WithLine(filter.Sku)} " +
                $"ORDER BY number DESC {end}",
            { Sku: { } sku } => $"number IN (SELECT number FROM ({OfSku(sku, filter, before)} {end}) AS of_sku) {NewestFirst}",
            { State: { } state } => $"{InState(state, Placed(filter, before))} {end}",
            _ => $"number IN (SELECT number FROM ({OfAnyState(Placed(filter, before), end)} {NewestFirst} {end}) AS of_any) {NewestFirst}",
        };
    }

    // To be asked of the orders.
    public string Condition { get; }

    public Argument[] Args => [.. _args];

    private static string OfState(OrderState? state) => state is { } one ? $" AND state = '{Tables.Word(one)}'" : "";

    private static string InState(OrderState state, string placed) => $"state = '{Tables.Word(state)}'{placed} {NewestFirst}";

    // The index begins with the state, so the newest orders of all are among the newest of each.
    private static string OfAnyState(string placed, string end) =>
        "SELECT number, placed_at FROM (" +
        string.Join(" UNION ALL ", Enum.GetValues<OrderState>().Select(state =>
            $"SELECT * FROM (SELECT number, placed_at FROM orders WHERE {InState(state, placed)} {end}) AS {Tables.Word(state)}")) +
        ") AS of_states";

    // The time stands on both sides of the join, so that the database may begin with the lines of the sku or with the orders of the state,
    // whichever are fewer. An order may have the same sku on two lines.
    private string OfSku(string sku, OrderFilter filter, long? before) =>
        "SELECT DISTINCT orders.placed_at, orders.number FROM order_lines JOIN orders ON orders.id = order_lines.order_id AND orders.placed_at = order_lines.placed_at " +
        $"WHERE sku = {Add(sku)}{OfState(filter.State)}{Placed(filter, before)} ORDER BY orders.placed_at DESC, orders.number DESC";

    private string WithLine(string? sku) =>
        sku is null ? "" : $" AND EXISTS (SELECT 1 FROM order_lines WHERE order_id = orders.id AND sku = {Add(sku)})";

    private string Placed(OrderFilter filter, long? before)
    {
        var from = filter.From is { } first ? $" AND orders.placed_at >= {Add(first)}" : "";
        var to = filter.To is { } end ? $" AND orders.placed_at < {Add(end)}" : "";
        if (before is not { } number)
        {
            return from + to;
        }

        var last = Add(number);
        return $"{from}{to} AND (orders.placed_at, orders.number) < ((SELECT placed_at FROM orders WHERE number = {last}), {last})";
    }

    private string Add(Argument argument)
    {
        _args.Add(argument);
        return "$" + _args.Count;
    }
}
