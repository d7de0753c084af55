using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;

namespace ECommerce.WebFrontend.Tests.Operation;

public sealed class ImportSizeTests(SqliteShop shared)
{
    [Fact]
    public async Task A_file_of_more_than_512_MB_is_refused_before_it_is_sent()
    {
        var file = new Announced((512L << 20) + 1);
        file.Headers.ContentType = MediaTypeHeaderValue.Parse("text/csv");

        var answer = await (await shared.Shop.Admin()).Send(HttpMethod.Post, "/v1/admin/products/import", file, ("Expect", "100-continue"));

        answer.Expect(413);
    }

    /// <summary>A body that is only announced.</summary>
    private sealed class Announced(long size) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            throw new InvalidOperationException("The shop asked for the body.");

        protected override bool TryComputeLength(out long length)
        {
            length = size;
            return true;
        }
    }
}
