using System.Runtime.CompilerServices;
using System.Text;
using CsvHelper;

namespace ECommerce.WebFrontend.Import;

/// <summary>Reads the records of a product export. Columns are found by name, in any order.</summary>
internal static class ShopifyCsv
{
    /// <summary>The largest record, in bytes; a longer one is most likely a quote that is never closed.</summary>
    public const int MaximumRecord = 1_000_000;

    public static async IAsyncEnumerable<ShopifyRow> Read(
        Stream stream, Encoding encoding, ImportReport report, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var text = await ImportText.Open(stream, encoding, cancellation);
        var followsGap = false;

        // A row waits for the next record, since the last one may have been cut. Fewer fields alone are fine: spreadsheets leave out empty
        // ones at the end.
        (ShopifyRow? Row, bool IsShort) waiting = default;
        using var csv = CsvReader.Create(text, Options(ShopifyColumns.Separator(text.Header), Skip), leaveOpen: true);
        if (!await Next(csv, cancellation))
        {
            throw new ImportFormatException("The file is empty.");
        }

        var columns = ShopifyColumns.Find(csv);
        report.Ignored = columns.Ignored;
        var hasText = false;
        long? firstOther = null;
        while (await Next(csv, cancellation))
        {
            if (waiting.Row is not null)
            {
                yield return waiting.Row;
            }

            waiting = (null, csv.FieldCount < columns.Count);
            if (csv.FieldCount > columns.Count)
            {
                Skip(csv.LineNumber, "it has more fields than the header has columns");
            }
            else if (columns.Row(csv, followsGap) is { } row)
            {
                if (row.IsBlank && waiting.IsShort && csv.FieldCount > 1)
                {
                    // Spreadsheets write a row without text up to its last column.
                    Skip(csv.LineNumber, "it ends before it names anything");
                    continue;
                }

                (followsGap, hasText) = (followsGap && row.IsBlank, true);
                waiting.Row = row;
            }
            else
            {
                firstOther ??= csv.LineNumber;
                Skip(csv.LineNumber, $"it has text that is not {ImportEncodings.Name(text.Encoding)}; if the file is in another encoding, {ImportEncodings.WhatToDo(text.Encoding)}");
            }
        }

        if (firstOther is { } unreadable && !hasText)
        {
            throw new ImportFormatException(ImportEncodings.Unreadable(text.Encoding, unreadable));
        }

        if (waiting is { Row: { } last, IsShort: var isShort })
        {
            if (isShort && !text.EndsLine)
            {
                Skip(last.Line, "the file ends within it");
            }
            else
            {
                yield return last;
            }
        }

        void Skip(long line, string reason)
        {
            (followsGap, waiting.IsShort) = (true, false);
            report.Skip(line, reason);
        }
    }

    private static CsvReaderOptions Options(char separator, Action<long, string> skip) => new()
    {
        Separator = separator,
        HasHeader = false,
        TrackLineNumbers = true,
        MaxRecordSize = MaximumRecord,
        MalformedData = CsvMalformedDataHandling.Skip,
        OnMalformedRecord = record => skip(record.LineNumber, Reason(record.Reason)),
    };

    private static async ValueTask<bool> Next(CsvReader csv, CancellationToken cancellation)
    {
        try
        {
            return await csv.ReadAsync(cancellation);
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
