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
    /// <summary>How long a client may take nothing before it is let go. The server's own least rate forgives who read fast before.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly CsvWriterOptions Options = new() { WriteByteOrderMark = true };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        // The first row before the answer begins: what is away then is still told with a status. Later only the connection can be ended.
        var row = rows.GetAsyncEnumerator(httpContext.RequestAborted);
        await using var rowEnds = row.ConfigureAwait(false);
        var hasRow = await row.MoveNextAsync();
        httpContext.Response.ContentType = "text/csv; charset=utf-8";
        httpContext.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = name }.ToString();
        if (Edge.IsHead(httpContext))
        {
            return;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted);
        try
        {
            await Write(httpContext.Response.Body, row, hasRow, patience);
        }
        catch (OperationCanceledException) when (!httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Abort();
        }
    }

    /// <summary>Writes all of it.</summary>
    public async Task WriteTo(Stream stream, CancellationToken cancellation = default)
    {
        var row = rows.GetAsyncEnumerator(cancellation);
        await using var rowEnds = row.ConfigureAwait(false);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Write(stream, row, await row.MoveNextAsync(), patience);
    }

    // The writer is disposed only at the end: it would go on to write what it still has, to a client that takes nothing.
    private async Task Write(Stream stream, IAsyncEnumerator<object?[]> row, bool hasRow, CancellationTokenSource patience)
    {
        var csv = CsvWriter.Create(stream, Options, leaveOpen: true);
        csv.WriteRecord([.. columns]);
        for (; hasRow; hasRow = await row.MoveNextAsync())
        {
            foreach (var cell in row.Current)
            {
                Write(csv, cell);
            }

            await Taken(csv.EndRecordAsync(patience.Token), patience);
        }

        await Taken(csv.FlushAsync(patience.Token), patience);
        await csv.DisposeAsync();
    }

    private static async ValueTask Taken(ValueTask written, CancellationTokenSource patience)
    {
        if (!written.IsCompletedSuccessfully)
        {
            patience.CancelAfter(Patience);
            await written;
            patience.CancelAfter(Timeout.InfiniteTimeSpan);
        }
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
