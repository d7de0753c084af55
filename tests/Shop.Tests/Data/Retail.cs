using System.Globalization;
using Microsoft.VisualBasic.FileIO;

namespace ECommerce.ShopTests.Data;

/// <summary>Real invoices of a few days.</summary>
public sealed record Invoice(string Number, IReadOnlyList<(string ProductId, int Quantity)> Lines)
{
    private const int LargestQuantity = 99;
    private const int MostLines = 50;

    /// <summary>The same goods as orders that the shop takes: at most 99 of a product and 50 lines each.</summary>
    public IEnumerable<IReadOnlyList<(string ProductId, int Quantity)>> AsOrders()
    {
        var left = Lines.GroupBy(line => line.ProductId).ToDictionary(group => group.Key, group => group.Sum(line => line.Quantity));
        while (left.Count > 0)
        {
            var order = left.Take(MostLines).Select(line => (line.Key, Quantity: Math.Min(line.Value, LargestQuantity))).ToList();
            foreach (var (product, quantity) in order)
            {
                left[product] -= quantity;
                if (left[product] == 0)
                {
                    left.Remove(product);
                }
            }

            yield return order;
        }
    }
}

/// <summary>Reads them.</summary>
public static class Retail
{
    /// <summary>Every sale; cancelled invoices (C…), returns and gifts are left out.</summary>
    public static IReadOnlyList<Invoice> Invoices(string folder) =>
    [
        .. Directory.GetFiles(folder, "*.csv").Order().SelectMany(Rows)
            .Where(row => !row.InvoiceNo.StartsWith('C') && row is { Quantity: > 0, UnitPrice: > 0 })
            .GroupBy(row => row.InvoiceNo)
            .Select(group => new Invoice(group.Key, [.. group.Select(row => (ProductId(row.StockCode), row.Quantity))])),
    ];

    /// <summary>The five products of which most units were sold; equal ones by product id.</summary>
    public static IReadOnlyList<(string ProductId, long Units)> BestSellers(IReadOnlyList<Invoice> invoices) =>
    [
        .. invoices.SelectMany(invoice => invoice.Lines)
            .GroupBy(line => line.ProductId)
            .Select(group => (group.Key, Units: group.Sum(line => (long)line.Quantity)))
            .OrderByDescending(product => product.Units)
            .ThenBy(product => product.Key, StringComparer.Ordinal)
            .Take(5),
    ];

    private static IEnumerable<Row> Rows(string file)
    {
        using var parser = new TextFieldParser(file) { Delimiters = [","], HasFieldsEnclosedInQuotes = true };
        var columns = parser.ReadFields()!.ToList();
        while (parser.ReadFields() is { } fields)
        {
            string Field(string column) => fields[columns.IndexOf(column)];
            yield return new Row(
                Field("InvoiceNo"),
                Field("StockCode"),
                int.Parse(Field("Quantity"), CultureInfo.InvariantCulture),
                decimal.Parse(Field("UnitPrice"), CultureInfo.InvariantCulture));
        }
    }

    private static string ProductId(string stockCode) =>
        "code-" + string.Concat(stockCode.Trim().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));

    private sealed record Row(string InvoiceNo, string StockCode, int Quantity, decimal UnitPrice);
}
