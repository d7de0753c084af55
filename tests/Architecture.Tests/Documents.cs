using System.Text.RegularExpressions;

namespace ECommerce.Architecture.Tests;

/// <summary>What documents say of the tests is so.</summary>
public sealed partial class Documents
{
    [Fact]
    public void Each_promise_of_reliability_names_tests_that_are_there()
    {
        var tests = Sources.Under("tests").ToDictionary(source => source.Path, source => source.Text);
        var named = Link().Matches(Sources.Under("docs", "reliability.md").Single().Text)
            .Select(link => (Test: link.Groups[1].Value, File: link.Groups[2].Value)).ToList();

        Assert.NotEmpty(named);
        Assert.All(named, link => Assert.Contains($" {link.Test}(", tests.GetValueOrDefault(link.File, "")));
    }

    [Fact]
    public void Each_scenario_of_a_fault_is_among_the_promises_of_reliability()
    {
        var document = Sources.Under("docs", "reliability.md").Single().Text;
        var scenarios = Sources.Under("tests/Faults").Where(source => !source.Path.EndsWith("TcpProxyTests.cs", StringComparison.Ordinal))
            .SelectMany(source => Test().Matches(source.Text)).Select(test => test.Groups[1].Value).ToList();

        Assert.NotEmpty(scenarios);
        Assert.All(scenarios, scenario => Assert.Contains($"`{scenario}`", document));
    }

    [GeneratedRegex(@"\[`(\w+)`\]\(\.\./(tests/[^)]+\.cs)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\[(?:Fact|Theory)[^\]]*\]\s+public (?:async )?\w+ (\w+)\(")]
    private static partial Regex Test();
}
