using System.Diagnostics;
using System.Text;

namespace ECommerce.Testing;

/// <summary>A started process and what it says; killed with the tests if they forget it.</summary>
public sealed class Running
{
    private const int LongestLog = 200_000;

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
    }

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

    public void Kill()
    {
        AppDomain.CurrentDomain.ProcessExit -= KillAtExit;
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
