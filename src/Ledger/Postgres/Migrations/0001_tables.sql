-- Times are in UTC to the millisecond; money is in won. "number" grows in order of commit. "changed" is the last transaction that changed the row.
CREATE TABLE products (
    ordinal bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text COLLATE "C" NOT NULL UNIQUE,
    name text NOT NULL,
    description text,
    vendor text,
    image_url text,
    options json NOT NULL,
    changed xid8 NOT NULL
);
CREATE INDEX products_changed ON products (changed);

CREATE TABLE variants (
    sku text COLLATE "C" NOT NULL PRIMARY KEY,
    product_id text COLLATE "C" NOT NULL REFERENCES products (id),
    options json NOT NULL,
    price bigint NOT NULL CHECK (price >= 0),
    stock bigint NOT NULL CHECK (stock >= 0),
    position bigint NOT NULL,
    is_sold boolean NOT NULL,
    changed xid8 NOT NULL
) WITH (fillfactor = 80);
CREATE INDEX variants_product ON variants (product_id, position);
CREATE INDEX variants_changed ON variants (changed);

CREATE TABLE stock_adjustments (
    id text COLLATE "C" NOT NULL PRIMARY KEY,
    sku text COLLATE "C" NOT NULL REFERENCES variants (sku),
    delta bigint NOT NULL,
    stock bigint NOT NULL,
    at timestamptz NOT NULL
);

CREATE TABLE wallets (
    user_id text COLLATE "C" NOT NULL PRIMARY KEY,
    balance bigint NOT NULL CHECK (balance >= 0)
) WITH (fillfactor = 80);

-- A payment's id comes from its order: an order is paid once, and refunded once.
CREATE TABLE wallet_entries (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text COLLATE "C" NOT NULL UNIQUE,
    user_id text COLLATE "C" NOT NULL REFERENCES wallets (user_id),
    kind text NOT NULL CHECK (kind IN ('charge', 'payment', 'refund')),
    amount bigint NOT NULL,
    balance bigint NOT NULL CHECK (balance >= 0),
    order_id text COLLATE "C",
    at timestamptz NOT NULL
);
CREATE INDEX wallet_entries_user ON wallet_entries (user_id, number);

CREATE TABLE campaigns (
    id text COLLATE "C" NOT NULL PRIMARY KEY,
    name text NOT NULL,
    discount_type text NOT NULL CHECK (discount_type IN ('fixed', 'percent')),
    discount_value bigint NOT NULL,
    discount_maximum bigint,
    minimum_order bigint NOT NULL,
    quantity bigint NOT NULL,
    issued bigint NOT NULL CHECK (issued BETWEEN 0 AND quantity),
    valid_days bigint NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL
) WITH (fillfactor = 80);
CREATE INDEX campaigns_end ON campaigns (ends_at, id);

CREATE TABLE coupons (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text COLLATE "C" NOT NULL UNIQUE,
    campaign_id text COLLATE "C" NOT NULL REFERENCES campaigns (id),
    user_id text COLLATE "C" NOT NULL,
    name text NOT NULL,
    discount_type text NOT NULL CHECK (discount_type IN ('fixed', 'percent')),
    discount_value bigint NOT NULL,
    discount_maximum bigint,
    minimum_order bigint NOT NULL,
    issued_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    order_id text COLLATE "C",
    used_at timestamptz,
    UNIQUE (campaign_id, user_id),
    CHECK ((order_id IS NULL) = (used_at IS NULL))
) WITH (fillfactor = 80);
CREATE INDEX coupons_campaign ON coupons (campaign_id, number);
CREATE INDEX coupons_user ON coupons (user_id, number);

CREATE TABLE orders (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text COLLATE "C" NOT NULL UNIQUE,
    user_id text COLLATE "C" NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'paid', 'cancelled')),
    total bigint NOT NULL,
    fingerprint text NOT NULL,
    from_cart boolean NOT NULL,
    taken_from_cart boolean NOT NULL DEFAULT FALSE,
    placed_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    discount bigint NOT NULL,
    paid bigint NOT NULL CHECK (paid >= 0),
    coupon_id text COLLATE "C",
    campaign_id text COLLATE "C",
    balance bigint,
    paid_at timestamptz,
    cancelled_at timestamptz,
    CHECK ((state = 'open') = (paid_at IS NULL)),
    CHECK ((state = 'cancelled') = (cancelled_at IS NOT NULL))
) WITH (fillfactor = 80);
CREATE INDEX orders_user ON orders (user_id, number);
CREATE INDEX orders_in_cart ON orders (user_id) WHERE from_cart AND NOT taken_from_cart AND state <> 'open';

CREATE TABLE order_lines (
    order_id text COLLATE "C" NOT NULL REFERENCES orders (id),
    position bigint NOT NULL,
    sku text COLLATE "C" NOT NULL,
    product_id text COLLATE "C" NOT NULL,
    name text NOT NULL,
    options json NOT NULL,
    quantity bigint NOT NULL CHECK (quantity > 0),
    price bigint NOT NULL CHECK (price >= 0),
    PRIMARY KEY (order_id, position)
);

CREATE TABLE sales_hourly (
    hour timestamptz NOT NULL,
    product_id text COLLATE "C" NOT NULL,
    units bigint NOT NULL,
    PRIMARY KEY (hour, product_id)
) WITH (fillfactor = 80);

-- For ever; the outbox holds what is still to be published of it.
CREATE TABLE payment_events (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text COLLATE "C" NOT NULL UNIQUE,
    type text NOT NULL CHECK (type IN ('completed', 'cancelled')),
    order_id text COLLATE "C" NOT NULL,
    user_id text COLLATE "C" NOT NULL,
    partition bigint NOT NULL,
    at timestamptz NOT NULL,
    data json NOT NULL
);
CREATE INDEX payment_events_at ON payment_events (at);

CREATE TABLE outbox (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id text COLLATE "C" NOT NULL REFERENCES payment_events (id),
    partition bigint NOT NULL,
    parked_reason text
);
CREATE INDEX outbox_parked ON outbox (number) WHERE parked_reason IS NOT NULL;

CREATE TABLE payment_stream (
    id bigint NOT NULL PRIMARY KEY CHECK (id = 1),
    published bigint NOT NULL,
    lease_owner text,
    lease_until timestamptz
);
INSERT INTO payment_stream VALUES (1, 0, NULL, NULL);

-- State that grains keep themselves, such as carts.
CREATE TABLE grain_state (
    grain_type text NOT NULL,
    grain_key text COLLATE "C" NOT NULL,
    state_name text NOT NULL,
    version bigint NOT NULL,
    payload text NOT NULL,
    PRIMARY KEY (grain_type, grain_key, state_name)
);
