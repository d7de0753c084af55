using System.Security.Cryptography;
using System.Text;

namespace ECommerce.Products.Tests;

[Collection(nameof(MeasuredAlone))]
public sealed class PageMemoryTests
{
    [Fact]
    public void All_first_pages_together_keep_the_bytes_of_each_product_once()
    {
        var list = Some.List(Enumerable.Range(0, 200).Select(i => Some.Product("p" + i) with { Description = new string('d', 20_000) }));
        var before = Memory();

        var pages = FirstPages(list, "newest", "price", "-price", "best");

        // As bytes of their own they would take 400 MB.
        Assert.InRange(Memory() - before, long.MinValue, 50_000_000);
        Assert.Same(pages[0], list.Page(Some.Query("sort=newest", limit: 1)));
    }

    [Fact]
    public void Pages_and_what_they_are_compressed_to_are_kept_up_to_a_bound()
    {
        var list = Some.List(Enumerable.Range(0, 200).Select(i => Some.Product("p" + i) with { Description = Random(20_000) }));
        var before = Memory();

        foreach (var page in FirstPages(list, "newest"))
        {
            page.Body("gzip");
            page.Body("br");
        }

        // All that they are compressed to takes 150 MB.
        Assert.InRange(Memory() - before, long.MinValue, MemoryBounds.Answers + 20_000_000);
        GC.KeepAlive(list);
    }

    [Fact]
    public void Parts_of_answers_are_kept_up_to_the_bound_and_each_counts_once()
    {
        var (kept, part) = (new KeptAnswers(100), new byte[60]);

        Assert.True(kept.TryKeep(part, new byte[30]));
        Assert.True(kept.TryKeep(part, part));
        Assert.False(kept.IsFull);
        Assert.False(kept.TryKeep(new byte[11]));
        Assert.True(kept.IsFull);
        Assert.True(kept.TryKeep(new byte[10]));
    }

    [Fact]
    public void A_catalogue_of_long_descriptions_takes_a_third_of_their_bytes()
    {
        const int products = 2_000;
        var before = Memory();

        var list = Some.List(Enumerable.Range(0, products).Select(i => Some.Product("p" + i) with { Description = Prose(i) }));
        var whole = Enumerable.Range(0, products).Sum(i => 2L * Prose(i).Length);

        Assert.InRange(Memory() - before, long.MinValue, whole / 3);
        Assert.Equal(Prose(7), list.Find("p7")!.Whole.Description);
        Assert.Contains(Prose(7), Encoding.UTF8.GetString(list.Find("p7")!.Json));
    }

    [Fact]
    public void What_was_made_lately_is_held_and_older_things_are_let_go()
    {
        var recent = new RecentBytes(4_000_000);
        var held = Enumerable.Range(0, 20).Select(_ => Held(recent)).ToList();

        GC.Collect();

        Assert.InRange(held.Count(bytes => bytes.TryGetTarget(out var _)), 2, 8);
        Assert.True(held[^1].TryGetTarget(out var _));
        GC.KeepAlive(recent);
    }

    private static WeakReference<byte[]> Held(RecentBytes recent)
    {
        var bytes = new byte[500_000];
        recent.Hold(bytes);
        return new(bytes);
    }

    private static List<ReadyJson> FirstPages(ProductList list, params string[] sorts) =>
        [.. sorts.SelectMany(sort => Enumerable.Range(1, 100).Select(limit => list.Page(Some.Query("sort=" + sort, limit))))];

    private static long Memory() => GC.GetTotalMemory(forceFullCollection: true);

    private static string Random(int characters) => Convert.ToBase64String(RandomNumberGenerator.GetBytes(characters * 3 / 4));

    private static string Prose(int seed)
    {
        string[] words = ["cotton", "linen", "washed", "at", "forty", "degrees", "a", "collar", "sleeves", "made", "in", "Portugal", "relaxed", "fit"];
        var random = new Random(seed);
        return string.Join(' ', Enumerable.Range(0, 1_500).Select(_ => words[random.Next(words.Length)]));
    }
}
