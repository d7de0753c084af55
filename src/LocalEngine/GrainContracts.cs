namespace Orleans;

/// <summary>What every grain interface is.</summary>
public interface IGrain;

/// <summary>A grain that is addressed by a string.</summary>
public interface IGrainWithStringKey : IGrain;

/// <summary>Gives references to grains. A grain always exists: it is activated by the first call.</summary>
public interface IGrainFactory
{
    /// <summary>A reference to the grain of type <typeparamref name="TGrain"/> with that key; no call is made.</summary>
    TGrain GetGrain<TGrain>(string primaryKey, string? grainClassNamePrefix = null) where TGrain : IGrainWithStringKey;
}
