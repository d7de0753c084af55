SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.campaigns (
    id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    discount_type text NOT NULL,
    discount_value bigint NOT NULL,
    discount_maximum bigint,
    minimum_order bigint NOT NULL,
    quantity bigint NOT NULL,
    issued bigint NOT NULL,
    valid_days bigint NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    CONSTRAINT campaigns_check CHECK (((issued >= 0) AND (issued <= quantity))),
    CONSTRAINT campaigns_discount_type_check CHECK ((discount_type = ANY (ARRAY['fixed'::text, 'percent'::text])))
)
WITH (fillfactor='80');
CREATE TABLE public.coupons (
    number bigint NOT NULL,
    id text NOT NULL COLLATE pg_catalog."C",
    campaign_id text NOT NULL COLLATE pg_catalog."C",
    user_id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    discount_type text NOT NULL,
    discount_value bigint NOT NULL,
    discount_maximum bigint,
    minimum_order bigint NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    order_id text COLLATE pg_catalog."C",
    used_at timestamp with time zone,
    CONSTRAINT coupons_check CHECK (((order_id IS NULL) = (used_at IS NULL))),
    CONSTRAINT coupons_discount_type_check CHECK ((discount_type = ANY (ARRAY['fixed'::text, 'percent'::text])))
)
WITH (fillfactor='80');
ALTER TABLE public.coupons ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.coupons_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.grain_state (
    grain_type text NOT NULL,
    grain_key text NOT NULL COLLATE pg_catalog."C",
    state_name text NOT NULL,
    version bigint NOT NULL,
    payload text NOT NULL
);
CREATE TABLE public.order_lines (
    order_id text NOT NULL COLLATE pg_catalog."C",
    "position" bigint NOT NULL,
    sku text NOT NULL COLLATE pg_catalog."C",
    product_id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    options json NOT NULL,
    quantity bigint NOT NULL,
    price bigint NOT NULL,
    CONSTRAINT order_lines_price_check CHECK ((price >= 0)),
    CONSTRAINT order_lines_quantity_check CHECK ((quantity > 0))
);
CREATE TABLE public.orders (
    number bigint NOT NULL,
    id text NOT NULL COLLATE pg_catalog."C",
    user_id text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL,
    total bigint NOT NULL,
    fingerprint text NOT NULL,
    from_cart boolean NOT NULL,
    taken_from_cart boolean DEFAULT false NOT NULL,
    placed_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    discount bigint NOT NULL,
    paid bigint NOT NULL,
    coupon_id text COLLATE pg_catalog."C",
    campaign_id text COLLATE pg_catalog."C",
    balance bigint,
    paid_at timestamp with time zone,
    cancelled_at timestamp with time zone,
    CONSTRAINT orders_check CHECK (((state = 'open'::text) = (paid_at IS NULL))),
    CONSTRAINT orders_check1 CHECK (((state = 'cancelled'::text) = (cancelled_at IS NOT NULL))),
    CONSTRAINT orders_paid_check CHECK ((paid >= 0)),
    CONSTRAINT orders_state_check CHECK ((state = ANY (ARRAY['open'::text, 'paid'::text, 'cancelled'::text])))
)
WITH (fillfactor='80');
ALTER TABLE public.orders ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.orders_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.orleansquery (
    querykey character varying(64) NOT NULL,
    querytext character varying(8000) NOT NULL
);
CREATE TABLE public.outbox (
    number bigint NOT NULL,
    event_id text NOT NULL COLLATE pg_catalog."C",
    partition bigint NOT NULL
)
WITH (autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_threshold='5000');
ALTER TABLE public.outbox ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.outbox_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.parked_payments (
    number bigint NOT NULL,
    event_id text NOT NULL COLLATE pg_catalog."C",
    partition bigint NOT NULL,
    reason text NOT NULL,
    going_back boolean DEFAULT false NOT NULL
);
CREATE TABLE public.payment_events (
    number bigint NOT NULL,
    id text NOT NULL COLLATE pg_catalog."C",
    type text NOT NULL,
    order_id text NOT NULL COLLATE pg_catalog."C",
    user_id text NOT NULL COLLATE pg_catalog."C",
    partition bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    data json NOT NULL,
    CONSTRAINT payment_events_type_check CHECK ((type = ANY (ARRAY['completed'::text, 'cancelled'::text])))
);
ALTER TABLE public.payment_events ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.payment_events_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.payment_forwarders (
    owner text NOT NULL COLLATE pg_catalog."C",
    live_until timestamp with time zone NOT NULL
);
CREATE TABLE public.payment_partitions (
    partition bigint NOT NULL,
    published bigint NOT NULL,
    owner text COLLATE pg_catalog."C",
    owned_until timestamp with time zone,
    CONSTRAINT payment_partitions_check CHECK (((owner IS NULL) = (owned_until IS NULL)))
)
WITH (fillfactor='50');
CREATE TABLE public.payment_replays (
    number bigint NOT NULL,
    from_at timestamp with time zone NOT NULL,
    to_at timestamp with time zone NOT NULL,
    after bigint NOT NULL,
    up_to bigint NOT NULL,
    remaining bigint NOT NULL
);
ALTER TABLE public.payment_replays ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.payment_replays_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.products (
    ordinal bigint NOT NULL,
    id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    description text,
    vendor text,
    image_url text,
    options json NOT NULL,
    changed xid8 NOT NULL
);
ALTER TABLE public.products ALTER COLUMN ordinal ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.products_ordinal_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.sales_hourly (
    hour timestamp with time zone NOT NULL,
    product_id text NOT NULL COLLATE pg_catalog."C",
    units bigint NOT NULL
)
WITH (fillfactor='80');
CREATE TABLE public.schema_migrations (
    version bigint NOT NULL,
    name text NOT NULL
);
CREATE TABLE public.stock_adjustments (
    id text NOT NULL COLLATE pg_catalog."C",
    sku text NOT NULL COLLATE pg_catalog."C",
    delta bigint NOT NULL,
    stock bigint NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.variants (
    sku text NOT NULL COLLATE pg_catalog."C",
    product_id text NOT NULL COLLATE pg_catalog."C",
    options json NOT NULL,
    price bigint NOT NULL,
    stock bigint NOT NULL,
    "position" bigint NOT NULL,
    is_sold boolean NOT NULL,
    changed xid8 NOT NULL,
    CONSTRAINT variants_price_check CHECK ((price >= 0)),
    CONSTRAINT variants_stock_check CHECK ((stock >= 0))
)
WITH (fillfactor='80');
CREATE TABLE public.wallet_entries (
    number bigint NOT NULL,
    id text NOT NULL COLLATE pg_catalog."C",
    user_id text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL,
    amount bigint NOT NULL,
    balance bigint NOT NULL,
    order_id text COLLATE pg_catalog."C",
    at timestamp with time zone NOT NULL,
    CONSTRAINT wallet_entries_balance_check CHECK ((balance >= 0)),
    CONSTRAINT wallet_entries_kind_check CHECK ((kind = ANY (ARRAY['charge'::text, 'payment'::text, 'refund'::text])))
);
ALTER TABLE public.wallet_entries ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.wallet_entries_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.wallets (
    user_id text NOT NULL COLLATE pg_catalog."C",
    balance bigint NOT NULL,
    CONSTRAINT wallets_balance_check CHECK ((balance >= 0))
)
WITH (fillfactor='80');
INSERT INTO public.campaigns VALUES ('welcome', 'Welcome', 'fixed', 5000, NULL, 0, 10, 1, 3650, '2026-01-01 00:00:00+00', '2999-01-01 00:00:00+00');
INSERT INTO public.coupons OVERRIDING SYSTEM VALUE VALUES (1, 'cpn_44fdac8660c1f7b19fd2fd330679ab71', 'welcome', 'mina', 'Welcome', 'fixed', 5000, NULL, 0, '2026-11-25 21:06:14.979+00', '2036-11-22 21:06:14.979+00', 'ord_edba07d4a046554381239e69fa2e4a47', '2026-11-25 21:06:15.424+00');
INSERT INTO public.grain_state VALUES ('cart', 'mina', 'cart', 2, '{"lines":[{"sku":"TEE-WHITE","quantity":1},{"sku":"티셔츠/검정","quantity":11}],"version":2,"taken":[]}');
INSERT INTO public.grain_state VALUES ('cart', '5', 'cart', 2, '{"lines":[{"sku":"TEE-WHITE","quantity":2},{"sku":"티셔츠/검정","quantity":12}],"version":2,"taken":[]}');
INSERT INTO public.grain_state VALUES ('cart', '05', 'cart', 2, '{"lines":[{"sku":"TEE-WHITE","quantity":3},{"sku":"티셔츠/검정","quantity":13}],"version":2,"taken":[]}');
INSERT INTO public.grain_state VALUES ('cart', 'a', 'cart', 2, '{"lines":[{"sku":"TEE-WHITE","quantity":4},{"sku":"티셔츠/검정","quantity":14}],"version":2,"taken":[]}');
INSERT INTO public.grain_state VALUES ('cart', 'A', 'cart', 2, '{"lines":[{"sku":"TEE-WHITE","quantity":5},{"sku":"티셔츠/검정","quantity":15}],"version":2,"taken":[]}');
INSERT INTO public.grain_state VALUES ('cart', 'jun', 'cart', 1, '{"lines":[{"sku":"TEE-WHITE","quantity":2}],"version":1,"taken":[]}');
INSERT INTO public.order_lines VALUES ('ord_edba07d4a046554381239e69fa2e4a47', 0, 'TEE-WHITE', 'tee', '코튼 티셔츠', '{"색상":"흰색"}', 1, 29000);
INSERT INTO public.order_lines VALUES ('ord_39ec1d747de3ba932802527a3daebd06', 0, 'TEE-WHITE', 'tee', '코튼 티셔츠', '{"색상":"흰색"}', 1, 29000);
INSERT INTO public.order_lines VALUES ('ord_930caf09883e3bb88a91ac986b0647ba', 0, 'TEE-WHITE', 'tee', '코튼 티셔츠', '{"색상":"흰색"}', 2, 29000);
INSERT INTO public.orders OVERRIDING SYSTEM VALUE VALUES (1, 'ord_edba07d4a046554381239e69fa2e4a47', 'mina', 'paid', 29000, 'fp_e90ac93f1e72bd0f871d57c4f85aee52', false, false, '2026-11-25 21:06:15.209+00', '2026-11-25 21:36:15.209+00', 5000, 24000, 'cpn_44fdac8660c1f7b19fd2fd330679ab71', 'welcome', 76000, '2026-11-25 21:06:15.424+00', NULL);
INSERT INTO public.orders OVERRIDING SYSTEM VALUE VALUES (2, 'ord_39ec1d747de3ba932802527a3daebd06', 'mina', 'cancelled', 29000, 'fp_e90ac93f1e72bd0f871d57c4f85aee52', false, false, '2026-11-25 21:06:15.572+00', '2026-11-25 21:36:15.572+00', 0, 29000, NULL, NULL, 47000, '2026-11-25 21:06:15.627+00', '2026-11-25 21:06:15.696+00');
INSERT INTO public.orders OVERRIDING SYSTEM VALUE VALUES (3, 'ord_930caf09883e3bb88a91ac986b0647ba', 'jun', 'paid', 58000, 'cart', true, false, '2026-11-25 21:06:15.928+00', '2026-11-25 21:36:15.928+00', 0, 58000, NULL, NULL, 142000, '2026-11-25 21:06:15.968+00', NULL);
INSERT INTO public.orleansquery VALUES ('ReadFromStorageKey', '
    SELECT convert_to(payload, ''UTF8'') AS PayloadBinary, now() AT TIME ZONE ''utc'', version::integer AS Version
    FROM grain_state
    WHERE grain_type = split_part(@GrainIdExtensionString, ''/'', 1)
        AND grain_key = substr(@GrainIdExtensionString, strpos(@GrainIdExtensionString, ''/'') + 1)
        AND state_name = @GrainTypeString');
INSERT INTO public.orleansquery VALUES ('WriteToStorageKey', '
    WITH inserted AS (
        INSERT INTO grain_state (grain_type, grain_key, state_name, version, payload)
        SELECT split_part(@GrainIdExtensionString, ''/'', 1),
            substr(@GrainIdExtensionString, strpos(@GrainIdExtensionString, ''/'') + 1),
            @GrainTypeString, 1, convert_from(@PayloadBinary, ''UTF8'')
        WHERE @GrainStateVersion::integer IS NULL
        ON CONFLICT DO NOTHING
        RETURNING version),
    updated AS (
        UPDATE grain_state SET version = version + 1, payload = convert_from(@PayloadBinary, ''UTF8'')
        WHERE grain_type = split_part(@GrainIdExtensionString, ''/'', 1)
            AND grain_key = substr(@GrainIdExtensionString, strpos(@GrainIdExtensionString, ''/'') + 1)
            AND state_name = @GrainTypeString
            AND version = @GrainStateVersion::integer
        RETURNING version)
    SELECT version::integer AS NewGrainStateVersion FROM inserted UNION ALL SELECT version::integer FROM updated');
INSERT INTO public.orleansquery VALUES ('ClearStorageKey', '
    DELETE FROM grain_state
    WHERE grain_type = split_part(@GrainIdExtensionString, ''/'', 1)
        AND grain_key = substr(@GrainIdExtensionString, strpos(@GrainIdExtensionString, ''/'') + 1)
        AND state_name = @GrainTypeString
        AND version = @GrainStateVersion::integer
    RETURNING version::integer + 1 AS NewGrainStateVersion');
INSERT INTO public.orleansquery VALUES ('DeleteStorageKey', '
    DELETE FROM grain_state
    WHERE grain_type = split_part(@GrainIdExtensionString, ''/'', 1)
        AND grain_key = substr(@GrainIdExtensionString, strpos(@GrainIdExtensionString, ''/'') + 1)
        AND state_name = @GrainTypeString
        AND version = @GrainStateVersion::integer
    RETURNING version::integer + 1 AS NewGrainStateVersion');
INSERT INTO public.payment_events OVERRIDING SYSTEM VALUE VALUES (1, 'ord_edba07d4a046554381239e69fa2e4a47.completed', 'completed', 'ord_edba07d4a046554381239e69fa2e4a47', 'mina', 15, '2026-11-25 21:06:15.424+00', '{"orderId":"ord_edba07d4a046554381239e69fa2e4a47","userId":"mina","items":[{"sku":"TEE-WHITE","productId":"tee","name":"코튼 티셔츠","options":{"색상":"흰색"},"quantity":1,"price":29000}],"total":29000,"discount":5000,"couponId":"cpn_44fdac8660c1f7b19fd2fd330679ab71","campaignId":"welcome","paid":24000,"paidAt":"2026-11-25T21:06:15.424Z"}');
INSERT INTO public.payment_events OVERRIDING SYSTEM VALUE VALUES (2, 'ord_39ec1d747de3ba932802527a3daebd06.completed', 'completed', 'ord_39ec1d747de3ba932802527a3daebd06', 'mina', 15, '2026-11-25 21:06:15.627+00', '{"orderId":"ord_39ec1d747de3ba932802527a3daebd06","userId":"mina","items":[{"sku":"TEE-WHITE","productId":"tee","name":"코튼 티셔츠","options":{"색상":"흰색"},"quantity":1,"price":29000}],"total":29000,"discount":0,"paid":29000,"paidAt":"2026-11-25T21:06:15.627Z"}');
INSERT INTO public.payment_events OVERRIDING SYSTEM VALUE VALUES (3, 'ord_39ec1d747de3ba932802527a3daebd06.cancelled', 'cancelled', 'ord_39ec1d747de3ba932802527a3daebd06', 'mina', 15, '2026-11-25 21:06:15.696+00', '{"orderId":"ord_39ec1d747de3ba932802527a3daebd06","userId":"mina","items":[{"sku":"TEE-WHITE","productId":"tee","name":"코튼 티셔츠","options":{"색상":"흰색"},"quantity":1,"price":29000}],"total":29000,"discount":0,"paid":29000,"paidAt":"2026-11-25T21:06:15.627Z","cancelledAt":"2026-11-25T21:06:15.696Z"}');
INSERT INTO public.payment_events OVERRIDING SYSTEM VALUE VALUES (4, 'ord_930caf09883e3bb88a91ac986b0647ba.completed', 'completed', 'ord_930caf09883e3bb88a91ac986b0647ba', 'jun', 11, '2026-11-25 21:06:15.968+00', '{"orderId":"ord_930caf09883e3bb88a91ac986b0647ba","userId":"jun","items":[{"sku":"TEE-WHITE","productId":"tee","name":"코튼 티셔츠","options":{"색상":"흰색"},"quantity":2,"price":29000}],"total":58000,"discount":0,"paid":58000,"paidAt":"2026-11-25T21:06:15.968Z"}');
INSERT INTO public.payment_partitions VALUES (0, 0, NULL, NULL);
INSERT INTO public.payment_partitions VALUES (1, 0, NULL, NULL);
INSERT INTO public.payment_partitions VALUES (2, 0, NULL, NULL);
INSERT INTO public.payment_partitions VALUES (3, 0, NULL, NULL);
INSERT INTO public.payment_partitions VALUES (4, 0, NULL, NULL);
INSERT INTO public.payment_partitions VALUES (5, 0, NULL, NULL);
INSERT INTO public.payment_partitions VALUES (6, 0, NULL, NULL);
INSERT INTO public.payment_partitions VALUES (7, 0, NULL, NULL);
INSERT INTO public.payment_partitions VALUES (8, 0, NULL, NULL);
INSERT INTO public.payment_partitions VALUES (9, 0, NULL, NULL);
INSERT INTO public.payment_partitions VALUES (10, 0, NULL, NULL);
INSERT INTO public.payment_partitions VALUES (11, 1, NULL, NULL);
INSERT INTO public.payment_partitions VALUES (12, 0, NULL, NULL);
INSERT INTO public.payment_partitions VALUES (13, 0, NULL, NULL);
INSERT INTO public.payment_partitions VALUES (14, 0, NULL, NULL);
INSERT INTO public.payment_partitions VALUES (15, 3, NULL, NULL);
INSERT INTO public.products OVERRIDING SYSTEM VALUE VALUES (1, 'tee', '코튼 티셔츠', NULL, 'Hanbit', NULL, '[{"name":"색상","values":["검정","흰색"]}]', '727');
INSERT INTO public.sales_hourly VALUES ('2026-11-25 21:00:00+00', 'tee', 3);
INSERT INTO public.schema_migrations VALUES (1, '0001_tables.sql');
INSERT INTO public.schema_migrations VALUES (2, '0002_payment_partitions.sql');
INSERT INTO public.schema_migrations VALUES (3, '0003_orleans_queries.sql');
INSERT INTO public.stock_adjustments VALUES ('initial_티셔츠/검정', '티셔츠/검정', 50, 50, '2026-11-25 21:06:12.887+00');
INSERT INTO public.stock_adjustments VALUES ('initial_TEE-WHITE', 'TEE-WHITE', 50, 50, '2026-11-25 21:06:12.887+00');
INSERT INTO public.variants VALUES ('티셔츠/검정', 'tee', '{"색상":"검정"}', 29000, 50, 0, true, '727');
INSERT INTO public.variants VALUES ('TEE-WHITE', 'tee', '{"색상":"흰색"}', 29000, 47, 1, true, '759');
INSERT INTO public.wallet_entries OVERRIDING SYSTEM VALUE VALUES (1, 'chg_34f44d7945a102dd2518b5965190dd1e', 'mina', 'charge', 100000, 100000, NULL, '2026-11-25 21:06:13.317+00');
INSERT INTO public.wallet_entries OVERRIDING SYSTEM VALUE VALUES (2, 'chg_89ea7281b5326fa00ad8392926957314', '5', 'charge', 100000, 100000, NULL, '2026-11-25 21:06:13.759+00');
INSERT INTO public.wallet_entries OVERRIDING SYSTEM VALUE VALUES (3, 'chg_4ed5ba7402739e6cf41a8be680e0cded', '05', 'charge', 100000, 100000, NULL, '2026-11-25 21:06:14.128+00');
INSERT INTO public.wallet_entries OVERRIDING SYSTEM VALUE VALUES (4, 'chg_02936da9f1bcca2dd7088926cf679bf3', 'a', 'charge', 100000, 100000, NULL, '2026-11-25 21:06:14.349+00');
INSERT INTO public.wallet_entries OVERRIDING SYSTEM VALUE VALUES (5, 'chg_5c87c99a5996c4c2607745284fc3c22a', 'A', 'charge', 100000, 100000, NULL, '2026-11-25 21:06:14.624+00');
INSERT INTO public.wallet_entries OVERRIDING SYSTEM VALUE VALUES (6, 'pay_ord_edba07d4a046554381239e69fa2e4a47', 'mina', 'payment', -24000, 76000, 'ord_edba07d4a046554381239e69fa2e4a47', '2026-11-25 21:06:15.424+00');
INSERT INTO public.wallet_entries OVERRIDING SYSTEM VALUE VALUES (7, 'pay_ord_39ec1d747de3ba932802527a3daebd06', 'mina', 'payment', -29000, 47000, 'ord_39ec1d747de3ba932802527a3daebd06', '2026-11-25 21:06:15.627+00');
INSERT INTO public.wallet_entries OVERRIDING SYSTEM VALUE VALUES (8, 'ref_ord_39ec1d747de3ba932802527a3daebd06', 'mina', 'refund', 29000, 76000, 'ord_39ec1d747de3ba932802527a3daebd06', '2026-11-25 21:06:15.696+00');
INSERT INTO public.wallet_entries OVERRIDING SYSTEM VALUE VALUES (9, 'chg_0c10540225b22f6e37937919d45f1111', 'jun', 'charge', 200000, 200000, NULL, '2026-11-25 21:06:15.799+00');
INSERT INTO public.wallet_entries OVERRIDING SYSTEM VALUE VALUES (10, 'pay_ord_930caf09883e3bb88a91ac986b0647ba', 'jun', 'payment', -58000, 142000, 'ord_930caf09883e3bb88a91ac986b0647ba', '2026-11-25 21:06:15.968+00');
INSERT INTO public.wallets VALUES ('5', 100000);
INSERT INTO public.wallets VALUES ('05', 100000);
INSERT INTO public.wallets VALUES ('a', 100000);
INSERT INTO public.wallets VALUES ('A', 100000);
INSERT INTO public.wallets VALUES ('mina', 76000);
INSERT INTO public.wallets VALUES ('jun', 142000);
SELECT pg_catalog.setval('public.coupons_number_seq', 1, true);
SELECT pg_catalog.setval('public.orders_number_seq', 3, true);
SELECT pg_catalog.setval('public.outbox_number_seq', 4, true);
SELECT pg_catalog.setval('public.payment_events_number_seq', 4, true);
SELECT pg_catalog.setval('public.payment_replays_number_seq', 1, false);
SELECT pg_catalog.setval('public.products_ordinal_seq', 1, true);
SELECT pg_catalog.setval('public.wallet_entries_number_seq', 10, true);
ALTER TABLE ONLY public.campaigns
    ADD CONSTRAINT campaigns_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.coupons
    ADD CONSTRAINT coupons_campaign_id_user_id_key UNIQUE (campaign_id, user_id);
ALTER TABLE ONLY public.coupons
    ADD CONSTRAINT coupons_id_key UNIQUE (id);
ALTER TABLE ONLY public.coupons
    ADD CONSTRAINT coupons_pkey PRIMARY KEY (number);
ALTER TABLE ONLY public.grain_state
    ADD CONSTRAINT grain_state_pkey PRIMARY KEY (grain_type, grain_key, state_name);
ALTER TABLE ONLY public.order_lines
    ADD CONSTRAINT order_lines_pkey PRIMARY KEY (order_id, "position");
ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_id_key UNIQUE (id);
ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_pkey PRIMARY KEY (number);
ALTER TABLE ONLY public.orleansquery
    ADD CONSTRAINT orleansquery_pkey PRIMARY KEY (querykey);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (partition, number);
ALTER TABLE ONLY public.parked_payments
    ADD CONSTRAINT parked_payments_pkey PRIMARY KEY (number);
ALTER TABLE ONLY public.payment_events
    ADD CONSTRAINT payment_events_id_key UNIQUE (id);
ALTER TABLE ONLY public.payment_events
    ADD CONSTRAINT payment_events_pkey PRIMARY KEY (number);
ALTER TABLE ONLY public.payment_forwarders
    ADD CONSTRAINT payment_forwarders_pkey PRIMARY KEY (owner);
ALTER TABLE ONLY public.payment_partitions
    ADD CONSTRAINT payment_partitions_pkey PRIMARY KEY (partition);
ALTER TABLE ONLY public.payment_replays
    ADD CONSTRAINT payment_replays_pkey PRIMARY KEY (number);
ALTER TABLE ONLY public.products
    ADD CONSTRAINT products_id_key UNIQUE (id);
ALTER TABLE ONLY public.products
    ADD CONSTRAINT products_pkey PRIMARY KEY (ordinal);
ALTER TABLE ONLY public.sales_hourly
    ADD CONSTRAINT sales_hourly_pkey PRIMARY KEY (hour, product_id);
ALTER TABLE ONLY public.schema_migrations
    ADD CONSTRAINT schema_migrations_pkey PRIMARY KEY (version);
ALTER TABLE ONLY public.stock_adjustments
    ADD CONSTRAINT stock_adjustments_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.variants
    ADD CONSTRAINT variants_pkey PRIMARY KEY (sku);
ALTER TABLE ONLY public.wallet_entries
    ADD CONSTRAINT wallet_entries_id_key UNIQUE (id);
ALTER TABLE ONLY public.wallet_entries
    ADD CONSTRAINT wallet_entries_pkey PRIMARY KEY (number);
ALTER TABLE ONLY public.wallets
    ADD CONSTRAINT wallets_pkey PRIMARY KEY (user_id);
CREATE INDEX campaigns_end ON public.campaigns USING btree (ends_at, id);
CREATE INDEX coupons_campaign ON public.coupons USING btree (campaign_id, number);
CREATE INDEX coupons_user ON public.coupons USING btree (user_id, number);
CREATE INDEX orders_in_cart ON public.orders USING btree (user_id) WHERE (from_cart AND (NOT taken_from_cart) AND (state <> 'open'::text));
CREATE INDEX orders_user ON public.orders USING btree (user_id, number);
CREATE INDEX payment_events_at ON public.payment_events USING btree (at);
CREATE INDEX products_changed ON public.products USING btree (changed);
CREATE INDEX variants_changed ON public.variants USING btree (changed);
CREATE INDEX variants_product ON public.variants USING btree (product_id, "position");
CREATE INDEX wallet_entries_user ON public.wallet_entries USING btree (user_id, number);
ALTER TABLE ONLY public.coupons
    ADD CONSTRAINT coupons_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES public.campaigns(id);
ALTER TABLE ONLY public.order_lines
    ADD CONSTRAINT order_lines_order_id_fkey FOREIGN KEY (order_id) REFERENCES public.orders(id);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_event_id_fkey FOREIGN KEY (event_id) REFERENCES public.payment_events(id);
ALTER TABLE ONLY public.parked_payments
    ADD CONSTRAINT parked_payments_event_id_fkey FOREIGN KEY (event_id) REFERENCES public.payment_events(id);
ALTER TABLE ONLY public.stock_adjustments
    ADD CONSTRAINT stock_adjustments_sku_fkey FOREIGN KEY (sku) REFERENCES public.variants(sku);
ALTER TABLE ONLY public.variants
    ADD CONSTRAINT variants_product_id_fkey FOREIGN KEY (product_id) REFERENCES public.products(id);
ALTER TABLE ONLY public.wallet_entries
    ADD CONSTRAINT wallet_entries_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.wallets(user_id);
