using System.Buffers;

namespace ECommerce.WebFrontend;

/// <summary>An answer as ready bytes, with their ETag. It may be sent to many callers at once.</summary>
internal sealed class ReadyJson : IResult
{
    /// <summary>Bytes that may wait for a slow caller before the next are written.</summary>
    private const int MaximumUnsent = 64 << 10;

    private readonly byte[][] _parts;
    private readonly long _length;

    /// <summary>Of these bytes.</summary>
    public ReadyJson(byte[] body)
        : this([body], ETags.Of(body))
    {
    }

    /// <summary>Of parts that other answers have as well, so that they are kept once.</summary>
    public ReadyJson(byte[][] parts, string etag) => (_parts, ETag, _length) = (parts, etag, parts.Sum(part => (long)part.Length));

    public string ETag { get; }

    /// <summary>The first part; all of it when it is not made of several.</summary>
    public byte[] Bytes => _parts[0];

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        if (ETags.Matches(httpContext, ETag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = _length;
        var unsent = 0;
        foreach (var part in _parts)
        {
            response.BodyWriter.Write(part);
            unsent += part.Length;
            if (unsent >= MaximumUnsent)
            {
                await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
                unsent = 0;
            }
        }
    }
}
