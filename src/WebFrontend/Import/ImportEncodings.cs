using System.Text;
using System.Text.Unicode;

namespace ECommerce.WebFrontend.Import;

/// <summary>The encodings of files, and how to tell that a file is in another one than was declared.</summary>
internal static class ImportEncodings
{
    // A header is in ASCII for the most part, and this much of it is enough to tell UTF-16.
    private const int HeaderBytes = 64;

    // Code page 949 is EUC-KR with more syllables.
    private static readonly Encoding Korean =
        CodePagesEncodingProvider.Instance.GetEncoding(949, EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("\uFFFD"))!;

    /// <summary>The encoding of a declared charset; null when it is none that an import reads.</summary>
    public static Encoding? Find(string? charset) => charset?.ToLowerInvariant() switch
    {
        null or "" or "utf-8" or "utf8" or "us-ascii" => Encoding.UTF8,
        "utf-16" or "utf-16le" => Encoding.Unicode,
        "utf-16be" => Encoding.BigEndianUnicode,
        "euc-kr" or "cp949" or "ms949" or "uhc" or "windows-949" or "x-windows-949" or "ks_c_5601-1987" => Korean,
        _ => null,
    };

    /// <summary>The name of an encoding, for those who sent the file.</summary>
    public static string Name(Encoding encoding) => encoding == Korean ? "EUC-KR" : encoding.WebName.ToUpperInvariant();

    /// <summary>What to do with a file that is not in the encoding in which it is read.</summary>
    public static string WhatToDo(Encoding encoding) => encoding.CodePage == Encoding.UTF8.CodePage
        ? "declare its charset, as in Content-Type: text/csv; charset=euc-kr, or save it as UTF-8"
        : "declare the charset that it has, or save it as UTF-8 and declare none";

    /// <summary>Says of a file that a line is not in the encoding in which it is read.</summary>
    public static string Unreadable(Encoding encoding, long line) =>
        $"The file is not {Name(encoding)}, line {line} cannot be read: {WhatToDo(encoding)}.";

    /// <summary>Why a file is evidently not in the declared encoding, and what to do; null when it may be.</summary>
    /// <param name="bytes">How it begins.</param>
    public static string? WhyNot(Encoding declared, ReadOnlySpan<byte> bytes)
    {
        if (bytes is [0xEF, 0xBB, 0xBF, ..] or [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [])
        {
            return null;
        }

        if (Utf16(bytes) is { } utf16)
        {
            return declared == utf16 ? null
                : $"The file looks like UTF-16 without a mark at its beginning: declare its charset, as in Content-Type: text/csv; charset={Charset(utf16)}, or save it as UTF-8.";
        }

        return declared is UnicodeEncoding ? $"The file is declared as UTF-16 and is not: {WhatToDo(declared)}."
            : declared == Korean && IsUtf8(bytes) ? "The file is declared as EUC-KR and looks like UTF-8: declare no charset, or utf-8."
            : declared == Encoding.UTF8 && IsKorean(bytes) ? $"The file looks like EUC-KR. {Unreadable(declared, LineOf(bytes, ReadableUtf8(bytes)))}"
            : null;
    }

    private static string Charset(Encoding utf16) => utf16 == Encoding.BigEndianUnicode ? "utf-16be" : "utf-16le";

    // Of most characters of a header, one byte is zero.
    private static Encoding? Utf16(ReadOnlySpan<byte> bytes)
    {
        var (units, low, high) = (Math.Min(bytes.Length, HeaderBytes) / 2, 0, 0);
        for (var i = 0; i < units; i++)
        {
            high += bytes[2 * i] == 0 ? 1 : 0;
            low += bytes[(2 * i) + 1] == 0 ? 1 : 0;
        }

        return low > units / 2 ? Encoding.Unicode : high > units / 2 ? Encoding.BigEndianUnicode : null;
    }

    // What is EUC-KR can be read as UTF-8 by chance, but hardly as the three bytes of a syllable.
    private static bool IsUtf8(ReadOnlySpan<byte> bytes)
    {
        var readable = ReadableUtf8(bytes);
        return bytes.Length - readable < 4 && Encoding.UTF8.GetString(bytes[..readable]).AsSpan().ContainsAnyInRange('\u0800', '\uFFFC');
    }

    // Korean text that some bytes make invalid is UTF-8 still: only the lines with those bytes are skipped.
    private static bool IsKorean(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length - ReadableUtf8(bytes) < 4 || HasSyllables(Encoding.UTF8.GetString(bytes)))
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

    // How many bytes can be read as UTF-8.
    private static int ReadableUtf8(ReadOnlySpan<byte> bytes)
    {
        Utf8.ToUtf16(bytes, new char[bytes.Length], out var read, out _, replaceInvalidSequences: false, isFinalBlock: false);
        return read;
    }

    private static long LineOf(ReadOnlySpan<byte> bytes, int position)
    {
        var before = Encoding.Latin1.GetString(bytes[..position]);
        return 1 + before.Count(c => c == '\n') + before.Index().Count(c => c.Item == '\r' && (c.Index + 1 == before.Length || before[c.Index + 1] != '\n'));
    }
}
