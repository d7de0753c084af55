using ECommerce.Simulation;

namespace Orleans;

/// <summary>A grain that is addressed by a string.</summary>
public interface IGrainWithStringKey;

/// <summary>Gives references to grains. A grain always exists: it is activated by the first call.</summary>
public interface IGrainFactory
{
    TGrain GetGrain<TGrain>(string primaryKey) where TGrain : IGrainWithStringKey;
}

/// <summary>The base of every grain class.</summary>
public abstract class Grain
{
    protected IGrainFactory GrainFactory => Activation.Host;

    /// <summary>Given by the host once the constructor has run.</summary>
    internal Activation Activation { get; set; } = null!;

    /// <summary>Ends this activation when the running calls have completed; those that wait go to a new one.</summary>
    protected void DeactivateOnIdle() => Activation.EndWhenIdle();
}

public static class GrainExtensions
{
    public static string GetPrimaryKeyString(this Grain grain) => grain.Activation.Id.Key;
}
