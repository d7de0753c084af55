namespace ECommerce.Ledger;

// Looks at every order of which something was taken back, one after the other: what a unit is worth needs more than 64 bits, which SQLite
// does not have. All rows come in one list, those of an order together: the order, its lines, its refunds and the events of them.
internal sealed class RefundCheck(AuditMark? since) : IAuditCheck
{
    private const string Touched =
        """
        SELECT order_id FROM refunds UNION SELECT order_id FROM order_lines WHERE cancelled <> 0
        UNION SELECT id FROM orders WHERE refunded <> 0 UNION SELECT order_id FROM payment_events WHERE type <> 'completed'
        """;

    private const string New = "SELECT order_id FROM payment_events WHERE type <> 'completed' AND number > $1";

    // By their ids, which follow from those of orders and refunds: nothing finds them by the order.
    private const string NewEvents =
        """
        id IN (SELECT order_id || '.cancelled' FROM touched
            UNION SELECT order_id || '.refunded.' || CAST(number AS text) FROM refunds WHERE order_id IN (SELECT order_id FROM touched)
            UNION SELECT id FROM payment_events WHERE type <> 'completed' AND number > $1)
        """;

    private const string AllEvents = "type <> 'completed'";

    private readonly Offenders _wrong = new();
    private readonly List<OrderLine> _lines = [];
    private readonly List<Refund> _refunds = [];
    private readonly Dictionary<string, PaymentEvent> _told = new(StringComparer.Ordinal);
    private string? _orderId;
    private Order? _order;
    private bool _isReadable;
    private DateTimeOffset? _removedBefore;
    private long _count;

    public IReadOnlyList<Statement> Statements =>
    [
        Statement.Query("SELECT max(removed_before) FROM payment_totals", at => _removedBefore = at.TimeOrNull()),
        since is null
            ? Statement.Query($"WITH touched AS ({Touched}) {Rows(AllEvents)}", Add)
            : Statement.Query($"WITH touched AS ({New}) {Rows(NewEvents)}", Add, since.Event),
    ];

    public AuditCheck Answer()
    {
        Next(null);
        return _wrong.Answer(AuditChecks.RefundsFollowFromLines, _count);
    }

    private static string Rows(string events) =>
        $"""
        SELECT order_id, kind, place, text1, text2, text3, text4, text5, a, b, c, d, flag, time1, time2 FROM (
            SELECT id AS order_id, 0 AS kind, 0 AS place, state AS text1, user_id AS text2, coupon_id AS text3, campaign_id AS text4, cancel_reason AS text5,
                total AS a, discount AS b, paid AS c, refunded AS d, FALSE AS flag, paid_at AS time1, cancelled_at AS time2
            FROM orders WHERE id IN (SELECT order_id FROM touched)
            UNION ALL
            SELECT order_id, 1, position, sku, product_id, name, CAST(options AS text), NULL, quantity, price, cancelled, 0, FALSE, NULL, NULL
            FROM order_lines WHERE order_id IN (SELECT order_id FROM touched)
            UNION ALL
            SELECT order_id, 2, number, CAST(items AS text), reason, NULL, NULL, NULL, amount, 0, 0, 0, is_whole, at, NULL
            FROM refunds WHERE order_id IN (SELECT order_id FROM touched)
            UNION ALL
            SELECT order_id, 3, number, id, type, user_id, CAST(data AS text), NULL, partition, 0, 0, 0, FALSE, at, NULL
            FROM payment_events WHERE {events}) AS moved
        ORDER BY order_id, kind, place
        """;

    private void Add(Columns at)
    {
        var orderId = at.Text();
        if (orderId != _orderId)
        {
            Next(orderId);
        }

        try
        {
            AddRow(orderId, new(
                at.Number(), at.Number(), at.Text(), at.TextOrNull(), at.TextOrNull(), at.TextOrNull(), at.TextOrNull(),
                at.Number(), at.Number(), at.Number(), at.Number(), at.Flag(), at.TimeOrNull(), at.TimeOrNull()));
        }
        catch (Exception failure) when (Unreadable.Is(failure))
        {
            _isReadable = false;
        }
    }

    private void AddRow(string orderId, Row row)
    {
        switch (row.Kind)
        {
            case 0:
                _order = new(
                    orderId, row.Text2!, Enum.Parse<OrderState>(row.Text1, ignoreCase: true), [], row.A, "", FromCart: false, default, default,
                    row.B, row.C, row.Text3, row.Text4, Balance: null, row.Time1, row.Time2, row.Text5, row.D);
                break;
            case 1:
                _lines.Add(new(
                    row.Text1, row.Text2!, row.Text3!, JsonColumns.Read<Dictionary<string, string>>(row.Text4!), (int)row.A, row.B, (int)row.C));
                break;
            case 2:
                _refunds.Add(new("", orderId, (int)row.Place, JsonColumns.Read<List<StockLine>>(row.Text1), row.A, row.Text2, row.Time1!.Value, row.Flag));
                break;
            default:
                _told[row.Text1] = new(
                    row.Text1, Enum.Parse<PaymentEventType>(row.Text2!, ignoreCase: true), orderId, row.Text3!, (int)row.A, row.Time1!.Value, row.Text4!);
                break;
        }
    }

    private void Next(string? orderId)
    {
        if (_orderId is not null)
        {
            _count++;
            if (!_isReadable || !Unreadable.OrFalse(() => RefundAudit.IsRight(_order is null ? null : _order with { Lines = [.. _lines] }, _refunds, _told, _removedBefore)))
            {
                _wrong.Add(_orderId);
            }
        }

        (_orderId, _order, _isReadable) = (orderId, null, true);
        _lines.Clear();
        _refunds.Clear();
        _told.Clear();
    }

    // What the columns mean goes by the kind.
    private sealed record Row(
        long Kind, long Place, string Text1, string? Text2, string? Text3, string? Text4, string? Text5, long A, long B, long C, long D, bool Flag,
        DateTimeOffset? Time1, DateTimeOffset? Time2);
}
