-- Give up soon when somebody reads a table for long, see 0004. In the order in which commits lock rows.
SET LOCAL lock_timeout = '2s';
LOCK TABLE orders, wallet_entries, campaigns, order_lines IN ACCESS EXCLUSIVE MODE;

-- Money that an operator gave or took back, and why.
ALTER TABLE wallet_entries
    DROP CONSTRAINT wallet_entries_kind_check,
    ADD CONSTRAINT wallet_entries_kind_check CHECK (kind IN ('charge', 'payment', 'refund', 'adjustment')) NOT VALID,
    ADD COLUMN reason text;

-- Exports read all entries in the order of their numbers. A line of this index stands for many rows, so that a payment does not pay for it.
CREATE INDEX wallet_entries_number ON wallet_entries USING brin (number) WITH (pages_per_range = 16, autosummarize = on);

-- Orders of each state by the time they were placed. All orders are those of the three states together.
CREATE INDEX orders_placed ON orders (state, placed_at, number);

-- What the coupons of a campaign took off; orders without a coupon are not in it.
CREATE INDEX orders_campaign ON orders (campaign_id, state) INCLUDE (discount) WHERE campaign_id IS NOT NULL;

-- Orders of a sku by the time they were placed, which the lines have as well.
ALTER TABLE order_lines ADD COLUMN placed_at timestamptz;
UPDATE order_lines SET placed_at = orders.placed_at FROM orders WHERE orders.id = order_lines.order_id;
CREATE INDEX order_lines_sku ON order_lines (sku, placed_at);

-- Programs of the version before do not give it.
CREATE FUNCTION place_order_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT placed_at INTO NEW.placed_at FROM orders WHERE id = NEW.order_id;
    RETURN NEW;
END $$;
CREATE TRIGGER order_lines_placed BEFORE INSERT ON order_lines FOR EACH ROW WHEN (NEW.placed_at IS NULL) EXECUTE FUNCTION place_order_line();

-- "given" are those of the issued coupons that operators gave, also while the campaign is paused.
ALTER TABLE campaigns
    ADD COLUMN paused boolean NOT NULL DEFAULT FALSE,
    ADD COLUMN given bigint NOT NULL DEFAULT 0,
    ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY;
CREATE UNIQUE INDEX campaigns_number ON campaigns (number);

-- Programs of the version before do not look whether a campaign is paused.
CREATE FUNCTION refuse_claims() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = format('The campaign %s is paused.', NEW.id);
END $$;
CREATE TRIGGER campaigns_paused BEFORE UPDATE OF issued ON campaigns FOR EACH ROW
    WHEN (OLD.paused AND NEW.paused AND NEW.issued - NEW.given > OLD.issued - OLD.given) EXECUTE FUNCTION refuse_claims();
