-- The hash of an entry is made of that of the entry before it in the wallet, of its own columns and of its balance; "head" is the newest of
-- them. Null: the entry is older than this column, or was written by a program of the version before. The balance in the first hash of a
-- wallet holds what those amount to.
ALTER TABLE wallets ADD COLUMN head BLOB;
ALTER TABLE wallet_entries ADD COLUMN hash BLOB;

-- The same over the lines of the operators' log. The function "chained" is the program's own: nobody else can write a line. Those that are
-- there stay without a hash. "began": the number of the newest of them.
DROP TRIGGER admin_log_no_update;
ALTER TABLE admin_log ADD COLUMN hash BLOB;
CREATE TABLE log_head (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    hash BLOB NOT NULL,
    began INTEGER NOT NULL
);
INSERT INTO log_head SELECT 1, x'', coalesce(max(number), 0) FROM admin_log;
CREATE TRIGGER admin_log_chained AFTER INSERT ON admin_log BEGIN
    UPDATE log_head SET hash = chained(hash,
        NEW.number || char(10) || NEW.actor || char(10) || NEW.action || char(10) || NEW.subject || char(10) || coalesce(NEW.reason, '') || char(10)
            || coalesce(NEW.before, '') || char(10) || coalesce(NEW.after, '') || char(10) || NEW.at);
    UPDATE admin_log SET hash = (SELECT hash FROM log_head) WHERE number = NEW.number;
END;
CREATE TRIGGER admin_log_no_update BEFORE UPDATE ON admin_log BEGIN
    SELECT RAISE(ABORT, 'Lines of admin_log are never changed.') FROM log_head WHERE OLD.hash IS NOT NULL OR OLD.number <= began;
END;

-- To which product a sku came with its first stock.
ALTER TABLE stock_adjustments ADD COLUMN product_id TEXT;
UPDATE stock_adjustments SET product_id = variants.product_id FROM variants
WHERE stock_adjustments.id = CASE WHEN variants.owners = 1 THEN 'initial_' ELSE 'initial' || variants.owners || '_' END || variants.sku;
CREATE TRIGGER stock_adjustments_owner AFTER INSERT ON stock_adjustments WHEN NEW.id LIKE 'initial%' BEGIN
    UPDATE stock_adjustments SET product_id = (SELECT product_id FROM variants WHERE sku = NEW.sku) WHERE id = NEW.id;
END;

-- How many rows came into the outbox again, so that what was published, what waits and what is parked add up to the events. Replays say it
-- by what remains of them. What cannot be accounted for by now is in it from the start.
CREATE TABLE payment_totals (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    again INTEGER NOT NULL
);
INSERT INTO payment_totals SELECT 1,
    (SELECT sum(published) FROM payment_partitions) + (SELECT count(*) FROM outbox) + (SELECT count(*) FROM parked_payments)
        - (SELECT count(*) FROM payment_events);
CREATE TRIGGER payment_replays_counted AFTER UPDATE OF remaining ON payment_replays BEGIN
    UPDATE payment_totals SET again = again + OLD.remaining - NEW.remaining;
END;
