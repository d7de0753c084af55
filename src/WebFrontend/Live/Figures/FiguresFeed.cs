using System.Net.ServerSentEvents;
using System.Text.Json;

namespace ECommerce.WebFrontend;

/// <summary>Makes the figures once a second for all operators who look, and not at all while nobody does.</summary>
internal sealed class FiguresFeed(CallFigures calls, FiguresReader reader, TimeProvider clock) : BackgroundService
{
    /// <summary>The most operators who look at one process.</summary>
    private const int MaximumWatchers = 100;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly HashSet<ChangeSignal> _watchers = [];
    private volatile byte[]? _newest;

    /// <summary>Begins to look; <see cref="Leave"/> has to follow. Null: too many do.</summary>
    public ChangeSignal? Watch()
    {
        lock (_lock)
        {
            var change = _watchers.Count < MaximumWatchers ? new ChangeSignal() : null;
            if (change is not null)
            {
                _watchers.Add(change);
            }

            return change;
        }
    }

    /// <summary>Ends to look.</summary>
    public void Leave(ChangeSignal change)
    {
        lock (_lock)
        {
            _watchers.Remove(change);
            change.Dispose();
        }
    }

    /// <summary>The newest figures, where there are some.</summary>
    public IEnumerable<SseItem<byte[]>> News()
    {
        if (_newest is { } figures)
        {
            yield return new SseItem<byte[]>(figures, FiguresApi.Event);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (!IsWatched())
            {
                _newest = null;
                calls.Stop();
                reader.Forget();
                continue;
            }

            calls.Start();
            _newest = JsonSerializer.SerializeToUtf8Bytes(await reader.Read(calls.Read()), HttpJson.Options);
            Tell();
        }
    }

    private bool IsWatched()
    {
        lock (_lock)
        {
            return _watchers.Count > 0;
        }
    }

    private void Tell()
    {
        lock (_lock)
        {
            foreach (var watcher in _watchers)
            {
                watcher.Set();
            }
        }
    }
}
