namespace ECommerce.WebFrontend;

/// <summary>
/// Which of a fixed number of bits stand for a text. Each run of one, two and three characters sets one, so that whatever contains a
/// word has the bits of the word. Other texts may have them by chance: a signature says who need not be looked at.
/// </summary>
internal static class Signature
{
    /// <summary>How many bits there are. The usual product sets a few hundred.</summary>
    public const int Bits = 4_096;

    /// <summary>The bits of a folded text.</summary>
    public static IEnumerable<int> OfText(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            yield return Bit(1, text[i]);
            if (i > 0)
            {
                yield return Bit(2, text[i - 1], text[i]);
            }

            if (i > 1)
            {
                yield return Bit(3, text[i - 2], text[i - 1], text[i]);
            }
        }
    }

    /// <summary>The bits of a folded word: those of its longest runs say the most.</summary>
    public static int[] OfWord(string word) => word.Length switch
    {
        1 => [Bit(1, word[0])],
        2 => [Bit(2, word[0], word[1])],
        _ => [.. Enumerable.Range(0, word.Length - 2).Select(i => Bit(3, word[i], word[i + 1], word[i + 2])).Distinct()],
    };

    /// <summary>The bits of a folded text that is only compared as a whole, such as the vendor's.</summary>
    public static int[] OfTerm(string field, string term) => [HashCode.Combine(field, term) & (Bits - 1), HashCode.Combine(term, field) & (Bits - 1)];

    private static int Bit(int length, char first, char second = '\0', char third = '\0') =>
        HashCode.Combine(length, first, second, third) & (Bits - 1);
}

/// <summary>
/// The signatures of <see cref="Size"/> products, kept by bit: for each, which of the products have it. That is 512 bytes a product.
/// One thread sets bits while others read; no bit is ever taken back.
/// </summary>
internal sealed class SignatureBlock
{
    /// <summary>Products in a block.</summary>
    public const int Size = 512;

    /// <summary>Numbers of 64 bits that have a bit for each of them.</summary>
    public const int Width = Size / 64;

    private readonly ulong[] _products = new ulong[Signature.Bits * Width];

    /// <summary>Gives a product a bit.</summary>
    public void Set(int product, int bit) => _products[(bit * Width) + (product / 64)] |= 1UL << (product % 64);

    /// <summary>The products that may match: in each group they have all bits of some alternative.</summary>
    public void Select(IReadOnlyList<int[][]> groups, Span<ulong> selected)
    {
        Span<ulong> some = stackalloc ulong[Width];
        Span<ulong> all = stackalloc ulong[Width];
        selected.Fill(ulong.MaxValue);
        foreach (var alternatives in groups)
        {
            some.Clear();
            foreach (var bits in alternatives)
            {
                all.Fill(ulong.MaxValue);
                foreach (var bit in bits)
                {
                    And(all, _products.AsSpan(bit * Width, Width));
                }

                Or(some, all);
            }

            And(selected, some);
        }
    }

    private static void And(Span<ulong> target, ReadOnlySpan<ulong> other)
    {
        for (var i = 0; i < Width; i++)
        {
            target[i] &= other[i];
        }
    }

    private static void Or(Span<ulong> target, ReadOnlySpan<ulong> other)
    {
        for (var i = 0; i < Width; i++)
        {
            target[i] |= other[i];
        }
    }
}
