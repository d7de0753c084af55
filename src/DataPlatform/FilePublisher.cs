using System.Buffers;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace ECommerce.DataPlatform;

/// <summary>
/// Appends the events to a file, one JSON object a line, and flushes them to disk before it returns. Several processes may
/// share the file; they take turns by a lock file beside it, so that who reads along is never in the way. A last line without
/// its end was left by a crash, so it was never acknowledged: it is cut off and comes again.
/// </summary>
public sealed class FilePublisher : IPaymentPublisher
{
    private const int ScanBlock = 4_096;

    private readonly string _path;
    private readonly TimeProvider _time;

    /// <summary>Makes the file unless it is there.</summary>
    /// <exception cref="InvalidOperationException">It cannot be written, or holds something else.</exception>
    public FilePublisher(string path, TimeProvider time)
    {
        (_path, _time) = (Path.GetFullPath(path), time);
        try
        {
            MakeFolder();
            using var file = OpenFile();
            if (!HoldsEvents(file))
            {
                throw new InvalidOperationException($"{_path} holds something else than payment events, and is left as it is.");
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
        MakeFolder();
        using var turn = await TakeTurn(cancellation).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        using var file = OpenFile();
        var end = EndOfLastLine(file);
        RandomAccess.SetLength(file, end);
        RandomAccess.Write(file, lines.WrittenSpan, end);
        RandomAccess.FlushToDisk(file);
    }

    private void MakeFolder() => Directory.CreateDirectory(Path.GetDirectoryName(_path)!);

    private SafeFileHandle OpenFile() => File.OpenHandle(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);

    // As far as it goes: a crash may have left the first line torn.
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
                poison.Add(new(row.Number, "its data is no JSON"));
            }
        }

        return poison.Count == 0 ? lines : throw new PoisonEventException(poison);
    }

    private async Task<SafeFileHandle> TakeTurn(CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                // On Unix only FileShare.None takes an exclusive lock.
                return File.OpenHandle(_path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (IsInUse(e))
            {
                if (attempt == StreamBounds.FileAttempts)
                {
                    throw new IOException($"The payment file {_path} is written by another process for too long.", e);
                }
            }

            await Task.Delay(StreamBounds.FilePause, _time, cancellation).ConfigureAwait(false);
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
