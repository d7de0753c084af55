-- In which trace an event came about, as W3C writes a traceparent. Null: in none that was recorded, or it is published again. Nothing rests on it.
ALTER TABLE outbox ADD COLUMN traceparent TEXT;
