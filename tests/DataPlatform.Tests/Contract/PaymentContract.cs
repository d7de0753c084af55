using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace ECommerce.DataPlatform.Tests.Contract;

/// <summary>The documents in docs/payment-events.</summary>
internal sealed class PaymentContract
{
    private const string Completed = "payment-completed.v1.schema.json";

    private readonly JsonElement _asyncApi;
    private readonly Dictionary<PaymentEventType, JsonElement> _files;

    private PaymentContract(string folder)
    {
        _asyncApi = Read(Path.Combine(folder, "asyncapi.json"));
        _files = Enum.GetValues<PaymentEventType>().ToDictionary(
            type => type, type => Read(Path.Combine(folder, $"payment-{type.ToString().ToLowerInvariant()}.v1.schema.json")));
    }

    /// <summary>The schema of the key.</summary>
    public JsonSchema User => Part("{\"$ref\":\"#/components/schemas/user\"}");

    /// <summary>The members of an item.</summary>
    public IEnumerable<string> ItemMembers => Names(_files[PaymentEventType.Completed].GetProperty("$defs").GetProperty("item"));

    public static PaymentContract Load() => new(Path.Combine(AppContext.BaseDirectory, "payment-events"));

    /// <summary>The schema of a type's data.</summary>
    public JsonSchema Data(PaymentEventType type) => Part(Message(type).GetProperty("payload").GetProperty("schema").GetRawText());

    /// <summary>What the file with the schema of a type's data says, as the AsyncAPI document would say it.</summary>
    public JsonNode FileOf(PaymentEventType type)
    {
        var said = JsonNode.Parse(_files[type].GetRawText()
            .Replace($"\"{Completed}\"", "\"#/components/schemas/paymentCompletedData\"")
            .Replace($"{Completed}#/$defs/", "#/components/schemas/")
            .Replace("#/$defs/", "#/components/schemas/"))!.AsObject();
        said.Remove("$schema");
        said.Remove("$defs");
        return said;
    }

    /// <summary>What the AsyncAPI document says of a type's data.</summary>
    public JsonNode EmbeddedOf(PaymentEventType type) => JsonNode.Parse(_asyncApi.GetProperty("components").GetProperty("schemas")
        .GetProperty($"payment{type}Data").GetRawText())!;

    /// <summary>The members of a type's data.</summary>
    public IEnumerable<string> Members(PaymentEventType type) =>
        Names(_files[PaymentEventType.Completed]).Union(Names(_files[type]));

    /// <summary>The schema of a type's headers.</summary>
    public JsonSchema Headers(PaymentEventType type) => Part(Message(type).GetProperty("headers").GetRawText());

    private JsonElement Message(PaymentEventType type) =>
        _asyncApi.GetProperty("components").GetProperty("messages").GetProperty($"payment{type}");

    /// <summary>A schema within the AsyncAPI document, with what it refers to.</summary>
    private JsonSchema Part(string schema) => JsonSchema.FromText(JsonSerializer.Serialize(new
    {
        allOf = new[] { JsonSerializer.Deserialize<JsonElement>(schema) },
        components = new { schemas = _asyncApi.GetProperty("components").GetProperty("schemas") },
    }));

    private static IEnumerable<string> Names(JsonElement schema) => schema.GetProperty("properties").EnumerateObject().Select(member => member.Name);

    private static JsonElement Read(string path) => JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;
}
