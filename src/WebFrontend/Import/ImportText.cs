using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace ECommerce.WebFrontend.Import;

/// <summary>
/// The text of a file. A mark at its beginning tells its encoding, else what was declared, else it is UTF-8. Bytes that are none of
/// the encoding become U+FFFD, which no text of a shop has.
/// </summary>
internal sealed class ImportText : TextReader
{
    // How far it is looked ahead to tell what the file is.
    private const int Ahead = 1 << 16;

    private readonly StreamReader _text;
    private char _last = '\n';

    private ImportText(StreamReader text, Encoding encoding, string header) => (_text, Encoding, Header) = (text, encoding, header);

    /// <summary>The encoding in which it is read.</summary>
    public Encoding Encoding { get; }

    /// <summary>The first line.</summary>
    public string Header { get; }

    /// <summary>Whether what was read so far ends with the end of a line.</summary>
    public bool EndsLine => _last is '\n' or '\r';

    /// <summary>Opens a file.</summary>
    /// <exception cref="ImportFormatException">It is evidently not in the encoding.</exception>
    public static async Task<ImportText> Open(Stream file, Encoding encoding, CancellationToken cancellation)
    {
        var pipe = PipeReader.Create(file, new StreamPipeReaderOptions(leaveOpen: true));
        var ahead = (await pipe.ReadAtLeastAsync(Ahead, cancellation)).Buffer;
        var bytes = ahead.ToArray();
        pipe.AdvanceTo(ahead.Start);
        if (ImportEncodings.WhyNot(encoding, bytes) is { } reason)
        {
            throw new ImportFormatException(reason);
        }

        using var first = new StreamReader(new MemoryStream(bytes), encoding);
        var header = first.ReadLine() ?? "";
        return new(new StreamReader(pipe.AsStream(), encoding), first.CurrentEncoding, header);
    }

    public override int Read(Span<char> buffer) => Noted(buffer, _text.Read(buffer));

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override async ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default)
    {
        var read = await _text.ReadAsync(buffer, cancellationToken);
        return Noted(buffer.Span, read);
    }

    protected override void Dispose(bool disposing)
    {
        _text.Dispose();
        base.Dispose(disposing);
    }

    private int Noted(ReadOnlySpan<char> buffer, int read)
    {
        _last = read > 0 ? buffer[read - 1] : _last;
        return read;
    }
}
