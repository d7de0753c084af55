using System.Text.Json;

namespace ECommerce.Testing;

/// <summary>Operations of the OpenAPI document that go on answering: a test that calls each operation to its end leaves them out.</summary>
public static class EventStreams
{
    /// <summary>Whether an operation answers with an event stream.</summary>
    public static bool IsEventStream(this JsonElement operation) =>
        operation.GetProperty("responses").TryGetProperty("200", out var answer)
        && answer.TryGetProperty("content", out var content) && content.TryGetProperty("text/event-stream", out _);
}
