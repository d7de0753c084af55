namespace ECommerce.WebFrontend;

/// <summary>
/// Looks at all that is followed, for all streams of this process together: products in the list that the process keeps anyway, campaigns by
/// one read. Nothing is read while nobody follows anything.
/// </summary>
internal sealed partial class LiveFeed(
    ProductLists lists, IGrainFactory grains, IHostApplicationLifetime host, EventStreams streams, TimeProvider clock, ILogger<LiveFeed> logger) : BackgroundService
{
    /// <summary>The least time between two looks.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>All streams together are sent so many events of one topic in a second: with more streams it is looked at less often.</summary>
    private const double EventsPerSecond = 2_000;

    /// <summary>Campaigns that are looked for in one look where those are that have ended.</summary>
    private const int MaximumLookups = 50;

    /// <summary>Names that are looked at together. One more has no state for the streams that bring it.</summary>
    private const int MaximumTopics = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<LiveName, LiveTopic> _topics = [];
    private bool _isAway;

    /// <summary>Begins to follow; <see cref="Leave"/> has to follow.</summary>
    /// <param name="lastEventId">The id of the last event that the reader has; null: it has none.</param>
    public LiveStream Follow(IReadOnlyList<LiveName> names, string? lastEventId)
    {
        lock (_lock)
        {
            var topics = names.Select(Topic).ToArray();
            var stream = new LiveStream(topics, lastEventId);
            Array.ForEach(topics, topic => topic.Streams.Add(stream));
            return stream;
        }
    }

    /// <summary>Ends to follow. Of what nobody follows nothing is kept.</summary>
    public void Leave(LiveStream stream)
    {
        lock (_lock)
        {
            foreach (var topic in stream.Topics)
            {
                topic.Streams.Remove(stream);
                if (topic.Streams.Count == 0 && ReferenceEquals(_topics.GetValueOrDefault(topic.Name), topic))
                {
                    _topics.Remove(topic.Name);
                }
            }

            stream.Dispose();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = TimeSpan.FromSeconds(streams.Count / EventsPerSecond);
            await Task.Delay(pause > Interval ? pause : Interval, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var topics = Topics();
            if (topics.Count == 0 || !host.ApplicationStarted.IsCancellationRequested)
            {
                continue;
            }

            try
            {
                await Look(topics);
                _isAway = false;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The loop must outlive every outage; readers keep the last state until it is over.
                if (!_isAway)
                {
                    LogAway(exception);
                }

                _isAway = true;
            }
        }
    }

    private LiveTopic Topic(LiveName name)
    {
        if (_topics.TryGetValue(name, out var known))
        {
            return known;
        }

        var topic = new LiveTopic(name);
        if (_topics.Count < MaximumTopics)
        {
            _topics.Add(name, topic);
        }

        return topic;
    }

    private List<LiveTopic> Topics()
    {
        lock (_lock)
        {
            return [.. _topics.Values];
        }
    }

    private async Task Look(List<LiveTopic> topics)
    {
        var list = await lists.Current();
        Tell(topics.Where(topic => topic.Name.Kind == LiveKind.Product && topic.Put(list.Find(topic.Name.Id))));

        var campaigns = topics.FindAll(topic => topic.Name.Kind == LiveKind.Campaign);
        if (campaigns.Count > 0)
        {
            await LookAtCampaigns(campaigns);
        }
    }

    private async Task LookAtCampaigns(List<LiveTopic> topics)
    {
        var campaigns = grains.Grain<ICampaignListGrain>(ICampaignListGrain.Key);
        var listed = (await campaigns.Get()).ToDictionary(campaign => campaign.Id);
        var (there, others) = (new List<LiveTopic>(), new List<LiveTopic>());
        foreach (var topic in topics)
        {
            (listed.ContainsKey(topic.Name.Id) ? there : others).Add(topic);
        }

        Tell(there.Where(topic => topic.Put(listed[topic.Name.Id])));

        // Also of a campaign that has ended coupons may be given. Those that waited the longest come first; new names, of which there may be many
        // that mean nothing, take half of the turns from the others.
        var unknown = others.FindAll(topic => topic.LookedUpAt is null);
        var known = others.Where(topic => topic.LookedUpAt is { } at && clock.GetElapsedTime(at) >= Bounds.Freshness).OrderBy(topic => topic.LookedUpAt).ToList();
        List<LiveTopic> due =
        [
            .. unknown.Take(Math.Max(MaximumLookups / 2, MaximumLookups - known.Count)),
            .. known.Take(Math.Max(MaximumLookups / 2, MaximumLookups - unknown.Count)),
        ];
        var found = await Task.WhenAll(due.Select(topic => campaigns.Find(topic.Name.Id)));
        due.ForEach(topic => topic.LookedUpAt = clock.GetTimestamp());
        Tell(due.Zip(found).Where(it => it.Second is { } campaign && it.First.Put(campaign)).Select(it => it.First));
    }

    private void Tell(IEnumerable<LiveTopic> changed)
    {
        lock (_lock)
        {
            foreach (var stream in changed.SelectMany(topic => topic.Streams))
            {
                stream.Change.Set();
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "What is followed live cannot be read; its readers keep the last state until it can.")]
    private partial void LogAway(Exception exception);
}
