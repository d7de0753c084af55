-- Finds orders that were cancelled and never paid, in the order of their age. Those that are still open are found by their state.
CREATE INDEX orders_never_paid ON orders (placed_at) WHERE state = 'cancelled' AND paid_at IS NULL;

-- An entry that stands for older payments and refunds of its wallet, which were removed; one for each wallet. SQLite cannot change the
-- constraints of a table, so the table is made again.
CREATE TABLE new_wallet_entries (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    user_id TEXT NOT NULL REFERENCES wallets (user_id),
    kind TEXT NOT NULL CHECK (kind IN ('charge', 'payment', 'refund', 'adjustment', 'closing')),
    amount INTEGER NOT NULL,
    balance INTEGER NOT NULL CHECK (balance >= 0),
    order_id TEXT,
    at INTEGER NOT NULL,
    reason TEXT,
    hash BLOB
);
INSERT INTO new_wallet_entries SELECT number, id, user_id, kind, amount, balance, order_id, at, reason, hash FROM wallet_entries;
DROP TABLE wallet_entries;
ALTER TABLE new_wallet_entries RENAME TO wallet_entries;
CREATE INDEX wallet_entries_user ON wallet_entries (user_id, number);
CREATE UNIQUE INDEX wallet_entries_closing ON wallet_entries (user_id) WHERE kind = 'closing';

-- How many payment events were removed, all of them from before that time.
ALTER TABLE payment_totals ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE payment_totals ADD COLUMN removed_before INTEGER;

-- Finds out whether an event is parked.
CREATE INDEX parked_payments_event ON parked_payments (event_id);

-- A line of the log that was removed leaves the digest of its content, of which the hash of the chain is made.
CREATE TABLE admin_log_digests (
    number INTEGER NOT NULL PRIMARY KEY,
    digest BLOB NOT NULL
);
DROP TRIGGER admin_log_no_delete;
CREATE TRIGGER admin_log_leaves_digest BEFORE DELETE ON admin_log
WHEN NOT EXISTS (SELECT 1 FROM admin_log_digests WHERE number = OLD.number) BEGIN
    SELECT RAISE(ABORT, 'Lines of admin_log are never changed.');
END;

-- Which process removes what is past its age, and from when on the next run may begin.
CREATE TABLE retention (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    owner TEXT,
    owned_until INTEGER,
    next_at INTEGER,
    CHECK ((owner IS NULL) = (owned_until IS NULL))
);
INSERT INTO retention (id) VALUES (1);
