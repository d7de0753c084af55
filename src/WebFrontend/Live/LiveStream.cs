using System.Net.ServerSentEvents;

namespace ECommerce.WebFrontend;

/// <summary>
/// One reader: what it follows, and what it was told of each. The id of an event is the tags of all that the reader knows then, in the order in
/// which it named them; who comes again with it goes on from there, at whichever frontend.
/// </summary>
internal sealed class LiveStream : IDisposable
{
    private readonly string[] _told;

    /// <param name="lastEventId">What the reader has; of other names, or none at all, it says nothing.</param>
    public LiveStream(IReadOnlyList<LiveTopic> topics, string? lastEventId)
    {
        Topics = topics;
        _told = [.. topics.Select((_, i) => lastEventId?.Length == topics.Count * LiveState.TagLength
            ? lastEventId.Substring(i * LiveState.TagLength, LiveState.TagLength)
            : LiveState.NoTag)];
    }

    public IReadOnlyList<LiveTopic> Topics { get; }

    /// <summary>Set when one of them has changed.</summary>
    public ChangeSignal Change { get; } = new();

    /// <summary>What has changed since the reader was told. Each is as it is when the one before was taken.</summary>
    public IEnumerable<SseItem<byte[]>> News()
    {
        for (var i = 0; i < Topics.Count; i++)
        {
            if (Topics[i].State is { } state && state.Tag != _told[i])
            {
                _told[i] = state.Tag;
                yield return new SseItem<byte[]>(state.Data, Topics[i].Name.Event) { EventId = string.Concat(_told) };
            }
        }
    }

    public void Dispose() => Change.Dispose();
}
