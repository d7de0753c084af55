-- One row, which readiness writes to find out whether anything can be written. The filler has no meaning.
CREATE TABLE write_probes (id INTEGER PRIMARY KEY, filler BLOB NOT NULL);
