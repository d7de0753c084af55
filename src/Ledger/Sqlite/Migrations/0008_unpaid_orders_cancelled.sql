-- A cancelled order may never have been paid; it then has no time of payment. SQLite cannot change the constraints of a table, so the
-- table is made again, and with it the lines, which refer to it.
CREATE TABLE new_orders (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    user_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'paid', 'cancelled')),
    total INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    from_cart INTEGER NOT NULL,
    taken_from_cart INTEGER NOT NULL DEFAULT FALSE,
    placed_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    discount INTEGER NOT NULL,
    paid INTEGER NOT NULL CHECK (paid >= 0),
    coupon_id TEXT,
    campaign_id TEXT,
    balance INTEGER,
    paid_at INTEGER,
    cancelled_at INTEGER,
    cancel_reason TEXT,
    CHECK (state = 'cancelled' OR (state = 'open') = (paid_at IS NULL)),
    CHECK ((state = 'cancelled') = (cancelled_at IS NOT NULL))
);
INSERT INTO new_orders SELECT *, NULL FROM orders;

CREATE TABLE new_order_lines (
    order_id TEXT NOT NULL REFERENCES new_orders (id),
    position INTEGER NOT NULL,
    sku TEXT NOT NULL,
    product_id TEXT NOT NULL,
    name TEXT NOT NULL,
    options TEXT NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    price INTEGER NOT NULL CHECK (price >= 0),
    PRIMARY KEY (order_id, position)
) WITHOUT ROWID;
INSERT INTO new_order_lines SELECT * FROM order_lines;

DROP TABLE order_lines;
DROP TABLE orders;
ALTER TABLE new_orders RENAME TO orders;
ALTER TABLE new_order_lines RENAME TO order_lines;
CREATE INDEX orders_user ON orders (user_id, number);
CREATE INDEX orders_in_cart ON orders (user_id) WHERE from_cart AND NOT taken_from_cart AND state <> 'open';
