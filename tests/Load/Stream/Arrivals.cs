using System.Diagnostics;
using System.Text.Json;

namespace ECommerce.Load;

/// <summary>A consumer, which notes when each event arrives. Another process reads, and is killed with this one.</summary>
internal sealed class Arrivals : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly LineFollower _reader;
    private readonly Func<string, DateTimeOffset> _time;
    private int _known;

    private Arrivals(LineFollower reader, Func<string, DateTimeOffset> time) => (_reader, _time) = (reader, time);

    public static Arrivals In(KafkaBroker broker, string topic) =>
        new(new(Kcat.Following(broker, topic)), line => KafkaRecord.Parse(line).Time);

    public static Arrivals In(string file) =>
        new(new(new ProcessStartInfo("tail", ["-F", "-s", "0.005", "-n", "+1", file])), line => JsonDocument.Parse(line).RootElement.GetProperty("time").GetDateTimeOffset());

    /// <summary>Forgets what has come until now.</summary>
    public void Forget() => _known = _reader.Count;

    /// <summary>Waits until so many more have come. From each one's time to its arrival, in milliseconds.</summary>
    public async Task<IReadOnlyList<double>> Delays(int events)
    {
        await Eventually.Ask(() => Task.FromResult(_reader.Count), come => come >= _known + events, Patience);
        return [.. _reader.Lines(after: _known).Select(read => (read.At - _time(read.Line)).TotalMilliseconds)];
    }

    public ValueTask DisposeAsync() => _reader.DisposeAsync();
}
