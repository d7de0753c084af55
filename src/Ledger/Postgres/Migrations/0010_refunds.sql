-- Give up soon when somebody reads a table for long, see 0004. In the order in which payments lock rows, and with what 0011 changes in the
-- same transaction: a payment that has its wallet entry and waits for its order would otherwise wait for us, and we for it.
SET LOCAL lock_timeout = '2s';
LOCK TABLE wallet_entries, orders, campaigns, order_lines, payment_events IN ACCESS EXCLUSIVE MODE;

-- Rows that are there keep these rules, so they are not read again for them. A program that knows only refunds of whole orders leaves
-- "refunded" and "cancelled" as they are: of what it cancels, nothing is said to be refunded, and all is. It cannot cancel what was refunded
-- in part.
ALTER TABLE orders
    ADD COLUMN refunded bigint NOT NULL DEFAULT 0,
    ADD CONSTRAINT orders_refunded_check
        CHECK (refunded BETWEEN 0 AND paid AND (state <> 'cancelled' OR refunded = 0 OR refunded = paid)) NOT VALID;

ALTER TABLE order_lines
    ADD COLUMN cancelled bigint NOT NULL DEFAULT 0,
    ADD CONSTRAINT order_lines_cancelled_check CHECK (cancelled BETWEEN 0 AND quantity) NOT VALID;

ALTER TABLE payment_events
    DROP CONSTRAINT payment_events_type_check,
    ADD CONSTRAINT payment_events_type_check CHECK (type IN ('completed', 'cancelled', 'refunded')) NOT VALID;

-- What each cancellation took back. Rows are never changed. "id" is that of the cancellation; a repeat meets it. "is_whole": all that was
-- left was asked for.
CREATE TABLE refunds (
    id text COLLATE "C" NOT NULL PRIMARY KEY,
    order_id text COLLATE "C" NOT NULL,
    number bigint NOT NULL CHECK (number > 0),
    items json NOT NULL,
    amount bigint NOT NULL CHECK (amount >= 0),
    reason text,
    at timestamptz NOT NULL,
    is_whole boolean NOT NULL,
    UNIQUE (order_id, number)
);
