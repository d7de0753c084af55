-- What the AdoNet storage provider of Orleans runs, by its documented contract of names: it reads these queries from this table.
-- They keep the state of grains where every engine keeps it. The key comes as type/key, see CartStorage; clearing deletes.
CREATE TABLE OrleansQuery (
    QueryKey varchar(64) PRIMARY KEY,
    QueryText varchar(8000) NOT NULL
);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('ReadFromStorageKey', '
    SELECT convert_to(payload, ''UTF8'') AS PayloadBinary, now() AT TIME ZONE ''utc'', version::integer AS Version
    FROM grain_state
    WHERE grain_type = split_part(@GrainIdExtensionString, ''/'', 1)
        AND grain_key = substr(@GrainIdExtensionString, strpos(@GrainIdExtensionString, ''/'') + 1)
        AND state_name = @GrainTypeString'),
('WriteToStorageKey', '
    WITH inserted AS (
        INSERT INTO grain_state (grain_type, grain_key, state_name, version, payload)
        SELECT split_part(@GrainIdExtensionString, ''/'', 1),
            substr(@GrainIdExtensionString, strpos(@GrainIdExtensionString, ''/'') + 1),
            @GrainTypeString, 1, convert_from(@PayloadBinary, ''UTF8'')
        WHERE @GrainStateVersion::integer IS NULL
        ON CONFLICT DO NOTHING
        RETURNING version),
    updated AS (
        UPDATE grain_state SET version = version + 1, payload = convert_from(@PayloadBinary, ''UTF8'')
        WHERE grain_type = split_part(@GrainIdExtensionString, ''/'', 1)
            AND grain_key = substr(@GrainIdExtensionString, strpos(@GrainIdExtensionString, ''/'') + 1)
            AND state_name = @GrainTypeString
            AND version = @GrainStateVersion::integer
        RETURNING version)
    SELECT version::integer AS NewGrainStateVersion FROM inserted UNION ALL SELECT version::integer FROM updated'),
('ClearStorageKey', '
    DELETE FROM grain_state
    WHERE grain_type = split_part(@GrainIdExtensionString, ''/'', 1)
        AND grain_key = substr(@GrainIdExtensionString, strpos(@GrainIdExtensionString, ''/'') + 1)
        AND state_name = @GrainTypeString
        AND version = @GrainStateVersion::integer
    RETURNING version::integer + 1 AS NewGrainStateVersion'),
('DeleteStorageKey', '
    DELETE FROM grain_state
    WHERE grain_type = split_part(@GrainIdExtensionString, ''/'', 1)
        AND grain_key = substr(@GrainIdExtensionString, strpos(@GrainIdExtensionString, ''/'') + 1)
        AND state_name = @GrainTypeString
        AND version = @GrainStateVersion::integer
    RETURNING version::integer + 1 AS NewGrainStateVersion');
