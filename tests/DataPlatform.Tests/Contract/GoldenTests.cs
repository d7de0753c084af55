using System.Buffers;
using System.Text;

namespace ECommerce.DataPlatform.Tests.Contract;

/// <summary>
/// How payments look to those who have read them before. The golden file is never edited: a payment may gain a member, in a new
/// golden file beside it, but what stands there stays.
/// </summary>
public sealed class GoldenTests
{
    private static readonly string[] Kept = ["completed.plain", "completed.coupon", "completed.free", "completed.summed", "cancelled.coupon"];

    [Fact]
    public async Task Payments_look_as_they_always_did()
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
