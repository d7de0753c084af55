-- Give up soon when somebody reads a table for long, see 0004. In the order of 0015. Two indexes are built, which reads orders and
-- entries once.
SET LOCAL lock_timeout = '2s';
LOCK TABLE wallet_entries, orders, parked_payments, payment_totals, admin_log IN ACCESS EXCLUSIVE MODE;

-- Finds orders that were cancelled and never paid, in the order of their age. Those that are still open are found by their state.
CREATE INDEX orders_never_paid ON orders (placed_at) WHERE state = 'cancelled' AND paid_at IS NULL;

-- An entry that stands for older payments and refunds of its wallet, which were removed; one for each wallet.
ALTER TABLE wallet_entries
    DROP CONSTRAINT wallet_entries_kind_check,
    ADD CONSTRAINT wallet_entries_kind_check CHECK (kind IN ('charge', 'payment', 'refund', 'adjustment', 'closing')) NOT VALID;
CREATE UNIQUE INDEX wallet_entries_closing ON wallet_entries (user_id) WHERE kind = 'closing';

-- How many payment events were removed, all of them from before that time.
ALTER TABLE payment_totals
    ADD COLUMN removed bigint NOT NULL DEFAULT 0,
    ADD COLUMN removed_before timestamptz;

-- Finds out whether an event is parked.
CREATE INDEX parked_payments_event ON parked_payments (event_id);

-- A line of the log that was removed leaves the digest of its content, of which the hash of the chain is made.
CREATE TABLE admin_log_digests (
    number bigint NOT NULL PRIMARY KEY,
    digest bytea NOT NULL
);
DROP TRIGGER admin_log_is_kept ON admin_log;
CREATE TRIGGER admin_log_is_kept BEFORE UPDATE OR TRUNCATE ON admin_log FOR EACH STATEMENT EXECUTE FUNCTION admin_log_is_kept();
CREATE FUNCTION admin_log_leaves_digest() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM admin_log_digests WHERE number = OLD.number) THEN
        RAISE EXCEPTION 'Lines of admin_log are never changed.';
    END IF;
    RETURN OLD;
END
$$;
CREATE TRIGGER admin_log_leaves_digest BEFORE DELETE ON admin_log FOR EACH ROW EXECUTE FUNCTION admin_log_leaves_digest();

-- Which process removes what is past its age, and from when on the next run may begin.
CREATE TABLE retention (
    id bigint NOT NULL PRIMARY KEY CHECK (id = 1),
    owner text COLLATE "C",
    owned_until timestamptz,
    next_at timestamptz,
    CHECK ((owner IS NULL) = (owned_until IS NULL))
);
INSERT INTO retention (id) VALUES (1);
