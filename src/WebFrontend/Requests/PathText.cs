using Microsoft.AspNetCore.Http.Features;

namespace ECommerce.WebFrontend;

internal static class PathText
{
    /// <summary>
    /// The last segment of the path, unescaped once. The route's own value keeps an escaped slash escaped, so that it cannot be
    /// told from the text "%2F", and a sku may hold both.
    /// </summary>
    public static string LastSegment(this HttpContext context)
    {
        var path = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0].TrimEnd('/');
        return Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
    }

    /// <summary>True when it can be somebody's id or sku; anything else is nobody's, and need not be looked for.</summary>
    public static bool CanBeId(this string text) => text.Length is > 0 and <= Bounds.MaximumIdLength && !text.Any(char.IsControl);
}
