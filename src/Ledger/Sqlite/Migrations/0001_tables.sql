-- Times are unix milliseconds in UTC; money is in won. "number" grows in order of commit.
CREATE TABLE products (
    ordinal INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    description TEXT,
    vendor TEXT,
    image_url TEXT,
    options TEXT NOT NULL,
    changed INTEGER NOT NULL
);
CREATE INDEX products_changed ON products (changed);

CREATE TABLE variants (
    sku TEXT NOT NULL PRIMARY KEY,
    product_id TEXT NOT NULL REFERENCES products (id),
    options TEXT NOT NULL,
    price INTEGER NOT NULL CHECK (price >= 0),
    stock INTEGER NOT NULL CHECK (stock >= 0),
    position INTEGER NOT NULL,
    is_sold INTEGER NOT NULL,
    changed INTEGER NOT NULL
);
CREATE INDEX variants_product ON variants (product_id, position);
CREATE INDEX variants_changed ON variants (changed);

-- Counts the commits that changed a product or variant; "changed" is its value then.
CREATE TABLE catalogue_changes (value INTEGER NOT NULL);
INSERT INTO catalogue_changes VALUES (0);

CREATE TABLE stock_adjustments (
    id TEXT NOT NULL PRIMARY KEY,
    sku TEXT NOT NULL REFERENCES variants (sku),
    delta INTEGER NOT NULL,
    stock INTEGER NOT NULL,
    at INTEGER NOT NULL
);

CREATE TABLE wallets (
    user_id TEXT NOT NULL PRIMARY KEY,
    balance INTEGER NOT NULL CHECK (balance >= 0)
);

-- A payment's id comes from its order: an order is paid once, and refunded once.
CREATE TABLE wallet_entries (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    user_id TEXT NOT NULL REFERENCES wallets (user_id),
    kind TEXT NOT NULL CHECK (kind IN ('charge', 'payment', 'refund')),
    amount INTEGER NOT NULL,
    balance INTEGER NOT NULL CHECK (balance >= 0),
    order_id TEXT,
    at INTEGER NOT NULL
);
CREATE INDEX wallet_entries_user ON wallet_entries (user_id, number);

CREATE TABLE campaigns (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    discount_type TEXT NOT NULL CHECK (discount_type IN ('fixed', 'percent')),
    discount_value INTEGER NOT NULL,
    discount_maximum INTEGER,
    minimum_order INTEGER NOT NULL,
    quantity INTEGER NOT NULL,
    issued INTEGER NOT NULL CHECK (issued BETWEEN 0 AND quantity),
    valid_days INTEGER NOT NULL,
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL
);
CREATE INDEX campaigns_end ON campaigns (ends_at, id);

CREATE TABLE coupons (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    campaign_id TEXT NOT NULL REFERENCES campaigns (id),
    user_id TEXT NOT NULL,
    name TEXT NOT NULL,
    discount_type TEXT NOT NULL CHECK (discount_type IN ('fixed', 'percent')),
    discount_value INTEGER NOT NULL,
    discount_maximum INTEGER,
    minimum_order INTEGER NOT NULL,
    issued_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    order_id TEXT,
    used_at INTEGER,
    UNIQUE (campaign_id, user_id),
    CHECK ((order_id IS NULL) = (used_at IS NULL))
);
CREATE INDEX coupons_campaign ON coupons (campaign_id, number);
CREATE INDEX coupons_user ON coupons (user_id, number);

CREATE TABLE orders (
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
    CHECK ((state = 'open') = (paid_at IS NULL)),
    CHECK ((state = 'cancelled') = (cancelled_at IS NOT NULL))
);
CREATE INDEX orders_user ON orders (user_id, number);
CREATE INDEX orders_in_cart ON orders (user_id) WHERE from_cart AND NOT taken_from_cart AND state <> 'open';

CREATE TABLE order_lines (
    order_id TEXT NOT NULL REFERENCES orders (id),
    position INTEGER NOT NULL,
    sku TEXT NOT NULL,
    product_id TEXT NOT NULL,
    name TEXT NOT NULL,
    options TEXT NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    price INTEGER NOT NULL CHECK (price >= 0),
    PRIMARY KEY (order_id, position)
) WITHOUT ROWID;

CREATE TABLE sales_hourly (
    hour INTEGER NOT NULL,
    product_id TEXT NOT NULL,
    units INTEGER NOT NULL,
    PRIMARY KEY (hour, product_id)
) WITHOUT ROWID;

-- For ever; the outbox holds what is still to be published of it.
CREATE TABLE payment_events (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL CHECK (type IN ('completed', 'cancelled')),
    order_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    partition INTEGER NOT NULL,
    at INTEGER NOT NULL,
    data TEXT NOT NULL
);
CREATE INDEX payment_events_at ON payment_events (at);

CREATE TABLE outbox (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id TEXT NOT NULL REFERENCES payment_events (id),
    partition INTEGER NOT NULL,
    parked_reason TEXT
);
CREATE INDEX outbox_parked ON outbox (number) WHERE parked_reason IS NOT NULL;

CREATE TABLE payment_stream (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    published INTEGER NOT NULL,
    lease_owner TEXT,
    lease_until INTEGER
);
INSERT INTO payment_stream VALUES (1, 0, NULL, NULL);

-- State that grains keep themselves, such as carts.
CREATE TABLE grain_state (
    grain_type TEXT NOT NULL,
    grain_key TEXT NOT NULL,
    state_name TEXT NOT NULL,
    version INTEGER NOT NULL,
    payload TEXT NOT NULL,
    PRIMARY KEY (grain_type, grain_key, state_name)
) WITHOUT ROWID;
