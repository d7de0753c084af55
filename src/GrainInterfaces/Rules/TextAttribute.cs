using System.ComponentModel.DataAnnotations;
using System.Text;

namespace ECommerce.GrainInterfaces;

/// <summary>A text of so many characters of valid Unicode without control characters; null is not looked at.</summary>
[AttributeUsage(AttributeTargets.Property)]
public class TextAttribute : StringLengthAttribute
{
    /// <summary>With bounds in characters; a text of at least one is not all blanks.</summary>
    public TextAttribute(int minimum, int maximum) : base(maximum) => MinimumLength = minimum;

    /// <summary>True: it may have line ends and tabs.</summary>
    public bool HasLines { get; init; }

    /// <summary>Why a text is refused; null when it is not.</summary>
    protected virtual string? Reason(string text) =>
        text.Length > MaximumLength ? $"is longer than {MaximumLength} characters"
        : MinimumLength > 0 && string.IsNullOrWhiteSpace(text) ? "is empty"
        : text.Any(c => char.IsControl(c) && !(HasLines && c is '\n' or '\r' or '\t')) ? "has control characters"
        : text.EnumerateRunes().Contains(Rune.ReplacementChar) ? "is not valid Unicode"
        : null;

    /// <inheritdoc />
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        value is string text && Reason(text) is { } reason ? new ValidationResult(reason) : ValidationResult.Success;
}

/// <summary>A sku: 1..<see cref="Bounds.MaximumIdLength"/> characters that can be shown, without blanks at its ends, neither '.' nor '..'.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SkuAttribute() : TextAttribute(1, Bounds.MaximumIdLength)
{
    /// <inheritdoc />
    protected override string? Reason(string text) =>
        base.Reason(text) ?? (text.Trim().Length == text.Length ? Rules.PathSegment(text) : "has blanks at its ends");
}

/// <summary>The address of an image: an http or https URL, or a path of this shop that begins with '/'.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ImageUrlAttribute() : TextAttribute(1, Bounds.MaximumUrlLength)
{
    /// <inheritdoc />
    protected override string? Reason(string text) =>
        base.Reason(text) ?? (IsPath(text) || IsUrl(text) ? null : "is neither an http or https URL nor a path that begins with '/'");

    private static bool IsPath(string text) => text.StartsWith('/') && !text.StartsWith("//", StringComparison.Ordinal);

    private static bool IsUrl(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
}
