using System.Data.Common;
using ECommerce.Grains;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Orleans.Storage;

namespace ECommerce.Silo;

/// <summary>
/// Hands the provider a key of the form <c>type/key</c>. A bare user id may look like a number or a GUID to it, and it takes the
/// same numbers for the same grain: "5" and "05" would share a cart. The queries in the migrations take the two apart again.
/// The provider also takes the key for a format, in which "{0}" is a place to fill in: after it has written, it fails. So braces are escaped.
/// </summary>
internal sealed partial class CartStorage(IGrainStorage table, SqlDatabase database, ILogger<CartStorage> logger) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Run(() => table.ReadStateAsync(stateName, Whole(grainId), grainState));

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Run(() => table.WriteStateAsync(stateName, Whole(grainId), grainState));

        // Here and not where it was read: from now on nobody reads the damage again, so it is told once.
        if (grainState.State is Cart { Damage: { } damage } cart)
        {
            LogMended($"{grainId.Key}", damage);
            cart.Damage = null;
        }
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Run(() => table.ClearStateAsync(stateName, Whole(grainId), grainState));

    [LoggerMessage(LogLevel.Error, "The stored cart of {UserId} was damaged, and what makes sense of it is kept: {Damage}")]
    private partial void LogMended(string userId, string damage);

    private static GrainId Whole(GrainId id) => GrainId.Create(id.Type, IdSpan.Create($"{id.Type}/{Escaped(id.Key.ToString()!)}"));

    private static string Escaped(string key) => key.Replace("%", "%25").Replace("{", "%7B").Replace("}", "%7D");

    // The files are looked at once more behind the work: nobody is told of a cart that was written to a file that is gone by now.
    private async Task Run(Func<Task> work)
    {
        database.RequireFiles();
        try
        {
            await database.Guard(work);
        }
        catch (Exception exception) when (exception is DbException or TimeoutException or ObjectDisposedException)
        {
            throw new LedgerUnavailableException("The carts cannot be read or written.", exception);
        }

        database.RequireFiles();
    }
}
