-- What operators changed, each in the same commit as the change. Rows are never changed.
CREATE TABLE admin_log (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    actor text COLLATE "C" NOT NULL,
    action text NOT NULL,
    subject text COLLATE "C" NOT NULL,
    reason text,
    before json,
    after json,
    at timestamptz NOT NULL
);
CREATE INDEX admin_log_actor ON admin_log (actor, number);
