-- Give up soon when somebody reads a table for long, see 0004.
SET LOCAL lock_timeout = '2s';
LOCK TABLE payment_replays IN SHARE ROW EXCLUSIVE MODE;

-- How many rows came into the outbox again, so that what was published, what waits and what is parked add up to the events. Replays say it
-- by what remains of them. What cannot be accounted for by now is in it from the start. To count reads all payment events, so it comes before
-- anything is locked that a payment needs; one statement counts in one snapshot.
CREATE TABLE payment_totals (
    id bigint NOT NULL PRIMARY KEY CHECK (id = 1),
    again bigint NOT NULL
);
INSERT INTO payment_totals SELECT 1,
    (SELECT sum(published) FROM payment_partitions) + (SELECT count(*) FROM outbox) + (SELECT count(*) FROM parked_payments)
        - (SELECT count(*) FROM payment_events);
CREATE FUNCTION count_replayed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE payment_totals SET again = again + OLD.remaining - NEW.remaining;
    RETURN NULL;
END
$$;
CREATE TRIGGER payment_replays_counted AFTER UPDATE OF remaining ON payment_replays FOR EACH ROW EXECUTE FUNCTION count_replayed();

-- In the order in which commits lock rows. No row of money is written from here on.
LOCK TABLE wallets, wallet_entries, stock_adjustments, admin_log IN ACCESS EXCLUSIVE MODE;

-- The hash of an entry is made of that of the entry before it in the wallet, of its own columns and of its balance; "head" is the newest of
-- them. Empty: the entry goes into the hash of the next one. Null: the entry is older than this column, or was written by a program of the
-- version before. The balance in the first hash of a wallet holds what those amount to.
ALTER TABLE wallets ADD COLUMN head bytea;
ALTER TABLE wallet_entries ADD COLUMN hash bytea;

-- The same over the lines of the operators' log. Lines are numbered under the lock of the head, so that their order is that of the chain.
-- Those that are there stay without a hash: to write a long log anew takes minutes. "began": the number of the newest of them.
ALTER TABLE admin_log ADD COLUMN hash bytea;
CREATE TABLE log_head (
    id bigint NOT NULL PRIMARY KEY CHECK (id = 1),
    hash bytea NOT NULL,
    began bigint NOT NULL
);
INSERT INTO log_head SELECT 1, '', coalesce(max(number), 0) FROM admin_log;

CREATE FUNCTION chained(previous bytea, content text) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT sha256(previous || sha256(convert_to(content, 'UTF8')))
$$;
CREATE FUNCTION log_content(line admin_log) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT line.number || E'\n' || line.actor || E'\n' || line.action || E'\n' || line.subject || E'\n' || coalesce(line.reason, '') || E'\n'
        || coalesce(line.before::text, '') || E'\n' || coalesce(line.after::text, '') || E'\n' || floor(extract(epoch FROM line.at) * 1000)::bigint
$$;
CREATE FUNCTION chain_log_line() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    previous bytea;
BEGIN
    SELECT hash INTO STRICT previous FROM log_head FOR UPDATE;
    NEW.number := nextval(pg_get_serial_sequence('admin_log', 'number'));
    NEW.hash := chained(previous, log_content(NEW));
    UPDATE log_head SET hash = NEW.hash;
    RETURN NEW;
END
$$;
CREATE TRIGGER admin_log_chained BEFORE INSERT ON admin_log FOR EACH ROW EXECUTE FUNCTION chain_log_line();

-- To which product a sku came with its first stock. A trigger says it, for programs of the version before as well.
ALTER TABLE stock_adjustments ADD COLUMN product_id text COLLATE "C";
UPDATE stock_adjustments SET product_id = variants.product_id FROM variants
WHERE stock_adjustments.id = CASE WHEN variants.owners = 1 THEN 'initial_' ELSE 'initial' || variants.owners || '_' END || variants.sku;
CREATE FUNCTION name_first_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT product_id INTO NEW.product_id FROM variants WHERE sku = NEW.sku;
    RETURN NEW;
END
$$;
CREATE TRIGGER stock_adjustments_owner BEFORE INSERT ON stock_adjustments FOR EACH ROW
    WHEN (NEW.id LIKE 'initial%') EXECUTE FUNCTION name_first_owner();
