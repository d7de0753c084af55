using System.Buffers;
using System.Text;

namespace ECommerce.DataPlatform.Tests.Contract;

/// <summary>
/// The bytes of published events, which consumers rely on. The golden file is never edited: when events gain a member, a new golden
/// file is added beside it.
/// </summary>
public sealed class GoldenTests
{
    private static readonly string[] Kept = ["completed.plain", "completed.coupon", "completed.free", "completed.summed", "cancelled.coupon"];

    [Fact]
    public async Task Published_events_equal_the_golden_file()
    {
        var golden = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Golden", "payments.v1.jsonl"));
        var shapes = await Shapes.All();

        Assert.Equal(golden, string.Concat(Kept.Select(shape => Structured(shapes[shape]) + "\n")));
    }

    private static string Structured(OutboxRow row)
    {
        var bytes = new ArrayBufferWriter<byte>();
        PaymentEnvelope.Of(row.Event).Write(bytes);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
