using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace ECommerce.WebFrontend;

/// <summary>ETags are hashes of the content, so that every frontend gives the same ETag for the same answer.</summary>
internal static class ETags
{
    /// <summary>The ETag of a view.</summary>
    public static string OfView<T>(T view) => Of(JsonSerializer.SerializeToUtf8Bytes(view, HttpJson.Options));

    /// <summary>The ETag of a body.</summary>
    public static string Of(ReadOnlySpan<byte> body) => $"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 12))}\"";

    /// <summary>Sets the ETag of the answer. True when the caller has this answer already.</summary>
    public static bool Matches(HttpContext context, string etag)
    {
        context.Response.Headers.ETag = etag;
        var asked = context.Request.Headers.IfNoneMatch;
        return asked.Count > 0
            && EntityTagHeaderValue.TryParseList(asked, out var tags)
            && tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(EntityTagHeaderValue.Parse(etag), useStrongComparison: false));
    }
}
