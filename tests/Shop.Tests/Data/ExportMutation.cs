using System.Text;

namespace ECommerce.ShopTests.Data;

/// <summary>An export with one damage, or a few.</summary>
internal sealed class ExportMutation
{
    private static readonly string[] OddFields =
        ["", "1.000,00", "1,000", "many", "-5", "1e3", "₩1000", "\"", "\"\"", "\"a", "false", "draft", "Title", "\0", "\uFFFD", new('x', 400), "a;b", "\t"];

    private const int Published = 6;

    // The column that only variants have.
    private const int Price = 19;

    private const int Picture = 24;

    private readonly string _text;
    private readonly byte[] _header;

    public ExportMutation(string export, Random random)
    {
        _text = export;
        _header = Encoding.UTF8.GetBytes(export[..export.IndexOf('\n', StringComparison.Ordinal)]);
        var whats = new List<string>();
        for (var damages = random.Next(1, 4); damages > 0; damages--)
        {
            (_text, var what) = Damage(_text, random);
            whats.Add(what);
        }

        Bytes = Encoding.UTF8.GetBytes(_text);
        if (Bytes.Length > 0 && random.Next(5) == 0)
        {
            whats.Add("a byte of no character");
            Bytes[random.Next(Bytes.Length)] = (byte)random.Next(128, 256);
        }
        else if (random.Next(10) == 0)
        {
            whats.Add("UTF-16");
            Bytes = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(_text)];
        }

        What = string.Join(", ", whats);
    }

    /// <summary>The damage, for messages.</summary>
    public string What { get; }

    public byte[] Bytes { get; private set; }

    /// <summary>Whether the row of a variant has that handle and those option values, as anybody would read the file.</summary>
    public bool Names(string handle, string values) => Rows().Any(row =>
        row.Length > Price && row[Price].Trim() != "" && row[0].Trim() == handle
        && string.Join('|', ((string[])[row[8], row[10], row[12]]).Select(value => value.Trim()).Where(value => value is not ("" or "Default Title"))) == values);

    /// <summary>Whether a row of that handle says that its product is not published.</summary>
    public bool Unpublishes(string handle) => Rows().Any(row =>
        row.Length > Published && row[0].Trim() == handle && row[Published].Trim().ToLowerInvariant() is ("false" or "no" or "0"));

    /// <summary>
    /// Whether a row has a handle and neither a price nor a picture, as one that was cut. It is told only where the header is whole: without it
    /// nobody knows what a column holds.
    /// </summary>
    public bool HasRowThatNamesNothing() => Bytes.AsSpan().StartsWith(_header) && Rows().Any(row =>
        row[0].Trim() != "" && row.ElementAtOrDefault(Price) is null or "" && row.ElementAtOrDefault(Picture) is null or "");

    private static (string Text, string What) Damage(string text, Random random)
    {
        if (text.Length < 2)
        {
            return (text, "nothing");
        }

        var at = random.Next(text.Length);
        var lines = text.Split('\n');
        var line = random.Next(lines.Length);
        switch (random.Next(12))
        {
            case 0:
                return (text.Remove(at, 1), $"without character {at}");
            case 1:
                return (text.Insert(at, "\""), $"a quote at {at}");
            case 2:
                return (text.Insert(at, ",;\t\r\n\0"[random.Next(6)].ToString()), $"something that parts at {at}");
            case 3:
                return (text[..Math.Max(1, at)], $"cut at {at}");
            case 4:
                return (text.Remove(at, 1).Insert(at, ((char)random.Next(1, 127)).ToString()), $"another character at {at}");
            case 5:
                lines[line] = lines[random.Next(lines.Length)];
                return (string.Join('\n', lines), $"another line instead of {line}");
            case 6:
                return (string.Join('\n', lines.Where((_, i) => i != line)), $"without line {line}");
            case 7:
                var other = random.Next(lines.Length);
                (lines[line], lines[other]) = (lines[other], lines[line]);
                return (string.Join('\n', lines), $"lines {line} and {other} in each other's place");
            case 8:
                var quote = text.IndexOf('"', at);
                return quote < 0 ? (text, "nothing") : (text.Remove(quote, 1), $"without the quote at {quote}");
            case 9:
                return (text.Replace("\n", random.Next(2) == 0 ? "\r" : "\r\n", StringComparison.Ordinal), "other line ends");
            case 10:
                var whole = lines[line].Split(',');
                lines[line] = string.Join(',', whole.Take(random.Next(1, whole.Length + 1)));
                return (string.Join('\n', lines), $"line {line} cut at a field");
            default:
                var fields = lines[line].Split(',');
                var field = random.Next(fields.Length);
                fields[field] = OddFields[random.Next(OddFields.Length)];
                lines[line] = string.Join(',', fields);
                return (string.Join('\n', lines), $"\"{fields[field]}\" as field {field} of line {line}");
        }
    }

    private IEnumerable<string[]> Rows()
    {
        var (fields, field, isQuoted) = (new List<string>(), new StringBuilder(), false);
        foreach (var c in _text + "\n")
        {
            switch (c)
            {
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case ',' when !isQuoted:
                    fields.Add(field.ToString());
                    field.Clear();
                    break;
                case '\n' or '\r' when !isQuoted:
                    fields.Add(field.ToString());
                    yield return [.. fields];
                    fields.Clear();
                    field.Clear();
                    break;
                default:
                    field.Append(c);
                    break;
            }
        }
    }
}
