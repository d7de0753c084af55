-- Money that an operator gave or took back, and why. SQLite cannot change the constraints of a table, so the table is made again.
CREATE TABLE new_wallet_entries (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    user_id TEXT NOT NULL REFERENCES wallets (user_id),
    kind TEXT NOT NULL CHECK (kind IN ('charge', 'payment', 'refund', 'adjustment')),
    amount INTEGER NOT NULL,
    balance INTEGER NOT NULL CHECK (balance >= 0),
    order_id TEXT,
    at INTEGER NOT NULL,
    reason TEXT
);
INSERT INTO new_wallet_entries SELECT *, NULL FROM wallet_entries;
DROP TABLE wallet_entries;
ALTER TABLE new_wallet_entries RENAME TO wallet_entries;
CREATE INDEX wallet_entries_user ON wallet_entries (user_id, number);

-- Orders of each state by the time they were placed. All orders are those of the three states together.
CREATE INDEX orders_placed ON orders (state, placed_at, number);

-- What the coupons of a campaign took off; orders without a coupon are not in it.
CREATE INDEX orders_campaign ON orders (campaign_id, state, discount) WHERE campaign_id IS NOT NULL;

-- Orders of a sku by the time they were placed, which the lines have as well.
ALTER TABLE order_lines ADD COLUMN placed_at INTEGER;
UPDATE order_lines SET placed_at = (SELECT placed_at FROM orders WHERE id = order_id);
CREATE INDEX order_lines_sku ON order_lines (sku, placed_at);

-- "given" are those of the issued coupons that operators gave, also while the campaign is paused.
ALTER TABLE campaigns ADD COLUMN paused INTEGER NOT NULL DEFAULT FALSE;
ALTER TABLE campaigns ADD COLUMN given INTEGER NOT NULL DEFAULT 0;
