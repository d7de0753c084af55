namespace ECommerce.Ledger.Tests;

// Rows as programs of earlier versions wrote them, by the migration behind which they first could: mina has charged 50,000, paid an order with a
// coupon, had another one taken back, and left a third unpaid. Later versions add a line of the log, a refund in part, and an adjustment.
internal sealed class OlderBooks(string dialect)
{
    // What mina has at the end, by the version that her books have come to.
    public static long Balance(int version) => version switch
    {
        < 10 => 48_200,
        10 => 47_200,
        _ => 47_700,
    };

    // The rows that become possible with a version; null: none.
    public string? At(int version) => version switch
    {
        1 => First(),
        9 => $"INSERT INTO admin_log (actor, action, subject, at) VALUES ('op', 'campaign.pause', 'campaigns/none', {Now})",
        10 => RefundInPart(),
        11 => Adjustment(),
        _ => null,
    };

    private string Now => Time(Given.Now);

    private string Hour => Time(Books.Hour(Given.Now));

    private string Changed => dialect == "Sqlite" ? "0" : "'1'";

    private string First()
    {
        var coupon = Ids.Coupon("spring", "mina");
        var paid = Paid("o1", 200, 48_200, coupon, Given.Line(quantity: 2));
        var cancelled = Paid("o2", 0, 47_200, null, Given.Line()) with { State = OrderState.Cancelled, CancelledAt = Given.Now };
        return
            $$"""
            INSERT INTO products (id, name, options, changed) VALUES ('coat', 'Coat', '[{"name":"Size","values":["S","M"]}]', {{Changed}});
            INSERT INTO variants (sku, product_id, options, price, stock, position, is_sold, changed) VALUES
                ('coat-S', 'coat', '{"Size":"S"}', 1000, 8, 0, TRUE, {{Changed}}), ('coat-M', 'coat', '{"Size":"M"}', 1000, 10, 1, TRUE, {{Changed}});
            INSERT INTO stock_adjustments (id, sku, delta, stock, at) VALUES ('initial_coat-S', 'coat-S', 10, 10, {{Now}}), ('initial_coat-M', 'coat-M', 10, 10, {{Now}});
            INSERT INTO wallets (user_id, balance) VALUES ('mina', 48200);
            INSERT INTO wallet_entries (id, user_id, kind, amount, balance, order_id, at) VALUES
                ('chg_1', 'mina', 'charge', 50000, 50000, NULL, {{Now}}), ('pay_o1', 'mina', 'payment', -1800, 48200, 'o1', {{Now}}),
                ('pay_o2', 'mina', 'payment', -1000, 47200, 'o2', {{Now}}), ('ref_o2', 'mina', 'refund', 1000, 48200, 'o2', {{Now}});
            INSERT INTO campaigns (id, name, discount_type, discount_value, minimum_order, quantity, issued, valid_days, starts_at, ends_at)
                VALUES ('spring', 'Spring', 'percent', 10, 0, 100, 1, 7, {{Now}}, {{Time(Given.Now.AddDays(30))}});
            INSERT INTO coupons (id, campaign_id, user_id, name, discount_type, discount_value, minimum_order, issued_at, expires_at, order_id, used_at)
                VALUES ('{{coupon}}', 'spring', 'mina', 'Spring', 'percent', 10, 0, {{Now}}, {{Time(Given.Now.AddDays(7))}}, 'o1', {{Now}});
            {{Placed("o1", "paid", 2000)}}
            {{Placed("o2", "paid", 1000)}}
            {{Placed("o3", "open", 1000)}}
            UPDATE orders SET discount = 200, paid = 1800, coupon_id = '{{coupon}}', campaign_id = 'spring', balance = 48200 WHERE id = 'o1';
            UPDATE orders SET state = 'cancelled', paid = 1000, balance = 47200, cancelled_at = {{Now}} WHERE id = 'o2';
            INSERT INTO order_lines (order_id, position, sku, product_id, name, options, quantity, price) VALUES
                ('o1', 0, 'coat-S', 'coat', 'Coat', '{"Size":"S"}', 2, 1000), ('o2', 0, 'coat-S', 'coat', 'Coat', '{"Size":"S"}', 1, 1000),
                ('o3', 0, 'coat-M', 'coat', 'Coat', '{"Size":"M"}', 1, 1000);
            INSERT INTO sales_hourly (hour, product_id, units) VALUES ({{Hour}}, 'coat', 2);
            {{Told(PaymentEvents.Completed(paid))}}
            {{Told(PaymentEvents.Completed(cancelled with { State = OrderState.Paid, CancelledAt = null }))}}
            {{Told(PaymentEvents.Cancelled(cancelled))}}
            DELETE FROM outbox WHERE event_id = 'o1.completed';
            UPDATE payment_stream SET published = 1;
            """;
    }

    private string RefundInPart()
    {
        var paid = Paid("o4", 0, 46_200, null, Given.Line("coat-M", 2));
        var refund = new Refund("r1", "o4", 1, [new("coat-M", 1)], 1_000, null, Given.Now, IsWhole: false);
        var after = paid.TakeBack(refund.Items, refund.At, refund.Reason);
        return
            $$"""
            UPDATE wallets SET balance = 47200;
            INSERT INTO wallet_entries (id, user_id, kind, amount, balance, order_id, at) VALUES
                ('pay_o4', 'mina', 'payment', -2000, 46200, 'o4', {{Now}}), ('ref_o4', 'mina', 'refund', 1000, 47200, 'o4', {{Now}});
            {{Placed("o4", "paid", 2000)}}
            UPDATE orders SET paid = 2000, balance = 46200, refunded = 1000 WHERE id = 'o4';
            INSERT INTO order_lines (order_id, position, sku, product_id, name, options, quantity, price, cancelled)
                VALUES ('o4', 0, 'coat-M', 'coat', 'Coat', '{"Size":"M"}', 2, 1000, 1);
            INSERT INTO refunds (id, order_id, number, items, amount, at, is_whole) VALUES ('r1', 'o4', 1, '{{JsonColumns.Write(refund.Items)}}', 1000, {{Now}}, FALSE);
            UPDATE variants SET stock = 9 WHERE sku = 'coat-M';
            UPDATE sales_hourly SET units = units + 1;
            {{Told(PaymentEvents.Completed(paid))}}
            {{Told(PaymentEvents.Refunded(after, RefundRules.Units(paid, after), refund))}}
            """;
    }

    private string Adjustment() =>
        $$"""
        UPDATE wallets SET balance = 47700;
        INSERT INTO wallet_entries (id, user_id, kind, amount, balance, at, reason) VALUES ('wad_1', 'mina', 'adjustment', 500, 47700, {{Now}}, 'Sorry.');
        INSERT INTO admin_log (actor, action, subject, reason, after, at)
            VALUES ('op', 'wallet.adjust', 'users/mina', 'Sorry.', '{"balance":47700,"amount":500,"entryId":"wad_1"}', {{Now}});
        """;

    private static Order Paid(string id, long discount, long balance, string? couponId, OrderLine line)
    {
        var order = Given.Order(id, lines: line);
        return order with
        {
            State = OrderState.Paid,
            Discount = discount,
            Paid = order.Total - discount,
            CouponId = couponId,
            CampaignId = couponId is null ? null : "spring",
            Balance = balance,
            PaidAt = Given.Now,
        };
    }

    private string Placed(string id, string state, long total) =>
        $"""
        INSERT INTO orders (id, user_id, state, total, fingerprint, from_cart, placed_at, expires_at, discount, paid, paid_at)
            VALUES ('{id}', 'mina', '{state}', {total}, 'f', FALSE, {Now}, {Time(Given.Now + Bounds.OrderAge)}, 0, 0, {(state == "open" ? "NULL" : Now)});
        """;

    private string Told(PaymentEvent told) =>
        $"""
        INSERT INTO payment_events (id, type, order_id, user_id, partition, at, data)
            VALUES ('{told.Id}', '{Tables.Word(told.Type)}', '{told.OrderId}', '{told.UserId}', {told.Partition}, {Time(told.At)}, '{told.Data}');
        INSERT INTO outbox (event_id, partition) VALUES ('{told.Id}', {told.Partition});
        """;

    private string Time(DateTimeOffset at) => dialect == "Sqlite"
        ? at.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture)
        : $"'{EventTime.Text(at)}'";
}
