namespace ECommerce.Ledger;

// A batch that is written on the expectation that every event is accepted. Grains have decided before, so nearly every batch is
// of this kind, and it costs one round trip that reads nothing. The statements prove the expectation: each compares the rows
// that it met with the rows that it should meet, and the constraints of the tables do the rest. Whatever differs undoes the
// whole transaction; the batch is then loaded under lock and decided by the guards, event by event.
//
// The conditions below accept what the guards accept, or less. Never more: a property compares the verdicts of both.
internal sealed class ExpectedBatch
{
    private readonly List<WalletCharged> _charges = [];
    private readonly List<Order> _placed = [];
    private readonly List<ExpectedPayment> _payments = [];
    private readonly List<ExpectedPayment> _purchases = [];
    private readonly Dictionary<string, ExpectedCoupons> _campaigns = new(StringComparer.Ordinal);
    private readonly List<ExpectedCoupon> _issued = [];

    // By campaign, how many of its coupons are issued after the batch.
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    // In the order of the batch.
    private readonly List<ExpectedPayment> _paid = [];

    // By user, what the events of the batch are about. Events of one kind keep their order; a user with two kinds of events might
    // have them in another order than the batch.
    private readonly Dictionary<string, Type> _kinds = new(StringComparer.Ordinal);

    // By the id of the entry, what the balance is right after it.
    private readonly Dictionary<string, long> _balances = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<LedgerEvent> _batch;
    private IReadOnlyList<PaymentEvent> _events = [];

    private ExpectedBatch(IReadOnlyList<LedgerEvent> batch) => _batch = batch;

    // Null: some event is of a kind that is always loaded first, or an operator's, or would be refused, or must follow one of another kind.
    public static ExpectedBatch? Of(IReadOnlyList<LedgerEvent> batch)
    {
        var expected = new ExpectedBatch(batch);
        return batch.All(change => change.By is null && EventAssertions.BrokenBy(change) is null && expected.Add(change)) ? expected : null;
    }

    // Two processes can deadlock only where both have events of the same user or order at the same time. PostgreSQL then ends one
    // transaction, and its batch is loaded.
    public void Write(PostgresBatch batch)
    {
        batch.Charge(_charges, KeepBalance);
        batch.Insert(Tables.Orders, _placed);
        batch.Pay(_payments, KeepBalance);
        batch.Buy(_purchases, KeepBalance);
        batch.Insert(Tables.OrderLines, [.. Inserted.SelectMany(LineRow.Of)]);
        batch.CountCoupons([.. _campaigns.Values.OrderBy(row => row.Campaign.Id, StringComparer.Ordinal)], at => _counts[at.Text()] = at.Number());
        batch.IssueCoupons(_issued.ConvertAll(issued => (issued.Coupon, LaterThan(issued))));
        batch.UseCoupons([.. _paid.Where(payment => payment.Coupon is not null).OrderBy(payment => payment.Coupon!.Id, StringComparer.Ordinal)]);
        var sold = _paid.SelectMany(payment => payment.Order.Lines).ToList();
        batch.TakeStock(
        [
            .. sold
                .GroupBy(
                    line => (line.Sku, line.ProductId),
                    (variant, lines) => (variant.Sku, variant.ProductId, Units: lines.Sum(line => (long)line.Quantity)))
                .OrderBy(row => row.Sku, StringComparer.Ordinal),
        ]);
        batch.NoteChanges([.. sold.Select(line => line.ProductId).Distinct(StringComparer.Ordinal)]);

        // After the stock: a statement sees what was committed before it began, and from here on nobody else can change a locked variant.
        batch.ComparePrices([.. Inserted.SelectMany(order => order.Lines).Select(line => (line.Sku, line.ProductId, line.Price)).Distinct()]);

        _events = _paid.ConvertAll(payment => PaymentEvents.Completed(payment.Order, payment.Cause));
        BooksWrite.Write(_events, batch);
        BooksWrite.AddSales(
            [.. _paid.SelectMany(payment => payment.Order.Lines, (payment, line) => new SalesRow(payment.Order.PaidAt!.Value, line.ProductId, line.Quantity))],
            batch);
    }

    // To be asked after the batch was written.
    public CommittedBatch Committed()
    {
        var payments = _paid.ToDictionary(payment => payment.Order.Id, StringComparer.Ordinal);
        var coupons = _issued.ToDictionary(
            issued => issued.Coupon.Id,
            issued => issued.Coupon with { Place = _counts[issued.Coupon.CampaignId] - LaterThan(issued) }, StringComparer.Ordinal);
        return new(
        [
            .. _batch.Select(change => Verdict.Committed(change switch
            {
                WalletCharged charged => charged.ToEntry(_balances[charged.Id]),
                CouponIssued issued => coupons[issued.Id],
                OrderPlaced placed => placed.Order,
                _ => payments[change.Id].Order with { Balance = _balances[Ids.Payment(change.Id)] },
            })),
        ],
        _events);
    }

    private IEnumerable<Order> Inserted => _placed.Concat(_purchases.Select(purchase => purchase.Order));

    private bool Add(LedgerEvent change) => change switch
    {
        WalletCharged charged => IsOnlyKindOf(charged.UserId, change) && Add(charged),
        OrderPlaced placed => IsOnlyKindOf(placed.Order.UserId, change) && Add(placed),
        OrderPaid paid => IsOnlyKindOf(paid.Order.UserId, change) && Add(_payments, paid),
        OrderBought bought => IsOnlyKindOf(bought.Order.UserId, change) && Add(_purchases, bought.ToPaid()),
        CouponIssued issued => IsOnlyKindOf(issued.UserId, change) && Add(issued),
        _ => false,
    };

    private bool IsOnlyKindOf(string userId, LedgerEvent change) =>
        _kinds.TryAdd(userId, change.GetType()) || _kinds[userId] == change.GetType();

    private bool Add(WalletCharged charged)
    {
        _charges.Add(charged);
        return true;
    }

    private bool Add(OrderPlaced placed)
    {
        _placed.Add(placed.Order);
        return true;
    }

    private bool Add(List<ExpectedPayment> ofKind, OrderPaid pay)
    {
        var discount = 0L;
        var coupon = pay.CouponId is null ? null : pay.Coupon;
        if (pay.CouponId is not null)
        {
            (var refusal, discount) = CouponRules.Apply(coupon, pay.Order.Total, pay.At);
            if (refusal is not null || coupon!.Id != pay.CouponId || coupon.UserId != pay.Order.UserId)
            {
                return false;
            }
        }

        if (pay.Discount != discount || pay.Order.State != OrderState.Open || pay.Order.IsExpired(pay.At))
        {
            return false;
        }

        var payment = new ExpectedPayment(pay.Order.AsPaid(pay, coupon), coupon, pay);
        ofKind.Add(payment);
        _paid.Add(payment);
        return true;
    }

    private bool Add(CouponIssued issued)
    {
        if (issued.IsGiven || issued.Campaign is not { } campaign || !campaign.IsOpen(issued.At))
        {
            return false;
        }

        var (known, number) = _campaigns.GetValueOrDefault(campaign.Id, new(campaign, 0));
        if (known != campaign.InPlaceOf(known))
        {
            return false;
        }

        _campaigns[campaign.Id] = new(known, number + 1);
        _issued.Add(new(issued.ToCoupon(campaign), number + 1));
        return true;
    }

    private long LaterThan(ExpectedCoupon issued) => _campaigns[issued.Coupon.CampaignId].Number - issued.Nth;

    private void KeepBalance(Columns at) => _balances[at.Text()] = at.Number();
}

// An order as it is once it is paid, but for the balance.
internal sealed record ExpectedPayment(Order Order, Coupon? Coupon, OrderPaid Cause);

// So many coupons of a campaign.
internal sealed record ExpectedCoupons(Campaign Campaign, long Number);

// A coupon without its place. Nth: among those of its campaign in the batch, from 1.
internal sealed record ExpectedCoupon(Coupon Coupon, long Nth);
