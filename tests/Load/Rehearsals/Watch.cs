using System.Diagnostics;
using System.Text.Json;

namespace ECommerce.Load;

/// <summary>What an operator saw at one moment.</summary>
/// <param name="At">Seconds since the rehearsal began.</param>
/// <param name="Unready">What <c>/readyz</c> said when it was not 200; null: it was ready.</param>
/// <param name="Pending">Events that wait to be published; null: it could not be asked.</param>
/// <param name="OldestSeconds">How long the oldest of them has waited.</param>
internal sealed record Look(double At, string? Unready, long? Pending, double? OldestSeconds, long? Parked);

/// <summary>Looks at an installation once a second, as an operator does while the load is on.</summary>
internal sealed class Watch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly List<Look> _looks = [];
    private readonly CancellationTokenSource _end = new();
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly Installation _shop;
    private readonly Task _loop;

    public Watch(Installation shop)
    {
        _shop = shop;
        _loop = Task.Run(Loop);
    }

    /// <summary>Seconds since it began.</summary>
    public double Now => Stopwatch.GetElapsedTime(_began).TotalSeconds;

    /// <summary>All looks since a moment.</summary>
    public IReadOnlyList<Look> Since(double from)
    {
        lock (_lock)
        {
            return [.. _looks.Where(look => look.At >= from)];
        }
    }

    /// <summary>One more look, now.</summary>
    public async Task<Look> Once()
    {
        var ready = await _shop.Ask("/readyz");
        var stream = await _shop.Ask("/v1/admin/payment-stream");
        var unready = ready.Status switch
        {
            200 => null,
            0 => "no answer",
            _ => $"{ready.Status} {System.Text.Encoding.UTF8.GetString(ready.Body)}",
        };
        if (stream.Status != 200)
        {
            return Noted(new(Now, unready, null, null, null));
        }

        using var json = JsonDocument.Parse(stream.Body);
        var figures = json.RootElement;
        return Noted(new(Now, unready, figures.GetProperty("pending").GetInt64(), figures.GetProperty("oldestSeconds").GetDouble(), figures.GetProperty("parked").GetInt64()));
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _loop;
        _end.Dispose();
    }

    private async Task Loop()
    {
        while (!_end.IsCancellationRequested)
        {
            await Once();
            try
            {
                await Task.Delay(Interval, _end.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private Look Noted(Look look)
    {
        lock (_lock)
        {
            _looks.Add(look);
        }

        return look;
    }
}
