using System.Text.RegularExpressions;

namespace ECommerce.Architecture.Tests;

/// <summary>Something that does not occur in sources, and a line that proves that the rule can fail.</summary>
internal sealed record Rule(string Pattern, string BadLine)
{
    private readonly Regex _pattern = new(Pattern, RegexOptions.Multiline | RegexOptions.CultureInvariant);

    /// <summary>Where it occurs, as path:line and text.</summary>
    public IEnumerable<string> Offences(IEnumerable<Source> sources) =>
        from source in sources
        from Match match in _pattern.Matches(source.Text)
        select $"{source.Path}:{source.Text.AsSpan(0, match.Index).Count('\n') + 1} {match.Value.Trim()}";
}
