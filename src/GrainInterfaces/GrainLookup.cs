using Orleans.Runtime;

namespace ECommerce.GrainInterfaces;

/// <summary>Finds grains by their keys. Orleans looks for the attributes of the interface with each call; this does so once.</summary>
public static class GrainLookup
{
    /// <summary>The same as <see cref="IGrainFactory.GetGrain{TGrainInterface}(string, string?)"/>.</summary>
    public static TGrain Grain<TGrain>(this IGrainFactory grains, string key)
        where TGrain : IGrainWithStringKey
    {
        if (Known<TGrain>.Type is { } known)
        {
            return (TGrain)grains.GetGrain(GrainId.Create(known.GrainType, key), known.InterfaceType);
        }

        var grain = grains.GetGrain<TGrain>(key);
        if (grain is GrainReference reference)
        {
            Known<TGrain>.Type = new(reference.GrainId.Type, reference.InterfaceType);
        }

        return grain;
    }

    private static class Known<TGrain>
    {
        public static volatile GrainTypes? Type;
    }

    private sealed record GrainTypes(GrainType GrainType, GrainInterfaceType InterfaceType);
}
