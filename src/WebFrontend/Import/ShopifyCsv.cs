using System.Runtime.CompilerServices;
using System.Text;
using CsvHelper;

namespace ECommerce.WebFrontend.Import;

/// <summary>Reads the records of a product export. Columns are found by name, in any order.</summary>
internal static class ShopifyCsv
{
    /// <summary>The largest record, in bytes; a longer one is most likely a quote that is never closed.</summary>
    public const int MaximumRecord = 1_000_000;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);

    public static async IAsyncEnumerable<ShopifyRow> Read(
        Stream stream, SkippedLines skipped, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // The parser would replace invalid UTF-8 silently. A strict decoder refuses the file instead.
        using var text = new StreamReader(stream, StrictUtf8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        using var csv = CsvReader.Create(text, Options(skipped), leaveOpen: true);
        if (!await Next(csv, cancellation))
        {
            throw new ImportFormatException("The file is empty.");
        }

        var columns = ShopifyColumns.Find(csv);
        while (await Next(csv, cancellation))
        {
            if (columns.HasMoreFields(csv))
            {
                skipped.Add(csv.LineNumber, "it has more fields than the header has columns");
            }
            else
            {
                yield return columns.Row(csv);
            }
        }
    }

    private static CsvReaderOptions Options(SkippedLines skipped) => new()
    {
        Separator = ',',
        HasHeader = false,
        TrackLineNumbers = true,
        MaxRecordSize = MaximumRecord,
        MalformedData = CsvMalformedDataHandling.Skip,
        OnMalformedRecord = record => skipped.Add(record.LineNumber, Reason(record.Reason)),
    };

    private static async ValueTask<bool> Next(CsvReader csv, CancellationToken cancellation)
    {
        try
        {
            return await csv.ReadAsync(cancellation);
        }
        catch (DecoderFallbackException e)
        {
            throw new ImportFormatException("The file is not UTF-8.", e);
        }
        catch (CsvFormatException e)
        {
            throw new ImportFormatException($"The file is no CSV: {e.Message}", e);
        }
    }

    private static string Reason(CsvMalformedReason reason) => reason switch
    {
        CsvMalformedReason.StrayQuote => "it has a quote within an unquoted field",
        CsvMalformedReason.TextAfterClosingQuote => "it has text after a closing quote",
        CsvMalformedReason.UnterminatedQuote => "it has a quoted field that is never closed; nothing after it was read",
        _ => "its quotes are malformed",
    };
}
