using System.Text;

namespace ECommerce.Import.Tests;

[Collection(nameof(MeasuredAlone))]
public class LargeFileTests
{
    private const int Megabytes = 50;

    [Fact]
    public async Task Fifty_megabytes_import_without_being_held_in_memory()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (count, most) = (0, 0L);
        var report = new ImportReport();
        await foreach (var _ in ShopifyProducts.Read(new Export(Megabytes << 20), Encoding.UTF8, 1, report))
        {
            if (++count % 2_000 == 0)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }

        Assert.Empty(report.Skipped());
        Assert.True(count > 10_000);
        Assert.True(most < 20 << 20, $"{most >> 20} MB were held");
    }

    [Fact]
    public async Task Of_handles_that_no_product_can_have_nothing_is_kept() =>
        await IsForgotten(Enumerable.Range(0, 40).Select(i => $"{i}{new string('h', 500_000)},P,,,,,,,,,,,1,\n"));

    [Fact]
    public async Task Of_the_rows_of_a_product_no_more_is_kept_than_the_product_has() =>
        await IsForgotten(Enumerable.Range(0, 40).Select(i => $"p,P,{(i == 0 ? "" : new string('b', 500_000))},V,Size,{i},,,,,,,1,\n"));

    /// <summary>Twenty megabytes of rows, in memory they would be forty, with a product behind them.</summary>
    private static async Task IsForgotten(IEnumerable<string> rows)
    {
        using var file = Some.Utf8(Some.Header + string.Concat(rows) + "last,P,,,,,,,,,,,1,\n");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var held = 0L;
        await foreach (var _ in ShopifyProducts.Read(file, Encoding.UTF8, 1, new ImportReport()))
        {
            held = Math.Max(held, GC.GetTotalMemory(forceFullCollection: true) - before);
        }

        Assert.InRange(held, 1, 15_000_000);
    }

    /// <summary>An endless export, cut off after a product.</summary>
    private sealed class Export(long length) : Stream
    {
        private static readonly string Body = new('b', 2_000);
        private ReadOnlyMemory<byte> _rest = Encoding.UTF8.GetBytes(Some.Header);
        private long _given;
        private int _product;

        public override int Read(Span<byte> buffer)
        {
            if (_rest.IsEmpty && _given < length)
            {
                _rest = Encoding.UTF8.GetBytes($"p-{++_product},P,\"{Body}\n{Body}\",V,Size,S,,,,,,1,100,\np-{_product},,,,,M,,,,,,1,100,\n");
            }

            var count = Math.Min(buffer.Length, _rest.Length);
            _rest.Span[..count].CopyTo(buffer);
            _rest = _rest[count..];
            _given += count;
            return count;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _given; set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
