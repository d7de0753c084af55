using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.ResponseCompression;

namespace ECommerce.WebFrontend;

/// <summary>
/// An answer of bytes that are made once and served often. It is compressed once for each encoding that is asked for, and not for each call;
/// what is compressed goes with the bytes it was made of.
/// </summary>
internal sealed class ReadyBytes(byte[] body, string contentType) : IResult
{
    private static readonly ConditionalWeakTable<byte[], ConcurrentDictionary<string, byte[]>> Compressed = [];

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = contentType;
        if (httpContext.Request.Headers.AcceptEncoding.Count == 0
            || httpContext.RequestServices.GetRequiredService<IResponseCompressionProvider>().GetCompressionProvider(httpContext) is not { } encoding)
        {
            return Write(response, body);
        }

        // An answer with an encoding is not compressed again on its way out.
        response.Headers.ContentEncoding = encoding.EncodingName;
        return Write(response, Compressed.GetOrCreateValue(body).GetOrAdd(encoding.EncodingName, static (_, made) => Compress(made.body, made.encoding), (body, encoding)));
    }

    private static Task Write(HttpResponse response, byte[] bytes)
    {
        response.ContentLength = bytes.Length;
        return response.Body.WriteAsync(bytes).AsTask();
    }

    private static byte[] Compress(byte[] body, ICompressionProvider encoding)
    {
        using var compressed = new MemoryStream();
        using (var packing = encoding.CreateStream(compressed))
        {
            packing.Write(body);
        }

        return compressed.ToArray();
    }
}
