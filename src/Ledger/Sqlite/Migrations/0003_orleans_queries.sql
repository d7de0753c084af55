-- What the AdoNet storage provider of Orleans runs, by its documented contract of names: it reads these queries from this table.
-- They keep the state of grains in grain_state. The key comes as type/key, see CartStorage; clearing deletes.
CREATE TABLE OrleansQuery (
    QueryKey TEXT NOT NULL PRIMARY KEY,
    QueryText TEXT NOT NULL
) WITHOUT ROWID;

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('ReadFromStorageKey', '
    SELECT CAST(payload AS BLOB) AS PayloadBinary, version AS Version
    FROM grain_state
    WHERE grain_type = substr(@GrainIdExtensionString, 1, instr(@GrainIdExtensionString, ''/'') - 1)
        AND grain_key = substr(@GrainIdExtensionString, instr(@GrainIdExtensionString, ''/'') + 1)
        AND state_name = @GrainTypeString'),
-- A first write gives no version and finds no row; a later one finds the row with the version it read. Otherwise no row comes back,
-- which the provider takes for a conflict.
('WriteToStorageKey', '
    INSERT INTO grain_state (grain_type, grain_key, state_name, version, payload)
    SELECT substr(@GrainIdExtensionString, 1, instr(@GrainIdExtensionString, ''/'') - 1),
        substr(@GrainIdExtensionString, instr(@GrainIdExtensionString, ''/'') + 1),
        @GrainTypeString, coalesce(@GrainStateVersion, 0) + 1, CAST(@PayloadBinary AS TEXT)
    WHERE @GrainStateVersion IS NULL OR EXISTS (
        SELECT 1 FROM grain_state
        WHERE grain_type = substr(@GrainIdExtensionString, 1, instr(@GrainIdExtensionString, ''/'') - 1)
            AND grain_key = substr(@GrainIdExtensionString, instr(@GrainIdExtensionString, ''/'') + 1)
            AND state_name = @GrainTypeString)
    ON CONFLICT (grain_type, grain_key, state_name) DO UPDATE SET version = excluded.version, payload = excluded.payload
        WHERE grain_state.version = @GrainStateVersion
    RETURNING version AS NewGrainStateVersion'),
('ClearStorageKey', '
    DELETE FROM grain_state
    WHERE grain_type = substr(@GrainIdExtensionString, 1, instr(@GrainIdExtensionString, ''/'') - 1)
        AND grain_key = substr(@GrainIdExtensionString, instr(@GrainIdExtensionString, ''/'') + 1)
        AND state_name = @GrainTypeString
        AND version = @GrainStateVersion
    RETURNING version + 1 AS NewGrainStateVersion'),
('DeleteStorageKey', '
    DELETE FROM grain_state
    WHERE grain_type = substr(@GrainIdExtensionString, 1, instr(@GrainIdExtensionString, ''/'') - 1)
        AND grain_key = substr(@GrainIdExtensionString, instr(@GrainIdExtensionString, ''/'') + 1)
        AND state_name = @GrainTypeString
        AND version = @GrainStateVersion
    RETURNING version + 1 AS NewGrainStateVersion');
