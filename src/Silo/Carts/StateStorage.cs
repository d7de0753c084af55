using System.Data.Common;
using Orleans.Runtime;
using Orleans.Storage;

namespace ECommerce.Silo;

/// <summary>
/// Hands the provider a key of the form <c>type/key</c>. A bare user id may look like a number or a GUID to it, and it takes the
/// same numbers for the same grain: "5" and "05" would share a cart. The queries in the migrations take the two apart again.
/// The provider also takes the key for a format, in which "{0}" is a place to fill in: after it has written, it fails. So braces are escaped.
/// </summary>
/// <param name="what">What is stored, for the log.</param>
internal sealed class StateStorage(IGrainStorage table, SqlDatabase database, string what) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Run(() => table.ReadStateAsync(stateName, Whole(grainId), grainState));

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Run(() => table.WriteStateAsync(stateName, Whole(grainId), grainState));

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Run(() => table.ClearStateAsync(stateName, Whole(grainId), grainState));

    private static GrainId Whole(GrainId id) => GrainId.Create(id.Type, IdSpan.Create($"{id.Type}/{Escaped(id.Key.ToString()!)}"));

    private static string Escaped(string key) => key.Replace("%", "%25").Replace("{", "%7B").Replace("}", "%7D");

    // The files are looked at once more behind the work: nobody is told of a state that was written to a file that is gone by now.
    private async Task Run(Func<Task> work)
    {
        database.RequireFiles();
        try
        {
            await database.Guard(work);
        }
        catch (Exception exception) when (exception is DbException or TimeoutException or ObjectDisposedException)
        {
            throw new LedgerUnavailableException($"The {what} cannot be read or written.", exception);
        }

        database.RequireFiles();
    }
}
