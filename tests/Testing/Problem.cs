using System.Text.Json;

namespace ECommerce.Testing;

/// <summary>Errors as the contract describes them: RFC 9457 with a stable code and a trace id.</summary>
public static class Problem
{
    /// <summary>Fails unless the answer is such a problem.</summary>
    public static void IsWellFormed(Answer answer)
    {
        Assert.True(answer.ContentType == "application/problem+json", $"No problem+json: {answer}");
        Assert.True(Text(answer, "code") is { Length: > 0 } code && code.All(c => c is '_' or (>= 'a' and <= 'z')), $"No code: {answer}");
        Assert.True(Text(answer, "traceId") is { Length: > 0 }, $"No traceId: {answer}");
        Assert.True(!answer.Json.TryGetProperty("status", out var status) || status.GetInt32() == answer.Status, $"Another status: {answer}");
        Assert.False(answer.Text.Contains("   at ") || answer.Text.Contains("Exception"), $"A stack trace: {answer}");
        if (answer.Status == 422)
        {
            var hasErrors = answer.Json.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Object;
            Assert.True(hasErrors, $"No errors by field: {answer}");
        }

        if (answer.Status is 429 or 503)
        {
            Assert.True(answer.Header("Retry-After") is not null, $"No Retry-After: {answer}");
        }
    }

    private static string? Text(Answer answer, string member) =>
        answer.Json.ValueKind == JsonValueKind.Object
            && answer.Json.TryGetProperty(member, out var value)
            && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
}
