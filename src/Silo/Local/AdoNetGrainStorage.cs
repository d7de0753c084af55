using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Orleans.Runtime;
using Orleans.Storage;

namespace ECommerce.Silo;

/// <summary>Persistent state of grains in the table <c>grain_state</c> of the ledger's database; the version is the ETag.</summary>
internal sealed class AdoNetGrainStorage(DbDataSource database, ILedger ledger) : IGrainStorage
{
    private const string Key = "grain_type = @type AND grain_key = @key AND state_name = @name";

    /// <inheritdoc />
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Run(async connection =>
        {
            await using var command = Command(connection, $"SELECT version, payload FROM grain_state WHERE {Key}", stateName, grainId);
            await using var row = await command.ExecuteReaderAsync();
            grainState.RecordExists = await row.ReadAsync();
            grainState.ETag = grainState.RecordExists ? row.GetInt64(0).ToString(CultureInfo.InvariantCulture) : null!;
            grainState.State = grainState.RecordExists
                ? JsonSerializer.Deserialize<T>(row.GetString(1), ViewJson.Options)!
                : Activator.CreateInstance<T>();
            return 1;
        });
    }

    /// <inheritdoc />
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var version = Version(grainState.ETag);
        var written = await Run(async connection =>
        {
            await using var command = Command(
                connection,
                version == 0
                    ? "INSERT INTO grain_state (grain_type, grain_key, state_name, version, payload) VALUES (@type, @key, @name, 1, @payload) ON CONFLICT DO NOTHING"
                    : $"UPDATE grain_state SET version = version + 1, payload = @payload WHERE {Key} AND version = @version",
                stateName,
                grainId);
            Add(command, "@payload", JsonSerializer.Serialize(grainState.State, ViewJson.Options));
            Add(command, "@version", version);
            return await command.ExecuteNonQueryAsync();
        });
        Check(written, grainId, grainState.ETag);
        grainState.ETag = (version + 1).ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = true;
    }

    /// <inheritdoc />
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var version = Version(grainState.ETag);
        var deleted = await Run(async connection =>
        {
            await using var command = Command(connection, $"DELETE FROM grain_state WHERE {Key} AND version = @version", stateName, grainId);
            Add(command, "@version", version);
            return await command.ExecuteNonQueryAsync();
        });
        Check(version == 0 ? 1 : deleted, grainId, grainState.ETag);
        grainState.ETag = null!;
        grainState.RecordExists = false;
        grainState.State = Activator.CreateInstance<T>();
    }

    private async Task<int> Run(Func<DbConnection, Task<int>> work)
    {
        await ledger.Open();
        try
        {
            await using var connection = await database.OpenConnectionAsync();
            return await work(connection);
        }
        catch (DbException exception)
        {
            throw new LedgerUnavailableException("The carts cannot be read or written.", exception);
        }
    }

    private static DbCommand Command(DbConnection connection, string sql, string stateName, GrainId grainId)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        Add(command, "@type", grainId.Type.ToString()!);
        Add(command, "@key", grainId.Key.ToString()!);
        Add(command, "@name", stateName);
        return command;
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }

    private static long Version(string? etag) => etag is null ? 0 : long.Parse(etag, CultureInfo.InvariantCulture);

    private static void Check(int rows, GrainId grainId, string? etag)
    {
        if (rows != 1)
        {
            throw new InconsistentStateException($"The state of {grainId} was changed by another activation since version {etag ?? "0"}.");
        }
    }
}
