-- Undoes a batch that was written on an expectation which does not hold.
CREATE FUNCTION expect_rows(met bigint, expected bigint) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    IF met <> expected THEN
        RAISE EXCEPTION USING ERRCODE = 'EX001', MESSAGE = format('%s rows were expected and %s were met.', expected, met);
    END IF;
    RETURN TRUE;
END $$;
