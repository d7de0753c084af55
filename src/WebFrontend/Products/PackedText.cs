using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace ECommerce.WebFrontend;

/// <summary>A long text, compressed: descriptions are most of what a catalogue holds, and are only needed where a page shows them.</summary>
internal sealed class PackedText
{
    /// <summary>Texts of up to so many characters are left as they are: they would gain little.</summary>
    public const int Short = 500;

    // The least effort: a third of HTML is left, and more effort would not make it a quarter.
    private const int Quality = 1;
    private const int Window = 18;

    private readonly byte[] _hash;
    private readonly byte[] _packed;
    private readonly int _length;

    private PackedText(string text, byte[] hash)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(plain.Length)];
        BrotliEncoder.TryCompress(plain, packed, out var written, Quality, Window);
        (_hash, _packed, _length) = (hash, packed[..written], plain.Length);
    }

    /// <summary>A text; null when it is short. The packed text of before is taken when it is the same, since packing takes longer than comparing.</summary>
    public static PackedText? Of(string? text, PackedText? before)
    {
        if (text is not { Length: > Short })
        {
            return null;
        }

        var hash = SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan()));
        return before?._hash.AsSpan().SequenceEqual(hash) == true ? before : new(text, hash);
    }

    public override string ToString()
    {
        var plain = new byte[_length];
        BrotliDecoder.TryDecompress(_packed, plain, out _);
        return Encoding.UTF8.GetString(plain);
    }
}
