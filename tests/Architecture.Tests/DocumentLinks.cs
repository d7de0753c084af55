using System.Text.RegularExpressions;

namespace ECommerce.Architecture.Tests;

/// <summary>What documents point at is there: docs/security.md names the test that holds each promise.</summary>
public sealed class DocumentLinks
{
    [Fact]
    public void Every_link_to_a_file_leads_to_one() =>
        Assert.Empty(Sources.Under("docs", "*.md").SelectMany(Broken));

    [Fact]
    public void A_link_to_nothing_is_found() =>
        Assert.Equal(["docs/a.md: gone.md"], Broken(new Source("docs/a.md", "[here](cluster.md#run-it), [there](https://example.com), [gone](gone.md)")));

    private static IEnumerable<string> Broken(Source document) =>
        from Match link in Regex.Matches(document.Text, @"\]\((?!\w+:)([^)#\s]+)(#[^)]*)?\)")
        let target = link.Groups[1].Value
        where !Sources.Has(Path.Combine(Path.GetDirectoryName(document.Path)!, target))
        select $"{document.Path}: {target}";
}
