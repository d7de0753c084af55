using System.Text;

namespace ECommerce.WebFrontend.Import;

/// <summary>
/// The sku of a variant that has none in the file. It follows from handle and option values only, so a repeat finds it again.
/// </summary>
internal static class DerivedSku
{
    private const int HashLength = 8;

    /// <summary>The readable form; two variants may share it.</summary>
    public static string Readable(string handle, IEnumerable<string> values)
    {
        var slug = Slug(handle, values);
        return slug.Length is > 0 and <= Bounds.MaximumIdLength ? slug : WithHash(handle, values);
    }

    /// <summary>The readable form, shortened where it must be, and a hash of what it stands for.</summary>
    public static string WithHash(string handle, IEnumerable<string> values)
    {
        var hash = Ids.Derive("sku", [handle, .. values])[^HashLength..];
        var slug = Slug(handle, values);
        var room = Math.Min(slug.Length, Bounds.MaximumIdLength - HashLength - 1);
        if (room > 0 && char.IsHighSurrogate(slug[room - 1]))
        {
            room--;
        }

        return room == 0 ? hash : $"{slug[..room].TrimEnd('-')}-{hash}";
    }

    private static string Slug(string handle, IEnumerable<string> values)
    {
        var slug = new StringBuilder();
        foreach (var rune in string.Join('-', [handle, .. values]).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                slug.Append(Rune.ToLowerInvariant(rune).ToString());
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        return slug.ToString().TrimEnd('-');
    }
}
