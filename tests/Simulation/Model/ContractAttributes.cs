// The attributes of the Orleans programming model that contracts and grains carry, under the same names.

namespace Orleans
{
    /// <summary>Marks a type that travels between callers and grains. The cluster generates a serializer for it.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
    public sealed class GenerateSerializerAttribute : Attribute;

    /// <summary>The wire id of a member that is not a positional parameter of a record.</summary>
    [AttributeUsage(AttributeTargets.Field | AttributeTargets.Property | AttributeTargets.Parameter)]
    public sealed class IdAttribute(uint id) : Attribute
    {
        /// <summary>Unique within the declaring type.</summary>
        public uint Id { get; } = id;
    }

    /// <summary>The stable wire name of a type or method: it stays when the code is renamed.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Interface | AttributeTargets.Method)]
    public sealed class AliasAttribute(string alias) : Attribute
    {
        /// <summary>The name on the wire.</summary>
        public string Alias { get; } = alias;
    }

    /// <summary>Promises that an instance is never changed once made, so it is passed by reference and not copied.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
    public sealed class ImmutableAttribute : Attribute;

    /// <summary>How long callers wait for the method, where that is not as long as for every other.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class ResponseTimeoutAttribute(string timeout) : Attribute
    {
        /// <summary>From <c>hh:mm:ss</c>.</summary>
        public TimeSpan? Timeout { get; } = TimeSpan.Parse(timeout, System.Globalization.CultureInfo.InvariantCulture);
    }
}

namespace Orleans.Concurrency
{
    /// <summary>Every request to the grain class may interleave with every other at its awaits.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class ReentrantAttribute : Attribute;

    /// <summary>Requests to this method may interleave with any request.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class AlwaysInterleaveAttribute : Attribute;

    /// <summary>Requests to this method do not change the grain and may interleave with other such requests.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class ReadOnlyAttribute : Attribute;

    /// <summary>
    /// The grain keeps nothing that callers must share: a cluster may run so many activations of it in each silo, and takes one
    /// near the caller. One process is one silo, and has one.
    /// </summary>
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class StatelessWorkerAttribute(int maxLocalWorkers) : Attribute
    {
        /// <summary>The most activations in one silo.</summary>
        public int MaxLocalWorkers { get; } = maxLocalWorkers;
    }

    /// <summary>The call returns when the request is sent; neither result nor failure comes back.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class OneWayAttribute : Attribute;
}

namespace Orleans.Placement
{
    /// <summary>A cluster activates the grain in the silo that took the first call. One process has no choice.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class PreferLocalPlacementAttribute : Attribute;

    /// <summary>A cluster never moves the activation while it lives to balance load. One process has nowhere to move it.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class ImmovableAttribute : Attribute;
}
