using System.Runtime.CompilerServices;
using Microsoft.OpenApi;

namespace ECommerce.WebFrontend.Exports;

/// <summary>What the shop has, as files for spreadsheets.</summary>
internal static class ExportsApi
{
    private const string Csv = "text/csv";

    /// <summary>Lines of the log in a page: one holds a product as it was and as it is, each of up to 100 KB and more.</summary>
    private const int LogPage = 50;

    public static void MapExports(this RouteGroupBuilder admin)
    {
        var group = admin.MapGroup("/export");
        group.MapGet("/orders.csv", Orders).Describe("exportOrders", "Orders that were placed in a time, a row for each line, oldest first.")
            .AnswersCsv(OperationTables.OrderColumns, "ord_5f2c,mina,paid,2026-03-02T01:04:05.000Z,2026-03-02T01:05:05.000Z,,,58000,0,58000,0,TEE-BLACK-M,cotton-tee,Cotton tee,Color: Black,2,0,29000");
        group.MapGet("/entries.csv", Entries).Describe("exportEntries", "What changed balances in a time, oldest first.")
            .AnswersCsv(OperationTables.EntryColumns, "chg_9a8b,mina,charge,100000,100000,,2026-03-02T01:04:05.000Z,");
        group.MapGet("/products.csv", Products).Describe("exportProducts", "Products of every status in Shopify's product CSV, which the import takes back.")
            .AnswersCsv(ProductTable.Columns, "wool-socks,Wool Socks,,,,,TRUE,active,Title,Default Title,,,,,SOCKS,80,12900,,,,,,,,");
        group.MapGet("/log.csv", Log).Describe("exportLog", "What operators changed, newest first.")
            .AnswersCsv(OperationTables.LogColumns, "7,2026-03-02T01:04:05.000Z,op,stock.adjust,stock/SOCKS,,\"{\"\"stock\"\":80}\",\"{\"\"stock\"\":100}\"");
    }

    private static IResult Orders(IGrainFactory grains, [AsParameters] ExportPeriod period) => In(period, () => new CsvFile(
        "orders.csv", OperationTables.OrderColumns,
        Rows(after => Export(grains).Orders(period.Start, period.End, after ?? 0), OperationTables.Rows)));

    private static IResult Entries(IGrainFactory grains, [AsParameters] ExportPeriod period) => In(period, () => new CsvFile(
        "entries.csv", OperationTables.EntryColumns,
        Rows(after => Export(grains).Entries(period.Start, period.End, after ?? 0), OperationTables.Rows)));

    private static CsvFile Products(IGrainFactory grains) => new("products.csv", ProductTable.Columns, ProductRows(grains));

    private static CsvFile Log(IGrainFactory grains) => new(
        "log.csv", OperationTables.LogColumns,
        Rows(
            before => grains.Grain<IAdminLogGrain>(IAdminLogGrain.Key).Get(new LogSearch(), before, LogPage),
            OperationTables.Rows));

    private static IResult In(ExportPeriod period, Func<CsvFile> file) =>
        Period.Refuse(period.Start, period.End) is { } refused ? refused : file();

    private static IExportGrain Export(IGrainFactory grains) => grains.Grain<IExportGrain>(IExportGrain.Key);

    // Pages go by the number of their last row, which no other row has: none is there twice, and none is left out.
    private static async IAsyncEnumerable<object?[]> Rows<T>(
        Func<long?, Task<Page<T>>> read, Func<T, IEnumerable<object?[]>> rows, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        for (long? place = null; ;)
        {
            var page = await read(place).WaitAsync(cancellation);
            foreach (var row in page.Items.SelectMany(rows))
            {
                yield return row;
            }

            if (page.Next is null)
            {
                yield break;
            }

            place = page.Next;
        }
    }

    // A scan of the catalogue goes by the order of creation, and meets each product once.
    private static async IAsyncEnumerable<object?[]> ProductRows(
        IGrainFactory grains, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        for (CatalogueChanges? page = null; page is not { More: false };)
        {
            page = await grains.Grain<ICatalogueGrain>(ICatalogueGrain.Key).Changes(page?.Next).WaitAsync(cancellation);
            foreach (var row in page.Products.SelectMany(entry => ProductTable.Rows(entry.Product)))
            {
                yield return row;
            }
        }
    }

    /// <summary>Says what the answer is, by its columns and a row.</summary>
    private static void AnswersCsv(this RouteHandlerBuilder endpoint, IReadOnlyList<string> columns, string row) => endpoint
        .Produces<string>(StatusCodes.Status200OK, Csv)
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.Responses!["200"].Content![Csv].Example = $"{string.Join(',', columns)}\r\n{row}\r\n";
            return Task.CompletedTask;
        });
}
