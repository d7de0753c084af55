using System.Diagnostics;
using System.Globalization;

namespace ECommerce.Testing;

/// <summary>A kcat that reads along; killed with the tests if they forget it.</summary>
public sealed class KafkaFollower : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task _reading;
    private readonly List<(DateTimeOffset At, string Line)> _lines = [];
    private readonly HashSet<string> _ids = [];

    internal KafkaFollower(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _process.BeginErrorReadLine();
        AppDomain.CurrentDomain.ProcessExit += KillAtExit;
        _reading = Read();
    }

    /// <summary>How many records it has read.</summary>
    public int Count
    {
        get
        {
            lock (_lines)
            {
                return _lines.Count;
            }
        }
    }

    /// <summary>How many events it has read; a duplicate is the same event.</summary>
    public int Events
    {
        get
        {
            lock (_lines)
            {
                return _ids.Count;
            }
        }
    }

    /// <summary>What it has read, in the order of each partition.</summary>
    public IReadOnlyList<KafkaRecord> Records()
    {
        lock (_lines)
        {
            return [.. _lines.Select(read => KafkaRecord.Parse(read.Line))];
        }
    }

    /// <summary>From each payment to when it was read here, the shortest first.</summary>
    /// <param name="after">So many records at the beginning do not count.</param>
    public IReadOnlyList<TimeSpan> Delays(int after = 0)
    {
        lock (_lines)
        {
            return [.. _lines.Skip(after).Select(read => read.At - DateTimeOffset.Parse(KafkaRecord.Parse(read.Line)["ce_time"], CultureInfo.InvariantCulture)).Order()];
        }
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= KillAtExit;
        _process.Kill();
        await _reading;
        _process.Dispose();
    }

    private async Task Read()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            lock (_lines)
            {
                _lines.Add((DateTimeOffset.UtcNow, line));
                _ids.Add(KafkaRecord.Parse(line).Id);
            }
        }
    }

    private void KillAtExit(object? sender, EventArgs e) => _process.Kill();
}
