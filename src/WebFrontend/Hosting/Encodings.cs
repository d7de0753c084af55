using System.IO.Compression;
using Microsoft.AspNetCore.RequestDecompression;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;

namespace ECommerce.WebFrontend;

/// <summary>Answers are compressed when asked, and bodies of requests unpacked within the bounds of a body.</summary>
internal static class Encodings
{
    public static void AddEncodings(this WebApplicationBuilder builder)
    {
        builder.Services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, ProblemWriter.ContentType, "text/csv"];
        });
        builder.Services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        builder.Services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
        builder.Services.AddRequestDecompression();
    }

    /// <summary>
    /// Not for <c>/dev/tokens</c>: the length of a compressed answer tells something of the secrets in it to whoever chooses another part of it.
    /// </summary>
    public static void UseCompression(this WebApplication app) => app.UseWhen(
        context => !context.Request.Path.StartsWithSegments("/dev"), answers => answers.UseResponseCompression());

    /// <summary>Unpacks bodies; after the routing, which knows how large each may be.</summary>
    public static void UseUnpacking(this WebApplication app)
    {
        var known = app.Services.GetRequiredService<IOptions<RequestDecompressionOptions>>().Value.DecompressionProviders;
        app.Use((context, next) =>
        {
            var encoding = context.Request.Headers.ContentEncoding;
            return encoding.Count == 0 || "identity".Equals(encoding, StringComparison.OrdinalIgnoreCase) ? next(context)
                : encoding is [{ } one] && known.ContainsKey(one) ? Unpack(context, next)
                : Problem.OfStatus(StatusCodes.Status415UnsupportedMediaType).ExecuteAsync(context);
        });
        app.UseRequestDecompression();
    }

    private static async Task Unpack(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (IsBroken(exception))
        {
            throw new BadHttpRequestException("The body cannot be unpacked.", exception);
        }
    }

    /// <summary>True when it comes from the packed data; Brotli has no exception of its own for it.</summary>
    private static bool IsBroken(Exception exception) =>
        exception is InvalidDataException or InvalidOperationException
        && exception.Source?.StartsWith("System.IO.Compression", StringComparison.Ordinal) == true;
}
