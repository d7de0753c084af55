namespace ECommerce.Import.Tests;

public class ProductImportTests
{
    private const string File = Some.Header + "a,A,,,S,x,,,,,,,1,\na,,,,,y,,,,,,,1,\nb,B,,,,,,,,,,,1,\nc,C,,,,,,,,,,,1,\nd,,,,,,,,,,,,1,\n";

    [Fact]
    public async Task Counts_what_was_saved_and_lists_what_was_refused_by_line()
    {
        var result = await ProductImport.Run(Some.Utf8(File), 1, (id, _) => Task.FromResult(id switch
        {
            "b" => Outcome<SavedProduct, ProductRefusal>.Refused(ProductRefusal.SkuTaken, new(Sku: "b")),
            "c" => Outcome<SavedProduct, ProductRefusal>.Refused(ProductRefusal.Invalid, new(Field: "name", Reason: "is taken")),
            _ => Saved,
        }));
        Assert.Equal((1, 2), (result.Products, result.Variants));
        Assert.Equal([4L, 5L, 6L], result.Skipped.Select(s => s.Line));
        Assert.Equal("the sku \"b\" belongs to another product", result.Skipped[0].Reason);
    }

    [Fact]
    public async Task No_more_than_the_bound_are_saved_at_once()
    {
        var gate = new TaskCompletionSource();
        var (now, most) = (0, 0);
        var rows = string.Concat(Enumerable.Range(0, 50).Select(i => $"p{i},P,,,,,,,,,,,1,\n"));
        var run = ProductImport.Run(Some.Utf8(Some.Header + rows), 1, async (_, _) =>
        {
            var running = Interlocked.Increment(ref now);
            InterlockedMax(ref most, running);
            if (running == ProductImport.Parallelism)
            {
                gate.TrySetResult();
            }

            await gate.Task;
            Interlocked.Decrement(ref now);
            return Saved;
        });
        Assert.Equal(50, (await run).Products);
        Assert.Equal(ProductImport.Parallelism, most);
    }

    [Fact]
    public async Task What_the_ledger_throws_ends_the_import() =>
        await Assert.ThrowsAsync<UnavailableException>(() => ProductImport.Run(Some.Utf8(File), 1, (_, _) => throw new UnavailableException("down")));

    private static Outcome<SavedProduct, ProductRefusal> Saved =>
        Outcome<SavedProduct, ProductRefusal>.Done(new(new("p", "P", null, null, null, 1, [], [], false, null, [], [], null, ProductStatus.Active), true));

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }
}
