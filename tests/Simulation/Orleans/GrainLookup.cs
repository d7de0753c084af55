namespace ECommerce.GrainInterfaces;

/// <summary>Stands in for the product's own.</summary>
public static class GrainLookup
{
    public static TGrain Grain<TGrain>(this IGrainFactory grains, string key)
        where TGrain : IGrainWithStringKey => grains.GetGrain<TGrain>(key);
}
