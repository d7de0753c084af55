-- Give up soon when somebody reads a table for long, see 0004. In the order in which payments lock rows, and with what 0016 and 0017 change in
-- the same transaction, as in 0010.
SET LOCAL lock_timeout = '2s';
LOCK TABLE wallet_entries, orders, coupons, parked_payments, outbox, payment_totals, admin_log IN ACCESS EXCLUSIVE MODE;

-- In which trace an event came about, as W3C writes a traceparent. Null: in none that was recorded, or it is published again. Nothing rests on it.
ALTER TABLE outbox ADD COLUMN traceparent text;
