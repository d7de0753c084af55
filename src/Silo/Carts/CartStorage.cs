using ECommerce.Grains;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Orleans.Storage;

namespace ECommerce.Silo;

/// <summary>Carts in the table of states: one that was damaged is told of when it is written again.</summary>
internal sealed partial class CartStorage(StateStorage states, ILogger<CartStorage> logger) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => states.ReadStateAsync(stateName, grainId, grainState);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await states.WriteStateAsync(stateName, grainId, grainState);

        // Here and not where it was read: from now on nobody reads the damage again, so it is told once.
        if (grainState.State is Cart { Damage: { } damage } cart)
        {
            LogMended($"{grainId.Key}", damage);
            cart.Damage = null;
        }
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => states.ClearStateAsync(stateName, grainId, grainState);

    [LoggerMessage(LogLevel.Error, "The stored cart of {UserId} was damaged, and what makes sense of it is kept: {Damage}")]
    private partial void LogMended(string userId, string damage);
}
