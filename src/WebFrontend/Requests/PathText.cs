using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace ECommerce.WebFrontend;

internal static class PathText
{
    /// <summary>Ids reach the handlers in the form in which texts are compared, as skus do.</summary>
    public static void UseNormalIds(this WebApplication app) => app.Use((context, next) =>
    {
        if (!Ascii.IsValid(context.Request.Path.Value) && context.Request.RouteValues["id"] is string id)
        {
            context.Request.RouteValues["id"] = id.ToNormalForm();
        }

        return next(context);
    });

    /// <summary>
    /// The last segment of the path, unescaped once, in the form in which texts are compared. The route value leaves an escaped slash escaped, so there the sku "a/b" and
    /// the sku "a%2Fb" would be the same.
    /// </summary>
    public static string LastSegment(this HttpContext context) => context.Segment(fromEnd: 0);

    /// <summary>The same of the segment that so many others follow. What is escaped and not UTF-8 is read as U+FFFD, which no id has.</summary>
    public static string Segment(this HttpContext context, int fromEnd)
    {
        var path = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0].TrimEnd('/');
        return WebUtility.UrlDecode(path.Split('/')[^(fromEnd + 1)].Replace("+", "%2B", StringComparison.Ordinal)).ToNormalForm();
    }

    /// <summary>True when a text can be an id or a sku. Any other text names nothing, so no grain is asked for it: a blank key is none to Orleans.</summary>
    public static bool CanBeId(this string text) =>
        text.Length <= Bounds.MaximumIdLength && !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl);
}
