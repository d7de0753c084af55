using System.Buffers;
using System.Text;
using System.Text.Json;
using ECommerce.DataPlatform;

namespace ECommerce.DataPlatform.Tests;

public class PaymentEnvelopeTests
{
    [Theory]
    [InlineData(PaymentEventType.Completed, "completed.json")]
    [InlineData(PaymentEventType.Cancelled, "cancelled.json")]
    [InlineData(PaymentEventType.Refunded, "refunded.json")]
    public void An_event_in_structured_mode_equals_the_golden_file(PaymentEventType type, string golden)
    {
        var expected = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", golden)).TrimEnd('\n');
        Assert.Equal(expected, Write(Some.Payment("ord_1", type: type)));
    }

    [Fact]
    public void Data_with_line_breaks_stays_on_one_line()
    {
        var json = Write(Some.Payment("ord_1", data: "{\r\n  \"name\": \"a\\nb\"\n}"));
        Assert.DoesNotContain('\n', json);
        Assert.Equal("a\nb", JsonDocument.Parse(json).RootElement.GetProperty("data").GetProperty("name").GetString());
    }

    [Fact]
    public void Ids_are_written_without_escapes() => Assert.Contains("\"partitionkey\":\"a+b&c\"", Write(Some.Payment("ord_1", "a+b&c")));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}{}")]
    public void Data_that_is_not_JSON_is_refused(string data) =>
        Assert.ThrowsAny<JsonException>(() => Write(Some.Payment("ord_1", data: data)));

    private static string Write(PaymentEvent payment)
    {
        var bytes = new ArrayBufferWriter<byte>();
        PaymentEnvelope.Of(payment).Write(bytes);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
