namespace Orleans.Runtime;

/// <summary>Names one grain of the whole system.</summary>
/// <param name="Type">The class's name in lower case without the suffix "Grain".</param>
/// <param name="Key">The key, case sensitive.</param>
public readonly record struct GrainId(string Type, string Key)
{
    /// <summary>The grain of that type with that key.</summary>
    public static GrainId Create(string grainType, string key) => new(grainType, key);

    /// <summary>Type and key, joined by a slash.</summary>
    public override string ToString() => Type + "/" + Key;
}
