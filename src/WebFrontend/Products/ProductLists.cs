namespace ECommerce.WebFrontend;

/// <summary>Keeps the product list up to date: asks for what changed, and makes a new list when something did.</summary>
internal sealed partial class ProductLists : BackgroundService
{
    /// <summary>How often it looks for changes; with the way there it stays under 500 ms.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a ranking is served before it is asked for again.</summary>
    private static readonly TimeSpan RankingAge = TimeSpan.FromSeconds(1);

    /// <summary>How long a reader waits for the first list after a start.</summary>
    private static readonly TimeSpan FirstList = TimeSpan.FromSeconds(10);

    /// <summary>Callers who wait for a look; one more is refused as overloaded.</summary>
    private const int MaximumWaiting = 20_000;

    private readonly IGrainFactory _grains;
    private readonly IHostApplicationLifetime _host;
    private readonly TimeProvider _clock;
    private readonly ILogger<ProductLists> _logger;
    private readonly Batcher<object?, ProductList> _looks;
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The loop of the batcher alone writes these.
    private readonly ProductIndex _index = new();
    private CatalogueCursor? _cursor;
    private SalesRanking? _ranking;
    private long _rankedAt;

    // Reset only when a new list is made: after a failed read, what was read before the failure must still be shown.
    private bool _isChanged;

    private long _readAt;
    private volatile ProductList? _current;
    private bool _isAway;

    public ProductLists(IGrainFactory grains, IHostApplicationLifetime host, TimeProvider clock, ILogger<ProductLists> logger)
    {
        (_grains, _host, _clock, _logger) = (grains, host, clock, logger);
        _looks = new(
            async waiting =>
            {
                var list = await Look();
                return [.. waiting.Select(_ => list)];
            },
            MaximumWaiting,
            MaximumWaiting);
    }

    /// <summary>True once a list was read.</summary>
    public bool HasList => _current is not null;

    /// <summary>The list; waits, within a bound, for the first one.</summary>
    public async ValueTask<ProductList> Current()
    {
        if (_current is null)
        {
            await _first.Task.WaitAsync(FirstList, _clock);
        }

        return _current!;
    }

    /// <summary>
    /// A product that is listed; null when it is not. One that is not known here may have been saved by another frontend a moment ago: who
    /// asks for such waits for the next look, which all of them share, and of an id that nobody sells nothing is kept.
    /// </summary>
    public async ValueTask<ListedProduct?> Find(string id)
    {
        var list = await Current();
        return list.Find(id) ?? (await Refresh()).Find(id);
    }

    /// <summary>Looks for changes now, so that the one who made a change sees it in the next request to this frontend.</summary>
    public Task<ProductList> Refresh() => _looks.Add(null);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Started(stoppingToken);
        using var timer = new PeriodicTimer(Interval, _clock);
        do
        {
            try
            {
                await Refresh();
                _isAway = false;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The loop must outlive every outage. An outage is logged once, not five times a second.
                if (!_isAway)
                {
                    LogAway(exception);
                }

                _isAway = true;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Completes when the grains can be called.</summary>
    private async Task Started(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = _host.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
    }

    private async Task<ProductList> Look()
    {
        await ReadRanking();
        await ReadProducts();
        if (_isChanged)
        {
            _current = _index.ToList(_ranking!);
            _isChanged = false;
            _first.TrySetResult();
        }

        return _current!;
    }

    private async Task ReadProducts()
    {
        // A cursor is as old as the first page of the scan that gave it.
        var began = _clock.GetTimestamp();
        _cursor = _clock.GetElapsedTime(_readAt, began) < ICatalogueGrain.CursorAge ? _cursor : null;
        CatalogueChanges changes;
        do
        {
            changes = await _grains.Grain<ICatalogueGrain>(ICatalogueGrain.Key).Changes(_cursor);
            foreach (var entry in changes.Products)
            {
                _index.Put(entry.Ordinal, entry.Product);
                _isChanged = true;
            }

            _cursor = changes.Next;
        }
        while (changes.More);

        _readAt = began;
    }

    private async Task ReadRanking()
    {
        if (_ranking is null || _clock.GetElapsedTime(_rankedAt) >= RankingAge)
        {
            _rankedAt = _clock.GetTimestamp();
            _ranking = await _grains.Grain<IBestSellersGrain>(IBestSellersGrain.Key).Get();
            _isChanged = true;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The product list cannot be refreshed; the last one is served until it can.")]
    private partial void LogAway(Exception exception);
}
