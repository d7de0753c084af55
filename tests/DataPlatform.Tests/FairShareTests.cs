using ECommerce.DataPlatform;

namespace ECommerce.DataPlatform.Tests;

public sealed class FairShareTests
{
    private static readonly string?[] Free = new string?[LedgerBounds.Partitions];

    [Fact]
    public void A_process_alone_takes_all_partitions() => Assert.Equal(Enumerable.Range(0, 16), Share("a", Free, "a"));

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(20)]
    public void Shares_cover_all_partitions_and_differ_by_one_at_most(int live)
    {
        var names = Names(live);
        var owners = Settle(Free, names);
        var counts = names.Select(name => owners.Count(owner => owner == name)).ToList();
        Assert.All(owners, Assert.NotNull);
        Assert.InRange(counts.Max() - counts.Min(), 0, 1);
    }

    [Fact]
    public void A_process_that_joins_gets_its_share_and_nothing_else_changes_hands()
    {
        var before = Settle(Free, Names(3));
        var after = Settle(before, Names(4));
        Assert.All(Enumerable.Range(0, 16), partition => Assert.Contains(after[partition], new[] { before[partition], Names(4)[^1] }));
        Assert.Equal(4, after.Count(owner => owner == Names(4)[^1]));
    }

    [Fact]
    public void Processes_that_start_at_the_same_moment_want_different_partitions() =>
        Assert.Empty(Share("a", Free, "a", "b").Intersect(Share("b", Free, "a", "b")));

    [Fact]
    public void Partitions_of_a_process_that_is_gone_are_shared_by_the_others()
    {
        var before = Settle(Free, Names(4));
        var left = Names(4)[1..];
        var orphaned = before.Select(owner => owner == Names(4)[0] ? null : owner).ToArray();
        var after = Settle(orphaned, left);
        Assert.All(Enumerable.Range(0, 16), partition => Assert.True(orphaned[partition] is null || after[partition] == before[partition]));
        Assert.All(after, Assert.NotNull);
    }

    [Fact]
    public void A_partition_whose_owner_is_not_known_to_live_is_left_alone()
    {
        var owners = Free.ToArray();
        owners[5] = "older program";
        Assert.DoesNotContain(5, Share("a", owners, "a"));
    }

    // Each process in turn takes its share and gives up the rest, until nothing changes: that takes two rounds.
    private static string?[] Settle(string?[] owners, string[] live)
    {
        var now = owners.ToArray();
        for (var round = 0; round < 2; round++)
        {
            foreach (var name in live)
            {
                var share = Share(name, now, live);
                now = [.. now.Select((owner, partition) => share.Contains(partition) ? name : owner == name ? null : owner)];
            }
        }

        return now;
    }

    private static IReadOnlyList<int> Share(string owner, string?[] owners, params string[] live) => FairShare.Of(owner, new(owners, live, false));

    private static string[] Names(int count) => [.. Enumerable.Range(0, count).Select(i => ((char)('a' + i)).ToString())];
}
