using System.Text;
using System.Text.Json;

namespace ECommerce.Testing;

/// <summary>The data platform's file: one structured CloudEvent a line.</summary>
public static class PaymentEvents
{
    private static readonly TimeSpan WriterPatience = TimeSpan.FromSeconds(10);

    /// <summary>Every finished line, each of which must be whole JSON; a line still being written is left out.</summary>
    public static async Task<IReadOnlyList<JsonElement>> Read(string path)
    {
        // The shop keeps the file to itself while it appends.
        var text = await Eventually.Ask(() => Task.FromResult(ReadAll(path)), read => read is not null, WriterPatience)
            ?? throw new IOException($"{path} stays in use.");
        var finished = text[..(text.LastIndexOf('\n') + 1)];
        return [.. finished.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select((line, i) => Parse(line, i + 1))];
    }

    /// <summary>The events of one order, once there are so many of them, or what there is when the time is over.</summary>
    public static Task<IReadOnlyList<JsonElement>> Of(string orderId, string path, int atLeast) =>
        Eventually.Ask<IReadOnlyList<JsonElement>>(
            async () => [.. (await Read(path)).Where(e => e.Text("subject") == orderId)],
            events => events.Count >= atLeast,
            Bounds.Publication);

    private static string? ReadAll(string path)
    {
        if (!File.Exists(path))
        {
            return "";
        }

        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            return reader.ReadToEnd();
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static JsonElement Parse(string line, int number)
    {
        try
        {
            return JsonDocument.Parse(line).RootElement;
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"Line {number} is torn: {line}", error);
        }
    }
}
