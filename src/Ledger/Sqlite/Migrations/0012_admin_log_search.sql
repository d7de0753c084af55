-- The log is also looked through by subject and by action.
CREATE INDEX admin_log_subject ON admin_log (subject, number);
CREATE INDEX admin_log_action ON admin_log (action, number);

-- Lines are never changed, by nobody's statement and nobody's mistake. What is to be forgotten some day is a migration's to say.
CREATE TRIGGER admin_log_no_update BEFORE UPDATE ON admin_log BEGIN
    SELECT RAISE(ABORT, 'Lines of admin_log are never changed.');
END;
CREATE TRIGGER admin_log_no_delete BEFORE DELETE ON admin_log BEGIN
    SELECT RAISE(ABORT, 'Lines of admin_log are never changed.');
END;
