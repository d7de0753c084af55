using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace ECommerce.Testing;

/// <summary>Reads topics with kcat, a client that shares no code with the shop.</summary>
public static class Kcat
{
    private const string Program = "kcat";

    /// <summary>True: it is on the PATH.</summary>
    public static bool IsInstalled { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, Program)));

    /// <summary>All records of a topic, in the order of each partition.</summary>
    public static async Task<IReadOnlyList<KafkaRecord>> Read(KafkaBroker broker, string topic = "payments")
    {
        var (code, output) = await Run("-C", "-b", broker.Bootstrap, "-t", topic, "-o", "beginning", "-e", "-q", "-J");
        Assert.True(code == 0, output);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(KafkaRecord.Parse)];
    }

    /// <summary>Runs it to its end.</summary>
    public static Task<(int Code, string Output)> Run(params IEnumerable<string> arguments) => Command.Run(Program, arguments);

    /// <summary>Follows a topic from its beginning until disposed.</summary>
    public static KafkaFollower Follow(KafkaBroker broker, string topic = "payments") => new(new(Following(broker, topic)));

    /// <summary>The process of a follower. It polls often, because the tests' brokers answer a poll that finds nothing only when its time is over.</summary>
    public static ProcessStartInfo Following(KafkaBroker broker, string topic) =>
        new(Program, ["-C", "-b", broker.Bootstrap, "-t", topic, "-o", "beginning", "-u", "-q", "-E", "-J", "-X", "fetch.wait.max.ms=10"]);
}

/// <summary>A record of a topic.</summary>
public sealed record KafkaRecord(int Partition, long Offset, string Key, IReadOnlyList<(string Name, string Value)> Headers, string Payload)
{
    /// <summary>The CloudEvents id.</summary>
    public string Id => this["ce_id"];

    /// <summary>When the order was paid or cancelled.</summary>
    public DateTimeOffset Time => DateTimeOffset.Parse(this["ce_time"], CultureInfo.InvariantCulture);

    /// <summary>The value of a header, which must occur once.</summary>
    public string this[string header] => Headers.Single(h => h.Name == header).Value;

    /// <summary>Reads a line of kcat -J.</summary>
    public static KafkaRecord Parse(string line)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        var headers = root.GetProperty("headers").EnumerateArray().Select(part => part.GetString()!).Chunk(2);
        return new(
            root.GetProperty("partition").GetInt32(),
            root.Number("offset"),
            root.Text("key"),
            [.. headers.Select(pair => (pair[0], pair[1]))],
            root.Text("payload"));
    }
}
