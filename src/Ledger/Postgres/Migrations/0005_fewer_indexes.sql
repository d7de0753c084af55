-- Give up soon when somebody reads a table for long, see 0004.
SET LOCAL lock_timeout = '2s';

-- An index on a column that every sale changes made each sale write new entries into all indexes of the variant. Which products
-- changed is noted in rows of their own instead, one for each commit. They are kept for ten minutes: who has not looked for so
-- long must read the whole catalogue. The column stays for programs of the version before.
DROP INDEX variants_changed;
CREATE TABLE product_changes (
    changed xid8 NOT NULL,
    at timestamptz NOT NULL,
    product_ids text[] NOT NULL
);
CREATE INDEX product_changes_changed ON product_changes (changed);
CREATE INDEX product_changes_at ON product_changes (at);

CREATE FUNCTION note_product_changes(ids text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO product_changes VALUES (pg_current_xact_id(), clock_timestamp(), ids);

    -- One transaction at a time clears up, and nobody waits for it: they hold other locks.
    IF pg_try_advisory_xact_lock(4711823552) THEN
        DELETE FROM product_changes WHERE at < now() - interval '10 minutes';
    END IF;
END $$;

-- With the state in the condition of an index, each payment wrote new entries into all indexes of the order.
DROP INDEX orders_in_cart;
CREATE INDEX orders_in_cart ON orders (user_id) WHERE from_cart AND NOT taken_from_cart;

-- Nobody looks for these by their number alone.
ALTER TABLE wallet_entries DROP CONSTRAINT wallet_entries_pkey;
ALTER TABLE coupons DROP CONSTRAINT coupons_pkey;

-- Events are only ever added at the end and looked for by ranges: a summary of each range of pages is enough.
ALTER TABLE payment_events DROP CONSTRAINT payment_events_pkey;
DROP INDEX payment_events_at;
CREATE INDEX payment_events_number ON payment_events USING brin (number) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX payment_events_at ON payment_events USING brin (at) WITH (pages_per_range = 32, autosummarize = on);
