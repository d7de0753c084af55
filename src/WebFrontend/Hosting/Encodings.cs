using System.IO.Compression;
using Microsoft.AspNetCore.RequestDecompression;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;

namespace ECommerce.WebFrontend;

/// <summary>Answers are compressed when asked, and bodies of requests unpacked within the bounds of a body.</summary>
internal static class Encodings
{
    private const string Brotli = "br";
    private const string Gzip = "gzip";

    /// <summary>The encodings of answers, the one that is preferred first.</summary>
    public static readonly IReadOnlyList<string> Names = [Brotli, Gzip];

    public static void AddEncodings(this WebApplicationBuilder builder)
    {
        builder.Services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.Providers.Add<QuickBrotli>();
            compression.Providers.Add<GzipCompressionProvider>();
            compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, ProblemWriter.ContentType, "text/csv"];
        });
        builder.Services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
        builder.Services.AddRequestDecompression();
    }

    /// <summary>Compresses what is compressed once and sent many times: a tenth to a fifth fewer bytes may take three times as long.</summary>
    public static Stream Dense(string encoding, Stream compressed) => encoding == Brotli
        ? new BrotliStream(compressed, new BrotliCompressionOptions { Quality = 5 }, leaveOpen: true)
        : new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true);

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
                : Refuse(context, string.Join(", ", known.Keys));
        });
        app.UseRequestDecompression();
    }

    // The header tells what would be taken (RFC 9110, 15.5.16).
    private static Task Refuse(HttpContext context, string known)
    {
        context.Response.Headers.AcceptEncoding = known;
        return Problem.Of(StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", $"The content encoding is not one of {known}.")
            .ExecuteAsync(context);
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

    /// <summary>
    /// Between the levels that the framework offers: pages of products are smaller than with gzip's usual level, in half its time.
    /// See docs/performance.md.
    /// </summary>
    private sealed class QuickBrotli : ICompressionProvider
    {
        private static readonly BrotliCompressionOptions Quick = new() { Quality = 2 };

        public string EncodingName => Brotli;

        public bool SupportsFlush => true;

        public Stream CreateStream(Stream outputStream) => new BrotliStream(outputStream, Quick, leaveOpen: true);
    }
}
