namespace ECommerce.WebFrontend;

/// <summary>Keeps the product list up to date: asks for what changed, and replaces the list when something did.</summary>
internal sealed partial class ProductLists(
    IGrainFactory grains, IHostApplicationLifetime host, TimeProvider clock, ILogger<ProductLists> logger) : BackgroundService
{
    /// <summary>How often it looks for changes; with the way there it stays under 500 ms.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a ranking is served before it is asked for again.</summary>
    private static readonly TimeSpan RankingAge = TimeSpan.FromSeconds(1);

    /// <summary>How long a reader waits for the first list after a start.</summary>
    private static readonly TimeSpan FirstList = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, ListedProduct> _products = [];
    private readonly SemaphoreSlim _refreshing = new(1, 1);
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CatalogueCursor? _cursor;
    private long _scannedAt;
    private SalesRanking? _ranking;
    private long _rankedAt;

    // Reset only when a new list is made: after a failed read, what was read before the failure must still be shown.
    private bool _isChanged;
    private volatile ProductList? _current;
    private bool _isAway;

    /// <summary>True once a list was read.</summary>
    public bool HasList => _current is not null;

    /// <summary>The list; waits, within a bound, for the first one.</summary>
    public async ValueTask<ProductList> Current()
    {
        if (_current is null)
        {
            await _first.Task.WaitAsync(FirstList, clock);
        }

        return _current!;
    }

    /// <summary>Looks for changes now, so that the one who made a change sees it in the next request to this frontend.</summary>
    public async Task Refresh()
    {
        await _refreshing.WaitAsync();
        try
        {
            await ReadRanking();
            await ReadProducts();
            if (_isChanged)
            {
                _current = new ProductList(new Dictionary<string, ListedProduct>(_products), _ranking!);
                _isChanged = false;
                _first.TrySetResult();
            }
        }
        finally
        {
            _refreshing.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Started(stoppingToken);
        using var timer = new PeriodicTimer(Interval, clock);
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
        using var registration = host.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
    }

    private async Task ReadProducts()
    {
        // A cursor is as old as the first page of the scan that gave it.
        var began = clock.GetTimestamp();
        _cursor = clock.GetElapsedTime(_scannedAt, began) < ICatalogueGrain.CursorAge ? _cursor : null;
        CatalogueChanges changes;
        do
        {
            changes = await grains.Grain<ICatalogueGrain>(ICatalogueGrain.Key).Changes(_cursor);
            foreach (var entry in changes.Products)
            {
                if (entry.Product.Status == ProductStatus.Active)
                {
                    _products[entry.Product.Id] = new ListedProduct(entry.Ordinal, entry.Product);
                }
                else
                {
                    _products.Remove(entry.Product.Id);
                }

                _isChanged = true;
            }

            _cursor = changes.Next;
        }
        while (changes.More);

        _scannedAt = began;
    }

    private async Task ReadRanking()
    {
        if (_ranking is null || clock.GetElapsedTime(_rankedAt) >= RankingAge)
        {
            _rankedAt = clock.GetTimestamp();
            _ranking = await grains.Grain<IBestSellersGrain>(IBestSellersGrain.Key).Get();
            _isChanged = true;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The product list cannot be refreshed; the last one is served until it can.")]
    private partial void LogAway(Exception exception);
}
