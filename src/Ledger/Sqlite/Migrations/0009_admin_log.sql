-- What operators changed, each in the same commit as the change. Rows are never changed.
CREATE TABLE admin_log (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    reason TEXT,
    before TEXT,
    after TEXT,
    at INTEGER NOT NULL
);
CREATE INDEX admin_log_actor ON admin_log (actor, number);
