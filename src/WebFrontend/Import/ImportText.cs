using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Unicode;

namespace ECommerce.WebFrontend.Import;

/// <summary>
/// The text of a file. A mark at its beginning tells its encoding, else what was declared, else it is UTF-8. Bytes that are none of
/// the encoding become U+FFFD, which no text of a shop has.
/// </summary>
internal sealed class ImportText : TextReader
{
    /// <summary>How to declare another encoding than UTF-8.</summary>
    public const string HowToDeclare = "declare its charset, as in Content-Type: text/csv; charset=euc-kr";

    // How far it is looked ahead to tell what the file is.
    private const int Ahead = 1 << 16;

    // Code page 949 is EUC-KR with more syllables.
    private static readonly Encoding Korean =
        CodePagesEncodingProvider.Instance.GetEncoding(949, EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("\uFFFD"))!;

    private readonly StreamReader _text;
    private char _last = '\n';

    private ImportText(StreamReader text, string encodingName, string header) => (_text, EncodingName, Header) = (text, encodingName, header);

    /// <summary>The name of the encoding, for those who sent the file.</summary>
    public string EncodingName { get; }

    /// <summary>The first line.</summary>
    public string Header { get; }

    /// <summary>Whether what was read so far ends with the end of a line.</summary>
    public bool EndsLine => _last is '\n' or '\r';

    /// <summary>The encoding of a declared charset; null when it is none that an import reads.</summary>
    public static Encoding? Find(string? charset) => charset?.ToLowerInvariant() switch
    {
        null or "" or "utf-8" or "utf8" or "us-ascii" => Encoding.UTF8,
        "utf-16" or "utf-16le" => Encoding.Unicode,
        "utf-16be" => Encoding.BigEndianUnicode,
        "euc-kr" or "cp949" or "ms949" or "uhc" or "windows-949" or "x-windows-949" or "ks_c_5601-1987" => Korean,
        _ => null,
    };

    /// <summary>Opens a file.</summary>
    /// <exception cref="ImportFormatException">It is evidently not in the encoding.</exception>
    public static async Task<ImportText> Open(Stream file, Encoding encoding, CancellationToken cancellation)
    {
        var pipe = PipeReader.Create(file, new StreamPipeReaderOptions(leaveOpen: true));
        var ahead = (await pipe.ReadAtLeastAsync(Ahead, cancellation)).Buffer;
        var bytes = ahead.ToArray();
        pipe.AdvanceTo(ahead.Start);
        if (encoding == Encoding.UTF8 && IsKorean(bytes))
        {
            throw new ImportFormatException($"The file is not UTF-8 but looks like EUC-KR: {HowToDeclare}.");
        }

        using var first = new StreamReader(new MemoryStream(bytes), encoding);
        var header = first.ReadLine() ?? "";
        return new(new StreamReader(pipe.AsStream(), encoding), first.CurrentEncoding == Korean ? "EUC-KR" : first.CurrentEncoding.WebName.ToUpperInvariant(), header);
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

    // Korean text that some bytes make invalid is UTF-8 still: only the lines with those bytes are skipped.
    private static bool IsKorean(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes) || HasSyllables(Encoding.UTF8.GetString(bytes)))
        {
            return false;
        }

        // Bytes that mean nothing become one of these, but for the last one: the character may go on where it was not looked.
        var korean = Korean.GetString(bytes);
        return HasSyllables(korean)
            && !korean[..^1].AsSpan().ContainsAnyInRange('\u0080', '\u009F')
            && !korean[..^1].AsSpan().ContainsAnyInRange('\uE000', '\uF8FF')
            && !korean[..^1].Contains('\uFFFD', StringComparison.Ordinal);
    }

    private static bool HasSyllables(string text) => text.AsSpan().ContainsAnyInRange('가', '힣');
}
