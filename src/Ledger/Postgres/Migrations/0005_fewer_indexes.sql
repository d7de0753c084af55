-- Give up soon when somebody reads a table for long, see 0004. In the order in which commits lock rows.
SET LOCAL lock_timeout = '2s';
LOCK TABLE orders, wallet_entries, coupons, variants IN ACCESS EXCLUSIVE MODE;

-- With the state in the condition of an index, each payment wrote new entries into all indexes of the order.
DROP INDEX orders_in_cart;
CREATE INDEX orders_in_cart ON orders (user_id) WHERE from_cart AND NOT taken_from_cart;

-- Nobody looks for these by their number alone.
ALTER TABLE wallet_entries DROP CONSTRAINT wallet_entries_pkey;
ALTER TABLE coupons DROP CONSTRAINT coupons_pkey;

-- An index on a column that every sale changes made each sale write new entries into all indexes of the variant. Which products
-- changed is noted in rows of their own instead, one for each commit. They are kept for ten minutes: who has not looked for so
-- long must read the whole catalogue.
DROP INDEX variants_changed;
CREATE TABLE product_changes (
    changed xid8 NOT NULL DEFAULT pg_current_xact_id(),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    product_ids text[] NOT NULL
);
CREATE INDEX product_changes_changed ON product_changes (changed);
CREATE INDEX product_changes_at ON product_changes (at);

-- Programs of the version before set the column instead, and nobody else does.
CREATE FUNCTION note_variant_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO product_changes (product_ids) VALUES (ARRAY[NEW.product_id]);
    RETURN NULL;
END $$;
CREATE TRIGGER variants_changed_by_column AFTER UPDATE OF changed ON variants FOR EACH ROW EXECUTE FUNCTION note_variant_change();
