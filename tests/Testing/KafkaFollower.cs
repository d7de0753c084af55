using System.Diagnostics;

namespace ECommerce.Testing;

/// <summary>A kcat that reads along; killed with the tests if they forget it.</summary>
public sealed class KafkaFollower : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task _reading;
    private readonly List<string> _lines = [];

    internal KafkaFollower(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
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

    /// <summary>What it has read, in the order of each partition.</summary>
    public IReadOnlyList<KafkaRecord> Records()
    {
        lock (_lines)
        {
            return [.. _lines.Select(KafkaRecord.Parse)];
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
                _lines.Add(line);
            }
        }
    }

    private void KillAtExit(object? sender, EventArgs e) => _process.Kill();
}
