using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace ECommerce.DataPlatform.Tests.Contract;

/// <summary>The documents in docs/payment-events.</summary>
internal sealed class PaymentContract
{
    private const string Completed = "payment-completed.v1.schema.json";
    private const string Cancelled = "payment-cancelled.v1.schema.json";

    private readonly JsonElement _asyncApi;
    private readonly JsonElement _completed;
    private readonly JsonElement _cancelled;

    private PaymentContract(string folder)
    {
        _asyncApi = Read(Path.Combine(folder, "asyncapi.json"));
        _completed = Read(Path.Combine(folder, Completed));
        _cancelled = Read(Path.Combine(folder, Cancelled));
    }

    /// <summary>The schema of the key.</summary>
    public JsonSchema User => Part("{\"$ref\":\"#/components/schemas/user\"}");

    /// <summary>The members of an item.</summary>
    public IEnumerable<string> ItemMembers => Names(_completed.GetProperty("$defs").GetProperty("item"));

    public static PaymentContract Load() => new(Path.Combine(AppContext.BaseDirectory, "payment-events"));

    /// <summary>The schema of a type's data.</summary>
    public JsonSchema Data(PaymentEventType type) => Part(Message(type).GetProperty("payload").GetProperty("schema").GetRawText());

    /// <summary>What the file with the schema of a type's data says, as the AsyncAPI document would say it.</summary>
    public JsonNode FileOf(PaymentEventType type)
    {
        var file = type == PaymentEventType.Completed ? _completed : _cancelled;
        var said = JsonNode.Parse(file.GetRawText()
            .Replace($"\"{Completed}\"", "\"#/components/schemas/paymentCompletedData\"")
            .Replace($"{Completed}#/$defs/", "#/components/schemas/")
            .Replace("#/$defs/", "#/components/schemas/"))!.AsObject();
        said.Remove("$schema");
        said.Remove("$defs");
        return said;
    }

    /// <summary>What the AsyncAPI document says of a type's data.</summary>
    public JsonNode EmbeddedOf(PaymentEventType type) => JsonNode.Parse(_asyncApi.GetProperty("components").GetProperty("schemas")
        .GetProperty(type == PaymentEventType.Completed ? "paymentCompletedData" : "paymentCancelledData").GetRawText())!;

    /// <summary>The members of a type's data.</summary>
    public IEnumerable<string> Members(PaymentEventType type) =>
        type == PaymentEventType.Completed ? Names(_completed) : [.. Names(_completed), .. Names(_cancelled)];

    /// <summary>The schema of a type's headers.</summary>
    public JsonSchema Headers(PaymentEventType type) => Part(Message(type).GetProperty("headers").GetRawText());

    private JsonElement Message(PaymentEventType type) =>
        _asyncApi.GetProperty("components").GetProperty("messages").GetProperty(type == PaymentEventType.Completed ? "paymentCompleted" : "paymentCancelled");

    /// <summary>A schema within the AsyncAPI document, with what it refers to.</summary>
    private JsonSchema Part(string schema) => JsonSchema.FromText(JsonSerializer.Serialize(new
    {
        allOf = new[] { JsonSerializer.Deserialize<JsonElement>(schema) },
        components = new { schemas = _asyncApi.GetProperty("components").GetProperty("schemas") },
    }));

    private static IEnumerable<string> Names(JsonElement schema) => schema.GetProperty("properties").EnumerateObject().Select(member => member.Name);

    private static JsonElement Read(string path) => JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;
}
