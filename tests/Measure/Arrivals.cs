using System.Text;
using System.Text.Json;

namespace ECommerce.Measure;

/// <summary>Reads along in the payments file, and notes when each event arrives.</summary>
internal sealed class Arrivals : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(1);

    private readonly string _path;
    private readonly long _from;
    private readonly List<(DateTimeOffset At, long End)> _grown = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reading;

    public Arrivals(string path)
    {
        (_path, _from) = (path, Length(path));
        _reading = Task.Run(Follow);
    }

    /// <summary>From each event's time to its arrival, in milliseconds. Ends the reading.</summary>
    public IReadOnlyList<double> Delays()
    {
        Dispose();
        using var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(_from, SeekOrigin.Begin);
        using var reader = new StreamReader(file, Encoding.UTF8);
        var delays = new List<double>();
        var (end, next) = (_from, 0);
        while (reader.ReadLine() is { } line)
        {
            end += Encoding.UTF8.GetByteCount(line) + 1;
            while (next < _grown.Count && _grown[next].End < end)
            {
                next++;
            }

            if (next < _grown.Count)
            {
                delays.Add((_grown[next].At - JsonDocument.Parse(line).RootElement.GetProperty("time").GetDateTimeOffset()).TotalMilliseconds);
            }
        }

        return delays;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _reading.GetAwaiter().GetResult();
    }

    private async Task Follow()
    {
        var end = _from;
        while (!_stop.IsCancellationRequested)
        {
            if (Length(_path) is var now && now > end)
            {
                end = now;
                _grown.Add((DateTimeOffset.UtcNow, end));
            }

            await Task.Delay(Interval);
        }
    }

    private static long Length(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;
}
