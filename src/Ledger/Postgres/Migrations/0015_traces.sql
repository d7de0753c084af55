-- Give up soon when somebody reads the table for long, see 0004.
SET LOCAL lock_timeout = '2s';

-- In which trace an event came about, as W3C writes a traceparent. Null: in none that was recorded, or it is published again. Nothing rests on it.
ALTER TABLE outbox ADD COLUMN traceparent text;
