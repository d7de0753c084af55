using CsvHelper;
using ECommerce.WebFrontend.Import;
using Microsoft.Net.Http.Headers;

namespace ECommerce.WebFrontend.Exports;

/// <summary>
/// A table as a file that spreadsheets open: RFC 4180 with a byte order mark, without which they misread Korean. Rows are written while
/// they are read, so that it takes the same memory however many there are, and no more are read than the client takes.
/// </summary>
/// <param name="name">The name of the file.</param>
/// <param name="rows">A cell for each column: a text, a number, a time, or null for an empty one.</param>
internal sealed class CsvFile(string name, IReadOnlyList<string> columns, IAsyncEnumerable<object?[]> rows) : IResult
{
    private static readonly CsvWriterOptions Options = new() { WriteByteOrderMark = true };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        // The first row before the answer begins: what is away then is still told with a status. Later only the connection can be ended.
        var row = rows.GetAsyncEnumerator(httpContext.RequestAborted);
        await using var rowEnds = row.ConfigureAwait(false);
        var hasRow = await row.MoveNextAsync();
        httpContext.Response.ContentType = "text/csv; charset=utf-8";
        httpContext.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = name }.ToString();
        await Write(httpContext.Response.Body, row, hasRow, httpContext.RequestAborted);
    }

    /// <summary>Writes all of it.</summary>
    public async Task WriteTo(Stream stream, CancellationToken cancellation = default)
    {
        var row = rows.GetAsyncEnumerator(cancellation);
        await using var rowEnds = row.ConfigureAwait(false);
        await Write(stream, row, await row.MoveNextAsync(), cancellation);
    }

    private async Task Write(Stream stream, IAsyncEnumerator<object?[]> row, bool hasRow, CancellationToken cancellation)
    {
        var csv = CsvWriter.Create(stream, Options, leaveOpen: true);
        await using var csvEnds = csv.ConfigureAwait(false);
        await csv.WriteRecordAsync([.. columns], cancellation);
        for (; hasRow; hasRow = await row.MoveNextAsync())
        {
            foreach (var cell in row.Current)
            {
                Write(csv, cell);
            }

            await csv.EndRecordAsync(cancellation);
        }

        await csv.FlushAsync(cancellation);
    }

    private static void Write(CsvWriter csv, object? cell)
    {
        switch (cell)
        {
            case long number:
                csv.WriteField(number);
                break;
            case DateTimeOffset time:
                csv.WriteField(HttpJson.Text(time));
                break;
            default:
                csv.WriteField(cell is string text ? FormulaCell.Disarm(text) : null);
                break;
        }
    }
}
