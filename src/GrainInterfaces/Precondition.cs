namespace ECommerce.GrainInterfaces;

/// <summary>
/// What must hold of a thing for a change of it to be made, as HTTP's <c>If-Match</c> and <c>If-None-Match</c> say. It is decided with
/// the change: of two changes that name the same tag, one is made.
/// </summary>
/// <param name="Match">Tags of which the thing must have one; <see cref="Any"/>: it must exist. Null: not asked.</param>
/// <param name="NoneMatch">Tags of which the thing must have none; <see cref="Any"/>: it must not exist. Null: not asked.</param>
[GenerateSerializer, Immutable, Alias("Precondition")]
public sealed record Precondition(IReadOnlyList<string>? Match, IReadOnlyList<string>? NoneMatch)
{
    /// <summary>Stands for every tag; it is none itself.</summary>
    public const string Any = "*";

    /// <summary>Whether it holds.</summary>
    /// <param name="tag">The tag of the thing as it is; null: it does not exist.</param>
    public bool Holds(string? tag) => (Match is null || Names(Match, tag)) && (NoneMatch is null || !Names(NoneMatch, tag));

    private static bool Names(IReadOnlyList<string> tags, string? tag) => tag is not null && (tags.Contains(Any) || tags.Contains(tag));
}
