using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace ECommerce.Import.Tests;

public class ProductImportTests
{
    private const string File = Some.Header + "a,A,,,S,x,,,,,,,1,\na,,,,,y,,,,,,,1,\nb,B,,,,,,,,,,,1,\nc,C,,,,,,,,,,,1,\nd,,,,,,,,,,,,1,\n";

    [Fact]
    public async Task Counts_what_was_saved_and_lists_what_was_refused_by_line()
    {
        var result = await Run(Some.Utf8(File), id => Task.FromResult(id switch
        {
            "b" => Blocked(new BlockedVariant("b", VariantBlock.SkuTaken, "owner", "b")),
            "c" => Outcome<MergedProduct, ProductRefusal>.Refused(ProductRefusal.Invalid, new(Field: "name", Reason: "is taken")),
            _ => Merged(),
        }));
        Assert.Equal((1, 2), (result.Products, result.Variants));
        Assert.Equal([4L, 5L, 6L], result.Skipped.Select(s => s.Line));
        Assert.Equal("the sku \"b\" belongs to another product, \"owner\"", result.Skipped[0].Reason);
    }

    [Fact]
    public async Task No_more_than_the_bound_are_saved_at_once()
    {
        var gate = new TaskCompletionSource();
        var (now, most) = (0, 0);
        var rows = string.Concat(Enumerable.Range(0, 50).Select(i => $"p{i},P,,,,,,,,,,,1,\n"));
        var run = Run(Some.Utf8(Some.Header + rows), async _ =>
        {
            var running = Interlocked.Increment(ref now);
            InterlockedMax(ref most, running);
            if (running == ProductImport.Parallelism)
            {
                gate.TrySetResult();
            }

            await gate.Task;
            Interlocked.Decrement(ref now);
            return Merged();
        });
        Assert.Equal(50, (await run).Products);
        Assert.Equal(ProductImport.Parallelism, most);
    }

    [Fact]
    public async Task What_the_ledger_throws_ends_the_import() =>
        await Assert.ThrowsAsync<UnavailableException>(() => Run(Some.Utf8(File), _ => throw new UnavailableException("down")));

    [Fact]
    public async Task What_a_whole_file_leaves_out_is_withdrawn()
    {
        var withdrawn = await Withdrawn("a,A,,,S,x,,,,,,,1,\nb,B,,,,,,,,,,,1,\n");

        Assert.Equal([("a", "a-old"), ("b", "b-old")], withdrawn.OrderBy(it => it.Id).Select(it => (it.Id, Assert.Single(it.Command.Skus))));
    }

    [Theory]
    [InlineData("a,,,,,y,,,,,,,no,")]
    [InlineData(",")]
    [InlineData("a,,,,,y,,,,,,,1,,,")]
    [InlineData("a,,,,,\"y,,,,,,,1,")]
    [InlineData("c,,,,,,,,,,,,1,")]
    [InlineData(",,,,,y,,,,,,,1,")]
    [InlineData("b,,,,,y,,,,,,,1,\na,,,,,y,,,,,,,1,")]
    [InlineData("a,")]
    [InlineData("a")]
    [InlineData("a,,,,,,,,,,,,,")]
    [InlineData("c,C,,,S\nc,,,,,y,,,,,,,1,")]
    public async Task Nothing_is_withdrawn_when_a_line_was_skipped(string line) => Assert.Empty(await Withdrawn($"a,A,,,S,x,,,,,,,1,\n{line}\nb,B,,,,,,,,,,,1,\n"));

    [Fact]
    public async Task A_product_that_the_file_archives_is_archived_though_other_lines_were_skipped()
    {
        const string Export = "Handle,Title,Variant Price,Status\na,A,1,archived\nb,B,no,active\n";

        var (id, command) = Assert.Single(await Withdrawn("", header: Export));

        Assert.Equal(("a", true), (id, command.Archives));
        Assert.Empty(command.Skus);
    }

    [Fact]
    public async Task A_gift_card_is_told_and_is_no_line_that_could_not_be_read()
    {
        const string Export = "Handle,Title,Variant Price,Gift Card\na,A,1,false\ncard,Card,10,TRUE\ncard,,20,\n";

        Assert.Equal("a", Assert.Single(await Withdrawn("", header: Export)).Id);
        var result = await Run(Some.Utf8(Export), _ => Task.FromResult(Merged()));
        Assert.Equal([3L, 4L], result.Skipped.Select(line => line.Line));
        Assert.All(result.Skipped, line => Assert.Equal("it is a gift card, which this shop does not sell", line.Reason));
    }

    [Fact]
    public async Task Columns_that_are_not_used_are_named() => Assert.Equal(
        ["Variant Grams", "Image Width"],
        (await Run(Some.Utf8("Handle,Title,Variant Grams,Variant Price,,Image Width\na,A,3,1,,\n"), _ => Task.FromResult(Merged()))).Ignored);

    [Fact]
    public async Task Products_that_wait_for_others_are_held_up_to_a_bound_by_all_of_their_texts()
    {
        var tags = string.Join(',', Enumerable.Range(0, Bounds.MaximumTags).Select(i => new string('t', 290) + i));
        var rows = string.Concat(Enumerable.Range(0, 500).Select(i => $"p{i},P,\"{tags}\",1\n"));
        var merges = new ConcurrentBag<string>();

        var result = await Run(Some.Utf8("Handle,Title,Tags,Variant Price\n" + rows), id =>
        {
            merges.Add(id);
            return Task.FromResult(Blocked(new BlockedVariant(id, VariantBlock.SkuTaken, "owner", id)));
        });

        // Each takes about 175 KB. Those that waited were merged once more at the end.
        Assert.InRange(merges.Count - 500, 300, MemoryBounds.WaitingProducts / 150_000);
        Assert.Contains(result.Skipped, line => line.Reason.EndsWith("send it in parts", StringComparison.Ordinal));
    }

    private static async Task<List<(string Id, WithdrawProduct Command)>> Withdrawn(string rows, string header = Some.Header)
    {
        var withdrawn = new ConcurrentBag<(string, WithdrawProduct)>();
        await ProductImport.Run(
            Some.Utf8(header + rows), Encoding.UTF8, 1, isDryRun: false, (product, _, _) => Task.FromResult(Merged(product.Id + "-old")), (id, command, _) =>
            {
                withdrawn.Add((id, command));
                return Task.FromResult(Outcome<ProductView, ProductRefusal>.Refused(ProductRefusal.PreconditionFailed));
            });
        return [.. withdrawn];
    }

    private static Task<ImportResult> Run(Stream file, Func<string, Task<Outcome<MergedProduct, ProductRefusal>>> merge) =>
        ProductImport.Run(file, Encoding.UTF8, 1, isDryRun: false, (product, _, _) => merge(product.Id), (_, _, _) => throw new UnreachableException());

    private static Outcome<MergedProduct, ProductRefusal> Merged(params string[] others) =>
        Outcome<MergedProduct, ProductRefusal>.Done(new(ProductStatus.Active, others));

    private static Outcome<MergedProduct, ProductRefusal> Blocked(params BlockedVariant[] blocked) =>
        Outcome<MergedProduct, ProductRefusal>.Done(new(ProductStatus.Active, [], Blocked: blocked, IsUnchanged: true));

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }
}
