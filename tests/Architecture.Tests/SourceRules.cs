using System.Text.RegularExpressions;

namespace ECommerce.Architecture.Tests;

public sealed class SourceRules
{
    private static readonly Rule[] InGrains =
    [
        new(@"DateTime(Offset)?\.(Utc)?Now\b", "var now = DateTimeOffset.UtcNow;"),
        new(@"Guid\.(NewGuid|CreateVersion7)", "var id = Guid.NewGuid();"),
        new(@"\bRandom\b", "Random.Shared.Next()"),
        new(@"Task\.(Run|Delay)\b", "_ = Task.Run(Work);"),
        new(@"ConfigureAwait", "await task.ConfigureAwait(false);"),
        new(@"Thread\.Sleep", "Thread.Sleep(1);"),
        new(@"catch \(Exception\b", "catch (Exception exception)"),
    ];

    private static readonly Rule[] Everywhere =
    [
        new(@"^\s*#(if|region)\b", "    #region Private"),
        new(@"\bTODO\b|\bFIXME\b", "// TODO later"),
        new(@"^\s*//[^/].*[;{}]\s*$", "    // var old = 1;"),
        new(@"\b(class|record|struct|interface|enum) \w+(Manager|Helper|Service|Util|Utils|Impl|Dto|DTO)\b", "class OrderService"),
        new(@"Thread\.Sleep", "Thread.Sleep(1);"),
    ];

    // These wait for another process, whose clock is not theirs.
    private static readonly string[] MayDelay =
    [
        "tests/Testing/", "tests/Shop.Tests/Crashes/", "tests/Cluster.Tests/", "tests/Shop.Tests/Kafka/", "tests/Load/", "tests/Architecture.Tests/",
    ];

    // No grain's code: its loop must leave the scheduler of the grain that calls it, and passes on whatever it catches.
    private const string Batcher = "src/GrainInterfaces/Batcher.cs";

    private static readonly Rule Delay = new(@"Thread\.Sleep|Task\.Delay\(", "await Task.Delay(100);");

    private static readonly Rule DefaultArm = new(@"^\s*(_ =>|default:)", "    _ => null,");

    [Fact]
    public void Each_rule_can_fail()
    {
        foreach (var rule in (Rule[])[.. InGrains, .. Everywhere, Delay, DefaultArm])
        {
            Assert.Single(rule.Offences([new Source("src/Bad.cs", "namespace Bad;\n" + rule.BadLine + "\n")]));
        }
    }

    [Fact]
    public void Grains_take_time_ids_and_chance_as_arguments_and_catch_only_what_they_know() =>
        Assert.Empty(InGrains.SelectMany(rule => rule.Offences(
            [.. Sources.Under("src/Grains"), .. Sources.Under("src/GrainInterfaces").Where(source => source.Path != Batcher)])));

    [Fact]
    public void Sources_hold_no_switches_no_regions_no_dead_code_and_no_empty_names() =>
        Assert.Empty(Everywhere.SelectMany(rule => rule.Offences(Sources.Under("src"))));

    [Fact]
    public void Tests_do_not_sleep() =>
        Assert.Empty(Delay.Offences(Sources.Under("tests").Where(source => !MayDelay.Any(source.Path.StartsWith))));

    [Fact]
    public void A_new_refusal_does_not_compile_until_it_has_a_status() =>
        Assert.Empty(DefaultArm.Offences(Sources.Under("src/WebFrontend/Errors").Where(source => source.Path.EndsWith("Refusals.cs"))));

    [Fact]
    public void Files_end_with_a_newline_and_are_rarely_long()
    {
        Assert.Empty(Sources.Under("src").Where(source => !source.Text.EndsWith('\n')).Select(source => source.Path));
        Assert.Empty(Sources.Under("src").Where(source => source.Text.Count(c => c == '\n') > 300).Select(source => source.Path));
    }

    [Fact]
    public void Every_file_has_the_namespace_of_its_project() =>
        Assert.Empty(Sources.Under("src")
            .Where(source => !source.Path.EndsWith("Program.cs") && !Names(source))
            .Select(source => source.Path));

    private static bool Names(Source source) =>
        Regex.IsMatch(source.Text, $@"^namespace ECommerce\.{Regex.Escape(source.Project["src/".Length..])}(\.\w+)*;", RegexOptions.Multiline)
        || !source.Text.Contains("namespace ", StringComparison.Ordinal);
}
