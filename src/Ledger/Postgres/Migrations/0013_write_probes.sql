-- One row, which readiness writes to find out whether anything can be written.
CREATE TABLE write_probes (id bigint PRIMARY KEY, at timestamptz NOT NULL);
