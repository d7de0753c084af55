namespace ECommerce.Testing;

/// <summary>A kcat that follows a topic.</summary>
public sealed class KafkaFollower : IAsyncDisposable
{
    private readonly LineFollower _reader;
    private readonly HashSet<string> _ids = [];
    private int _counted;

    internal KafkaFollower(LineFollower reader) => _reader = reader;

    /// <summary>How many records it has read.</summary>
    public int Count => _reader.Count;

    /// <summary>How many events it has read; duplicates count once.</summary>
    public int Events
    {
        get
        {
            foreach (var (_, line) in _reader.Lines(after: _counted))
            {
                _counted++;
                _ids.Add(KafkaRecord.Parse(line).Id);
            }

            return _ids.Count;
        }
    }

    /// <summary>The records that it has read, in the order of each partition.</summary>
    public IReadOnlyList<KafkaRecord> Records() => [.. _reader.Lines().Select(read => KafkaRecord.Parse(read.Line))];

    /// <summary>From each payment to when it was read here, the shortest first.</summary>
    public IReadOnlyList<TimeSpan> Delays() =>
        [.. _reader.Lines().Select(read => read.At - KafkaRecord.Parse(read.Line).Time).Order()];

    public ValueTask DisposeAsync() => _reader.DisposeAsync();
}
