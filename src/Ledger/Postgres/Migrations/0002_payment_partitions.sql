-- The right to publish is given by partition. The old table goes, so that a forwarder of an older program fails at its next step
-- instead of publishing beside a new one; the lease that it may hold is kept, so that nobody begins before it must have ended.
CREATE TABLE payment_partitions (
    partition bigint NOT NULL PRIMARY KEY,
    published bigint NOT NULL,
    owner text COLLATE "C",
    owned_until timestamptz,
    CHECK ((owner IS NULL) = (owned_until IS NULL))
) WITH (fillfactor = 50);

-- What was published before partitions were counted is with the first.
INSERT INTO payment_partitions
SELECT p, CASE WHEN p = 0 THEN published ELSE 0 END, lease_owner, lease_until FROM payment_stream, generate_series(0, 15) AS p ORDER BY p;
DROP TABLE payment_stream;

CREATE TABLE payment_forwarders (
    owner text COLLATE "C" NOT NULL PRIMARY KEY,
    live_until timestamptz NOT NULL
);

-- Numbers are those of the outbox. Rows that are being put back are marked first: those parked meanwhile stay.
CREATE TABLE parked_payments (
    number bigint NOT NULL PRIMARY KEY,
    event_id text COLLATE "C" NOT NULL REFERENCES payment_events (id),
    partition bigint NOT NULL,
    reason text NOT NULL,
    going_back boolean NOT NULL DEFAULT FALSE
);
INSERT INTO parked_payments SELECT number, event_id, partition, parked_reason FROM outbox WHERE parked_reason IS NOT NULL;
DELETE FROM outbox WHERE parked_reason IS NOT NULL;

-- Read by partition. Rows stay for milliseconds: what they leave behind is cleared early.
ALTER TABLE outbox DROP COLUMN parked_reason;
ALTER TABLE outbox DROP CONSTRAINT outbox_pkey;
ALTER TABLE outbox ADD PRIMARY KEY (partition, number);
ALTER TABLE outbox SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- Events with numbers in (after, up_to] and that time are to go into the outbox again; "remaining" of them are still to do so.
CREATE TABLE payment_replays (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    from_at timestamptz NOT NULL,
    to_at timestamptz NOT NULL,
    after bigint NOT NULL,
    up_to bigint NOT NULL,
    remaining bigint NOT NULL
);
