using System.Collections.Immutable;

namespace Orleans.Runtime;

/// <summary>What travels with a call beside its arguments.</summary>
public static class RequestContext
{
    private static readonly AsyncLocal<ImmutableDictionary<string, object>?> Values = new();

    public static object? Get(string key) => Values.Value?.GetValueOrDefault(key);

    /// <summary>What a call made now carries.</summary>
    internal static object? Capture() => Values.Value;

    /// <summary>Gives a call what it carries.</summary>
    internal static void Restore(object? captured) => Values.Value = (ImmutableDictionary<string, object>?)captured;

    public static void Set(string key, object value) => Values.Value = (Values.Value ?? ImmutableDictionary<string, object>.Empty).SetItem(key, value);
}
