using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace ECommerce.Testing;

/// <summary>A started process and what it says; killed with the tests if they forget it.</summary>
public sealed class Running
{
    private const int LongestLog = 200_000;
    private const int LongestEnd = 3_000;

    private static readonly ConcurrentDictionary<Running, bool> Alive = new();

    private readonly Process _process;
    private readonly StringBuilder _log = new();

    public Running(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        AppDomain.CurrentDomain.ProcessExit += KillAtExit;
        Alive[this] = true;
    }

    /// <summary>The end of the log of each process that was started here and not killed: a failed answer seldom says why.</summary>
    public static string Said =>
        string.Concat(Alive.Keys.OrderBy(process => process.Id).Select(process => $"\n--- process {process.Id} said last:\n{process.EndOfLog}"));

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    private string EndOfLog
    {
        get
        {
            lock (_log)
            {
                var length = Math.Min(_log.Length, LongestEnd);
                return _log.ToString(_log.Length - length, length);
            }
        }
    }

    public void Kill()
    {
        AppDomain.CurrentDomain.ProcessExit -= KillAtExit;
        Alive.TryRemove(this, out _);
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>The exit code, or null when it runs on after that time.</summary>
    public async Task<int?> Exit(TimeSpan within)
    {
        using var patience = new CancellationTokenSource(within);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private void KillAtExit(object? sender, EventArgs e) => _process.Kill();

    private void Note(string? line)
    {
        lock (_log)
        {
            if (line is not null && _log.Length < LongestLog)
            {
                _log.AppendLine(line);
            }
        }
    }
}
