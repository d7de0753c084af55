-- The right to publish is given by partition. The old table goes, so that a forwarder of an older program fails at its next step
-- instead of publishing beside a new one; the lease that it may hold is kept, so that nobody begins before it must have ended.
CREATE TABLE payment_partitions (
    partition INTEGER NOT NULL PRIMARY KEY,
    published INTEGER NOT NULL,
    owner TEXT,
    owned_until INTEGER,
    CHECK ((owner IS NULL) = (owned_until IS NULL))
);

-- What was published before partitions were counted is with the first.
WITH RECURSIVE numbers (p) AS (SELECT 0 UNION ALL SELECT p + 1 FROM numbers WHERE p < 15)
INSERT INTO payment_partitions
SELECT p, CASE WHEN p = 0 THEN published ELSE 0 END, lease_owner, lease_until FROM payment_stream, numbers ORDER BY p;
DROP TABLE payment_stream;

CREATE TABLE payment_forwarders (
    owner TEXT NOT NULL PRIMARY KEY,
    live_until INTEGER NOT NULL
) WITHOUT ROWID;

-- Numbers are those of the outbox. Rows that are being put back are marked first: those parked meanwhile stay.
CREATE TABLE parked_payments (
    number INTEGER NOT NULL PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES payment_events (id),
    partition INTEGER NOT NULL,
    reason TEXT NOT NULL,
    going_back INTEGER NOT NULL DEFAULT FALSE
);
INSERT INTO parked_payments SELECT number, event_id, partition, parked_reason, FALSE FROM outbox WHERE parked_reason IS NOT NULL;
DELETE FROM outbox WHERE parked_reason IS NOT NULL;

-- Read by partition; the number is in every index.
DROP INDEX outbox_parked;
ALTER TABLE outbox DROP COLUMN parked_reason;
CREATE INDEX outbox_partition ON outbox (partition);

-- Events with numbers in (after, up_to] and that time are to go into the outbox again; "remaining" of them are still to do so.
CREATE TABLE payment_replays (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    from_at INTEGER NOT NULL,
    to_at INTEGER NOT NULL,
    after INTEGER NOT NULL,
    up_to INTEGER NOT NULL,
    remaining INTEGER NOT NULL
);
