using System.Text.Json;
using ECommerce.Testing;
using Json.Schema;

namespace ECommerce.DataPlatform.Tests.Contract;

/// <summary>Published events are as docs/payment-events describes them to consumers.</summary>
public sealed class SchemaTests
{
    private static readonly EvaluationOptions Strict = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };
    private static readonly PaymentContract Contract = PaymentContract.Load();

    [Fact]
    public async Task Data_of_every_shape_is_valid_by_the_schema_of_its_type()
    {
        var shapes = await Shapes.All();
        Assert.Equal(11, shapes.Count);
        foreach (var (shape, row) in shapes)
        {
            IsValid(Contract.Data(row.Event.Type), PaymentEnvelope.Of(row.Event).Data, shape);
        }
    }

    [Theory]
    [InlineData(PaymentEventType.Completed)]
    [InlineData(PaymentEventType.Cancelled)]
    [InlineData(PaymentEventType.Refunded)]
    public void The_AsyncAPI_document_says_of_the_data_what_the_files_beside_it_say(PaymentEventType type) =>
        Assert.Equal(Contract.FileOf(type).ToJsonString(), Contract.EmbeddedOf(type).ToJsonString());

    [Fact]
    public async Task Every_member_of_the_data_is_described_by_the_schema()
    {
        foreach (var (shape, row) in await Shapes.All())
        {
            using var data = JsonDocument.Parse(row.Event.Data);
            Assert.Empty(data.RootElement.EnumerateObject().Select(member => member.Name).Except(Contract.Members(row.Event.Type)).Select(name => $"{shape}: {name}"));
            Assert.Empty(data.RootElement.GetProperty("items").EnumerateArray()
                .SelectMany(item => item.EnumerateObject().Select(member => member.Name)).Except(Contract.ItemMembers));
        }
    }

    [Fact]
    public async Task Records_that_another_Kafka_client_reads_are_valid_by_the_AsyncAPI_document()
    {
        await using var broker = await KafkaBroker.Start();
        await using var publisher = Some.Kafka(broker);
        var shapes = (await Shapes.All()).ToDictionary(shape => shape.Key, shape => shape.Value with { Event = shape.Value.Event with { TraceParent = TraceOf(shape.Key) } });
        await publisher.Publish([.. shapes.Values], default);

        var records = (await Kcat.Read(broker)).ToDictionary(record => record.Id);
        foreach (var (shape, row) in shapes)
        {
            var record = records[row.Event.Id];
            var headers = record.Headers.ToDictionary(header => header.Name, header => header.Value);
            IsValid(Contract.Headers(row.Event.Type), JsonSerializer.Serialize(headers), shape);
            IsValid(Contract.User, JsonSerializer.Serialize(record.Key), shape);
            IsValid(Contract.Data(row.Event.Type), record.Payload, shape);
        }
    }

    [Fact]
    public void Wrong_headers_are_refused_by_the_AsyncAPI_document()
    {
        using var headers = JsonDocument.Parse("""{"ce_specversion":"1.0","ce_type":"com.ecommerce.payment.completed.v1"}""");

        Assert.False(Contract.Headers(PaymentEventType.Completed).Evaluate(headers.RootElement, Strict).IsValid);
    }

    [Theory]
    [InlineData("\"paid\":19000", "\"paid\":1.5")]
    [InlineData("\"discount\":0", "\"discount\":-1")]
    [InlineData("\"quantity\":1", "\"quantity\":0")]
    [InlineData("\"userId\":\"plain\"", "\"userId\":\"\"")]
    [InlineData("\"total\":19000", "\"total\":\"19000\"")]
    [InlineData("\"paidAt\":\"2026-03-02T01:04:05.006Z\"", "\"paidAt\":\"2026-03-02 01:04:05\"")]
    [InlineData("\"discount\":0", "\"discount\":0,\"couponId\":\"cpn_1\"")]
    [InlineData("\"sku\":\"SKU-1\",", "")]
    public async Task The_schema_refuses_wrong_data(string good, string bad)
    {
        var data = (await Shapes.All())["completed.plain"].Event.Data;
        Assert.Contains(good, data);
        using var wrong = JsonDocument.Parse(data.Replace(good, bad));

        Assert.False(Contract.Data(PaymentEventType.Completed).Evaluate(wrong.RootElement, Strict).IsValid);
    }

    [Fact]
    public async Task Data_of_a_completed_payment_is_refused_by_the_schemas_of_what_is_taken_back()
    {
        using var completed = JsonDocument.Parse((await Shapes.All())["completed.plain"].Event.Data);

        Assert.False(Contract.Data(PaymentEventType.Cancelled).Evaluate(completed.RootElement, Strict).IsValid);
        Assert.False(Contract.Data(PaymentEventType.Refunded).Evaluate(completed.RootElement, Strict).IsValid);
    }

    // Some were made in a trace that was recorded, and some were not.
    private static string? TraceOf(string shape) => shape.EndsWith("plain", StringComparison.Ordinal) ? Some.TraceParent : null;

    private static void IsValid(JsonSchema schema, string json, string what)
    {
        using var document = JsonDocument.Parse(json);
        var result = schema.Evaluate(document.RootElement, Strict);
        var errors = (result.Details ?? []).Where(detail => detail.HasErrors).SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}"));
        Assert.True(result.IsValid, $"{what}: {string.Join("; ", errors)}");
    }
}
