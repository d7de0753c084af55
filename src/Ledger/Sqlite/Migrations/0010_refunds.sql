-- A program that knows only refunds of whole orders leaves "refunded" and "cancelled" as they are: of what it cancels, nothing is said to be
-- refunded, and all is. It cannot cancel what was refunded in part.
ALTER TABLE orders ADD COLUMN refunded INTEGER NOT NULL DEFAULT 0
    CHECK (refunded BETWEEN 0 AND paid AND (state <> 'cancelled' OR refunded = 0 OR refunded = paid));
ALTER TABLE order_lines ADD COLUMN cancelled INTEGER NOT NULL DEFAULT 0 CHECK (cancelled BETWEEN 0 AND quantity);

-- What each cancellation took back. Rows are never changed. "id" is that of the cancellation; a repeat meets it. "is_whole": all that was
-- left was asked for.
CREATE TABLE refunds (
    id TEXT NOT NULL PRIMARY KEY,
    order_id TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0),
    items TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount >= 0),
    reason TEXT,
    at INTEGER NOT NULL,
    is_whole INTEGER NOT NULL,
    UNIQUE (order_id, number)
) WITHOUT ROWID;

-- Another type of event. SQLite cannot change the constraints of a table, so the table is made again, and with it those that refer to it.
CREATE TABLE new_payment_events (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL CHECK (type IN ('completed', 'cancelled', 'refunded')),
    order_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    partition INTEGER NOT NULL,
    at INTEGER NOT NULL,
    data TEXT NOT NULL
);
INSERT INTO new_payment_events SELECT number, id, type, order_id, user_id, partition, at, data FROM payment_events;

CREATE TABLE new_outbox (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id TEXT NOT NULL REFERENCES new_payment_events (id),
    partition INTEGER NOT NULL
);
INSERT INTO new_outbox SELECT number, event_id, partition FROM outbox;

-- An empty outbox goes on counting: a parked event keeps its number.
DELETE FROM sqlite_sequence WHERE name = 'new_outbox';
INSERT INTO sqlite_sequence (name, seq) SELECT 'new_outbox', seq FROM sqlite_sequence WHERE name = 'outbox';

CREATE TABLE new_parked_payments (
    number INTEGER NOT NULL PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES new_payment_events (id),
    partition INTEGER NOT NULL,
    reason TEXT NOT NULL,
    going_back INTEGER NOT NULL DEFAULT FALSE
);
INSERT INTO new_parked_payments SELECT number, event_id, partition, reason, going_back FROM parked_payments;

DROP TABLE outbox;
DROP TABLE parked_payments;
DROP TABLE payment_events;
ALTER TABLE new_payment_events RENAME TO payment_events;
ALTER TABLE new_outbox RENAME TO outbox;
ALTER TABLE new_parked_payments RENAME TO parked_payments;
CREATE INDEX payment_events_at ON payment_events (at);
CREATE INDEX outbox_partition ON outbox (partition);
