using System.Text;
using ECommerce.WebFrontend.Exports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ECommerce.Products.Tests.Exports;

[Collection(nameof(MeasuredAlone))]
public class CsvFileTests
{
    [Fact]
    public async Task Texts_are_quoted_where_they_must_be_numbers_are_plain_and_a_mark_comes_first()
    {
        using var file = new MemoryStream();
        object?[][] rows = [["a,\"b\"\r\nc", -5L, null], ["=1", 3L, new DateTimeOffset(2026, 3, 2, 10, 4, 5, 6, TimeSpan.FromHours(9))]];

        await new CsvFile("any.csv", ["text", "number", "time"], rows.ToAsyncEnumerable()).WriteTo(file);

        Assert.Equal(
            "\uFEFFtext,number,time\r\n\"a,\"\"b\"\"\r\nc\",-5,\r\n'=1,3,2026-03-02T01:04:05.006Z\r\n", Encoding.UTF8.GetString(file.ToArray()));
    }

    [Fact]
    public async Task A_table_without_rows_has_its_columns()
    {
        using var file = new MemoryStream();

        await new CsvFile("any.csv", ["a", "b"], AsyncEnumerable.Empty<object?[]>()).WriteTo(file);

        Assert.Equal("\uFEFFa,b\r\n", Encoding.UTF8.GetString(file.ToArray()));
    }

    [Fact]
    public async Task A_file_that_fails_before_anything_of_it_was_sent_is_answered_as_a_problem_and_no_file()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton<IProblemDetailsWriter, ProblemWriter>().AddSingleton<EventStreams>().AddSingleton<CallFigures>().AddProblemDetails();
        await using var app = builder.Build();
        var context = new DefaultHttpContext { RequestServices = app.Services };
        async IAsyncEnumerable<object?[]> Rows()
        {
            yield return ["a"];
            await Task.Yield();
            throw new UnavailableException("The database is away.");
        }

        await Assert.ThrowsAsync<UnavailableException>(() => new CsvFile("any.csv", ["a"], Rows()).ExecuteAsync(context));
        await Problem.OfStatus(StatusCodes.Status503ServiceUnavailable).ExecuteAsync(context);

        Assert.Equal((503, "application/problem+json", 0), (context.Response.StatusCode, context.Response.ContentType, context.Response.Headers.ContentDisposition.Count));
    }

    [Fact]
    public async Task A_million_rows_are_written_without_being_held_in_memory()
    {
        var (before, most) = (GC.GetTotalMemory(forceFullCollection: true), 0L);
        async IAsyncEnumerable<object?[]> Rows()
        {
            for (var i = 0L; i < 1_000_000; i++)
            {
                if (i % 200_000 == 0)
                {
                    most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
                    await Task.Yield();
                }

                yield return [$"chg_{i}", "mina", "charge", 1_000L, i, null, DateTimeOffset.UnixEpoch, null];
            }
        }

        await new CsvFile("entries.csv", OperationTables.EntryColumns, Rows()).WriteTo(Stream.Null);

        Assert.True(most < 10 << 20, $"{most >> 10} KB were held");
    }
}
