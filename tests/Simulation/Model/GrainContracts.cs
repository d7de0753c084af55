namespace Orleans
{
    /// <summary>What every grain interface is.</summary>
    public interface IGrain : Runtime.IAddressable;

    /// <summary>A grain that is addressed by a string.</summary>
    public interface IGrainWithStringKey : IGrain;

    /// <summary>Gives references to grains. A grain always exists: it is activated by the first call.</summary>
    public interface IGrainFactory
    {
        /// <summary>A reference to the grain of type <typeparamref name="TGrain"/> with that key; no call is made.</summary>
        /// <param name="primaryKey">The key; neither null nor empty.</param>
        /// <param name="grainClassNamePrefix">The start of the class's full name, where several classes implement the interface.</param>
        /// <exception cref="ArgumentException">No class, or more than one, implements the interface.</exception>
        TGrain GetGrain<TGrain>(string primaryKey, string? grainClassNamePrefix = null) where TGrain : IGrainWithStringKey;
    }
}

namespace Orleans.Runtime
{
    /// <summary>What has a <see cref="GrainId"/>: a grain, or a reference to one.</summary>
    public interface IAddressable;
}
