using System.Diagnostics;

namespace ECommerce.Testing;

/// <summary>Runs a short command to its end.</summary>
public static class Command
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs as somebody who is not root: PostgreSQL refuses to be started by root.</summary>
    public static Task<(int Code, string Output)> RunUnprivileged(string program, params IEnumerable<string> arguments)
    {
        var (name, all) = Unprivileged(program, arguments);
        return Run(name, all);
    }

    /// <summary>Starts it unprivileged, and does not wait: it may outlive this process.</summary>
    public static void StartUnprivileged(string program, params IEnumerable<string> arguments)
    {
        var (name, all) = Unprivileged(program, arguments);
        Process.Start(new ProcessStartInfo(name, all) { WorkingDirectory = Path.GetTempPath() })!.Dispose();
    }

    public static bool IsRoot => !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess;

    private static (string Program, IEnumerable<string> Arguments) Unprivileged(string program, IEnumerable<string> arguments) =>
        IsRoot ? ("runuser", ["-u", "postgres", "--", program, .. arguments]) : (program, arguments);

    public static Task<(int Code, string Output)> Run(string program, params IEnumerable<string> arguments) => Run(Patience, program, arguments);

    /// <summary>Runs one that may take longer.</summary>
    public static async Task<(int Code, string Output)> Run(TimeSpan within, string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(within);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await output + await error);
    }
}
