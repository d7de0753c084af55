using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.ResponseCompression;

namespace ECommerce.WebFrontend;

/// <summary>
/// An answer as ready bytes, with the ETag that they have uncompressed. It may be sent to many callers at once, and is compressed once for
/// each encoding that they ask for.
/// </summary>
internal sealed class ReadyJson : IResult
{
    /// <summary>The most that is sent in one piece, in bytes.</summary>
    private const int MaximumPiece = 64 << 10;

    private readonly byte[][] _parts;
    private readonly long _length;
    private ConcurrentDictionary<string, byte[]>? _compressed;

    /// <summary>Of these bytes.</summary>
    public ReadyJson(byte[] body)
        : this([body], ETags.Of(body))
    {
    }

    /// <summary>Of parts that other answers have as well, so that those of a large answer are kept once. A small one is sent in one piece.</summary>
    public ReadyJson(byte[][] parts, string etag)
    {
        (ETag, _length) = (etag, parts.Sum(part => (long)part.Length));
        _parts = _length <= MaximumPiece && parts.Length > 1 ? [Joined(parts, (int)_length)] : parts;
    }

    /// <summary>A view.</summary>
    /// <param name="etag">Null: that of its bytes.</param>
    public static ReadyJson Of<T>(T view, string? etag = null)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(view, HttpJson.Options);
        return new([body], etag ?? ETags.Of(body));
    }

    public string ETag { get; }

    /// <summary>Set: it is sent many times, which pays for compressing it well, once, as long as there is room for that.</summary>
    public KeptAnswers? Kept { get; set; }

    /// <summary>Makes it one that is kept. False: there is no room.</summary>
    public bool TryKeepIn(KeptAnswers kept)
    {
        Kept = kept.TryKeep(_parts) ? kept : null;
        return Kept is not null;
    }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var encoding = httpContext.Request.Headers.AcceptEncoding.Count == 0 ? null
            : httpContext.RequestServices.GetRequiredService<IResponseCompressionProvider>().GetCompressionProvider(httpContext);
        if (ETags.Matches(httpContext, encoding is null ? ETag : ETags.In(encoding.EncodingName, ETag)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = "application/json; charset=utf-8";
        if (encoding is null)
        {
            response.ContentLength = _length;
            return Write(_parts, httpContext);
        }

        // An answer with an encoding is not compressed again on its way out.
        response.Headers.ContentEncoding = encoding.EncodingName;
        var compressed = Compressed(encoding);
        response.ContentLength = compressed.Length;
        return Write([compressed], httpContext);
    }

    private static Task Write(byte[][] parts, HttpContext context) => parts is [var whole]
        ? context.Response.Body.WriteAsync(whole, 0, whole.Length, context.RequestAborted)
        : WriteEach(parts, context);

    // What is written and not flushed may stay in the writer when the answer ends.
    private static async Task WriteEach(byte[][] parts, HttpContext context)
    {
        var body = context.Response.BodyWriter;
        var unsent = 0;
        foreach (var part in parts)
        {
            body.Write(part);
            unsent += part.Length;
            if (unsent >= MaximumPiece)
            {
                await body.FlushAsync(context.RequestAborted);
                unsent = 0;
            }
        }

        await body.FlushAsync(context.RequestAborted);
    }

    private static byte[] Joined(byte[][] parts, int length)
    {
        var joined = new byte[length];
        var at = 0;
        foreach (var part in parts)
        {
            part.CopyTo(joined, at);
            at += part.Length;
        }

        return joined;
    }

    private byte[] Compressed(ICompressionProvider encoding)
    {
        if (Kept is null)
        {
            return Compress(encoding);
        }

        var ready = LazyInitializer.EnsureInitialized(ref _compressed, () => new ConcurrentDictionary<string, byte[]>());
        if (ready.TryGetValue(encoding.EncodingName, out var compressed))
        {
            return compressed;
        }

        compressed = Compress(encoding);
        if (Kept.TryKeep(compressed))
        {
            ready.TryAdd(encoding.EncodingName, compressed);
        }

        return compressed;
    }

    private byte[] Compress(ICompressionProvider encoding)
    {
        using var compressed = new MemoryStream();
        using (var packing = Kept is { IsFull: false } ? Encodings.Dense(encoding.EncodingName, compressed) : encoding.CreateStream(compressed))
        {
            foreach (var part in _parts)
            {
                packing.Write(part);
            }
        }

        return compressed.ToArray();
    }
}
