using System.Buffers;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace ECommerce.DataPlatform;

/// <summary>
/// Appends the events to a file, one JSON object a line, and flushes them to disk before it returns. Several processes may
/// share the file: a lock file beside it lets one write at a time, and readers of the file itself block nobody. A crash may leave
/// an incomplete last line. Its event was never acknowledged, so the line is cut off and the event is published again.
/// </summary>
public sealed class FilePublisher : IPaymentPublisher
{
    /// <summary>The most attempts to get the lock while another process has it.</summary>
    internal const int LockAttempts = 200;

    /// <summary>The wait between two of these attempts.</summary>
    internal static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(10);

    private const int ScanBlock = 4_096;

    private readonly string _path;
    private readonly TimeProvider _time;

    /// <summary>Makes the file unless it is there.</summary>
    /// <exception cref="InvalidOperationException">It cannot be written, or holds something other than payment events.</exception>
    public FilePublisher(string path, TimeProvider time)
    {
        (_path, _time) = (Path.GetFullPath(path), time);
        try
        {
            PrivateFiles.MakeFolderOf(_path);
            using var file = OpenFile();
            if (!HoldsEvents(file.SafeFileHandle))
            {
                throw new InvalidOperationException($"{_path} holds something other than payment events, and is left as it is.");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"Payment events cannot be written to {_path}: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public async Task Publish(IReadOnlyList<OutboxRow> rows, CancellationToken cancellation)
    {
        var lines = Lines(rows);
        PrivateFiles.MakeFolderOf(_path);
        using var fileLock = await Lock(cancellation).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        using var opened = OpenFile();
        var file = opened.SafeFileHandle;
        var end = EndOfLastLine(file);
        RandomAccess.SetLength(file, end);
        RandomAccess.Write(file, lines.WrittenSpan, end);
        RandomAccess.FlushToDisk(file);
    }

    private FileStream OpenFile() => PrivateFiles.Open(_path, FileShare.ReadWrite);

    // A file that is shorter than the start of an event may be the rest of a first line that a crash left incomplete.
    private static bool HoldsEvents(SafeFileHandle file)
    {
        Span<byte> start = stackalloc byte[PaymentEnvelope.Start.Length];
        return PaymentEnvelope.Start.StartsWith(start[..RandomAccess.Read(file, start, 0)]);
    }

    private static ArrayBufferWriter<byte> Lines(IReadOnlyList<OutboxRow> rows)
    {
        var lines = new ArrayBufferWriter<byte>();
        var poison = new List<PoisonEvent>();
        foreach (var row in rows)
        {
            try
            {
                PaymentEnvelope.Of(row.Event).Write(lines);
                lines.Write("\n"u8);
            }
            catch (JsonException)
            {
                poison.Add(new(row.Number, "its data is not JSON"));
            }
        }

        return poison.Count == 0 ? lines : throw new PoisonEventException(poison);
    }

    private async Task<FileStream> Lock(CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                // On Unix only FileShare.None takes an exclusive lock.
                return PrivateFiles.Open(_path + ".lock", FileShare.None);
            }
            catch (IOException e) when (IsInUse(e))
            {
                if (attempt == LockAttempts)
                {
                    throw new IOException($"The payment file {_path} has been locked by another process for too long.", e);
                }
            }

            await Task.Delay(LockPause, _time, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>EWOULDBLOCK on Linux and macOS; a sharing or lock violation on Windows.</summary>
    private static bool IsInUse(IOException e) =>
        e.GetType() == typeof(IOException) && (e.HResult & 0xFFFF) is 11 or 35 or 32 or 33;

    private static long EndOfLastLine(SafeFileHandle file)
    {
        Span<byte> block = stackalloc byte[ScanBlock];
        var end = RandomAccess.GetLength(file);
        while (end > 0)
        {
            var start = Math.Max(0, end - ScanBlock);
            var read = RandomAccess.Read(file, block[..(int)(end - start)], start);
            var newline = block[..read].LastIndexOf((byte)'\n');
            if (newline >= 0)
            {
                return start + newline + 1;
            }

            end = start;
        }

        return 0;
    }
}
