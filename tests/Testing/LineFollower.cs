using System.Diagnostics;

namespace ECommerce.Testing;

/// <summary>Reads along what a program prints, and when; the program is killed with the tests if they forget it.</summary>
public sealed class LineFollower : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task _reading;
    private readonly List<(DateTimeOffset At, string Line)> _lines = [];

    /// <summary>Starts the program.</summary>
    public LineFollower(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        _process = Process.Start(start)!;
        _process.BeginErrorReadLine();
        AppDomain.CurrentDomain.ProcessExit += KillAtExit;
        _reading = Read();
    }

    /// <summary>How many lines it has read.</summary>
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

    /// <summary>What it has read, without so many lines at the beginning.</summary>
    public IReadOnlyList<(DateTimeOffset At, string Line)> Lines(int after = 0)
    {
        lock (_lines)
        {
            return _lines[after..];
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
            }
        }
    }

    private void KillAtExit(object? sender, EventArgs e) => _process.Kill();
}
