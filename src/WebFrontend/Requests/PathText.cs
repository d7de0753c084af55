namespace ECommerce.WebFrontend;

internal static class PathText
{
    /// <summary>A route value as text: a slash within it stays escaped in the path.</summary>
    public static string Unescaped(this string routeValue) => routeValue.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    /// <summary>True when it can be somebody's id or sku; anything else is nobody's, and need not be looked for.</summary>
    public static bool CanBeId(this string text) => text.Length is > 0 and <= Bounds.MaximumIdLength && !text.Any(char.IsControl);
}
