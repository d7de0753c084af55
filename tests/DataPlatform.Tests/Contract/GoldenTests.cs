using System.Buffers;
using System.Text;

namespace ECommerce.DataPlatform.Tests.Contract;

/// <summary>
/// The bytes of published events, which consumers rely on. The golden file is never edited: when events gain a member, a new golden
/// file is added beside it.
/// </summary>
public sealed class GoldenTests
{
    [Theory]
    [InlineData("payments.v1.jsonl", "completed.plain", "completed.coupon", "completed.free", "completed.summed", "cancelled.coupon")]
    [InlineData("payments.v2.jsonl", "refunded.1.parts", "refunded.2.parts")]
    public async Task Published_events_equal_the_golden_file(string file, params string[] kept)
    {
        var golden = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Golden", file));
        var shapes = await Shapes.All();

        Assert.Equal(golden, string.Concat(kept.Select(shape => Structured(shapes[shape]) + "\n")));
    }

    [Fact]
    public async Task Published_events_whose_trace_is_known_equal_the_golden_file()
    {
        var golden = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Golden", "payments.v3.jsonl"));
        var row = (await Shapes.All())["completed.plain"];

        Assert.Equal(golden, Structured(row with { Event = row.Event with { TraceParent = Some.TraceParent } }) + "\n");
    }

    private static string Structured(OutboxRow row)
    {
        var bytes = new ArrayBufferWriter<byte>();
        PaymentEnvelope.Of(row.Event).Write(bytes);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
