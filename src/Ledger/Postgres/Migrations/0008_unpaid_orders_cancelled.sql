-- Give up soon when somebody reads the table for long, see 0004.
SET LOCAL lock_timeout = '2s';

-- A cancelled order may never have been paid; it then has no time of payment. The rows so far kept a stricter rule, so they are not
-- read again for this one.
ALTER TABLE orders
    DROP CONSTRAINT orders_check,
    ADD CONSTRAINT orders_paid_at_check CHECK (state = 'cancelled' OR (state = 'open') = (paid_at IS NULL)) NOT VALID,
    ADD COLUMN cancel_reason text;
