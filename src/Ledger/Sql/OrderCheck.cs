namespace ECommerce.Ledger;

// Looks at one order after the other, each with its lines and with the rows that its payment left.
internal sealed class OrderCheck(AuditMark? since) : IAuditCheck
{
    private static readonly string Rows =
        $"""
        SELECT {Tables.Orders.Select("o.")},
            l.order_id IS NOT NULL, {Tables.OrderLines.Select("l.")},
            w.id IS NOT NULL, {Tables.WalletEntries.Select("w.")},
            e.id IS NOT NULL, {Tables.PaymentEvents.Select("e.")},
            c.id IS NOT NULL, {Tables.Coupons.Select("c.")},
            z.at, (SELECT max(removed_before) FROM payment_totals)
        FROM orders o
            LEFT JOIN order_lines l ON l.order_id = o.id
            LEFT JOIN wallet_entries w ON w.id = 'pay_' || o.id
            LEFT JOIN payment_events e ON e.id = o.id || '.completed'
            LEFT JOIN coupons c ON c.id = o.coupon_id
            LEFT JOIN wallet_entries z ON z.user_id = o.user_id AND z.kind = 'closing'
        """;

    private const string New = " WHERE o.id IN (SELECT id FROM orders WHERE number > $1 UNION SELECT order_id FROM payment_events WHERE number > $2)";
    private const string InOrder = " ORDER BY o.number, l.position";

    private readonly Offenders _wrong = new();
    private readonly List<LineRow> _lines = [];
    private string? _orderId;
    private OrderAudit.Rows? _rows;
    private bool _isReadable = true;
    private long _count;

    public IReadOnlyList<Statement> Statements =>
        [since is null ? Statement.Query(Rows + InOrder, Add) : Statement.Query(Rows + New + InOrder, Add, since.Order, since.Event)];

    public AuditCheck Answer()
    {
        EndOrder();
        return _wrong.Answer(AuditChecks.OrdersFollowFromLines, _count);
    }

    private void Add(Columns at)
    {
        var orderId = at.Text();
        if (orderId != _orderId)
        {
            EndOrder();
            _orderId = orderId;
        }

        try
        {
            var order = Read.Order(at.FromTheLeft());
            AddRow(order, at);
        }
        catch (Exception failure) when (Unreadable.Is(failure))
        {
            _isReadable = false;
        }
    }

    private void AddRow(Order order, Columns at)
    {
        if (Row(at, Tables.OrderLines.Columns.Count, Read.Line) is { } line)
        {
            _lines.Add(line);
        }

        _rows ??= new(
            order, _lines, Row(at, Tables.WalletEntries.Columns.Count, Read.WalletEntry), Row(at, Tables.PaymentEvents.Columns.Count, Read.PaymentEvent),
            Row(at, Tables.Coupons.Columns.Count, Read.Coupon), at.TimeOrNull(), at.TimeOrNull());
    }

    private static TRow? Row<TRow>(Columns at, int columns, Func<Columns, TRow> read)
        where TRow : class
    {
        if (at.Flag())
        {
            return read(at);
        }

        at.Skip(columns);
        return null;
    }

    private void EndOrder()
    {
        if (_orderId is not null)
        {
            _count++;
            if (!_isReadable || _rows is not { } rows || !Unreadable.OrFalse(() => OrderAudit.IsRight(rows)))
            {
                _wrong.Add(_orderId);
            }
        }

        (_rows, _isReadable) = (null, true);
        _lines.Clear();
    }
}
