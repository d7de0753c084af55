-- The log is also looked through by subject and by action.
CREATE INDEX admin_log_subject ON admin_log (subject, number);
CREATE INDEX admin_log_action ON admin_log (action, number);

-- Lines are never changed, by nobody's statement and nobody's mistake. What is to be forgotten some day is a migration's to say.
CREATE FUNCTION admin_log_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Lines of admin_log are never changed.';
END
$$;
CREATE TRIGGER admin_log_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON admin_log
    FOR EACH STATEMENT EXECUTE FUNCTION admin_log_is_kept();
