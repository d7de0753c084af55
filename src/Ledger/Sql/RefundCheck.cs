using System.Text.Json;

namespace ECommerce.Ledger;

// Looks at every order of which something was taken back, one after the other: what a unit is worth needs more than 64 bits, which SQLite
// does not have. All rows come in one list, those of an order together: the order, its lines, its refunds and the events of them.
internal sealed class RefundCheck : IAuditCheck
{
    private const string Rows =
        """
        WITH touched AS (
            SELECT order_id FROM refunds UNION SELECT order_id FROM order_lines WHERE cancelled <> 0
            UNION SELECT id FROM orders WHERE refunded <> 0 UNION SELECT order_id FROM payment_events WHERE type = 'refunded')
        SELECT order_id, kind, place, text, a, b, c, d, flag FROM (
            SELECT id AS order_id, 0 AS kind, 0 AS place, state AS text, total AS a, discount AS b, paid AS c, refunded AS d, paid_at IS NOT NULL AS flag
            FROM orders WHERE id IN (SELECT order_id FROM touched)
            UNION ALL
            SELECT order_id, 1, position, sku, quantity, price, cancelled, 0, FALSE FROM order_lines WHERE order_id IN (SELECT order_id FROM touched)
            UNION ALL
            SELECT order_id, 2, number, CAST(items AS text), amount, 0, 0, 0, is_whole FROM refunds
            UNION ALL
            SELECT order_id, 3, number, id || ' ' || CAST(data AS text), 0, 0, 0, 0, FALSE FROM payment_events WHERE type = 'refunded') AS moved
        ORDER BY order_id, kind, place
        """;

    private readonly List<string> _wrong = [];
    private readonly List<OrderLine> _lines = [];
    private readonly List<Refund> _refunds = [];
    private readonly Dictionary<string, long> _told = new(StringComparer.Ordinal);
    private string? _orderId;
    private Order? _order;
    private bool _isReadable;
    private long _count;

    public IReadOnlyList<Statement> Statements => [Statement.Query(Rows, Add)];

    public AuditCheck Answer()
    {
        Next(null);
        return AuditChecks.Check(AuditChecks.RefundsFollowFromLines, _count, _wrong);
    }

    private void Add(Columns at)
    {
        var orderId = at.Text();
        if (orderId != _orderId)
        {
            Next(orderId);
        }

        try
        {
            AddRow(orderId, at);
        }
        catch (JsonException)
        {
            _isReadable = false;
        }
    }

    private void AddRow(string orderId, Columns at)
    {
        var (kind, place, text, a, b, c, d, flag) = (at.Number(), at.Number(), at.Text(), at.Number(), at.Number(), at.Number(), at.Number(), at.Flag());
        switch (kind)
        {
            case 0:
                _order = new(
                    orderId, "", Enum.Parse<OrderState>(text, ignoreCase: true), [], a, "", FromCart: false, default, default, Discount: b, Paid: c,
                    PaidAt: flag ? default(DateTimeOffset) : null, Refunded: d);
                break;
            case 1:
                _lines.Add(new(text, "", "", new Dictionary<string, string>(), (int)a, b, (int)c));
                break;
            case 2:
                _refunds.Add(new("", orderId, (int)place, JsonColumns.Read<List<StockLine>>(text), a, Reason: null, default, flag));
                break;
            default:
                var parts = text.Split(' ', 2);
                _told[parts[0]] = RefundAudit.Told(parts[1]) ?? throw new JsonException("The event does not say what was refunded.");
                break;
        }
    }

    private void Next(string? orderId)
    {
        if (_orderId is not null)
        {
            _count++;
            if (!_isReadable || !RefundAudit.IsRight(_order is null ? null : _order with { Lines = [.. _lines] }, _refunds, _told))
            {
                _wrong.Add(_orderId);
            }
        }

        (_orderId, _order, _isReadable) = (orderId, null, true);
        _lines.Clear();
        _refunds.Clear();
        _told.Clear();
    }
}
