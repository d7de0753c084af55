using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace ECommerce.WebFrontend;

/// <summary>Pages of other origins that may call (CORS): those of <c>Cors:Origins</c>, and none by default.</summary>
internal static class CrossOrigin
{
    private const string Setting = "Cors:Origins";

    /// <summary>How long a browser need not ask again.</summary>
    private static readonly TimeSpan PreflightAge = TimeSpan.FromMinutes(10);

    /// <summary>The headers of answers that pages may read.</summary>
    private static readonly string[] Exposed =
    [
        HeaderNames.ETag, HeaderNames.Location, HeaderNames.Link, HeaderNames.RetryAfter, IdempotencyKey.Replayed, RateLimits.Header, RateLimits.PolicyHeader,
    ];

    /// <summary>Which of the origins is none; null: all are.</summary>
    public static string? RefuseToStart(IConfiguration configuration) =>
        Origins(configuration).FirstOrDefault(origin => !IsOrigin(origin)) is { } wrong
            ? $"{Setting}: \"{wrong}\" is not an origin, such as https://shop.example."
            : null;

    /// <summary>True when some page may call.</summary>
    public static bool IsAllowed(IConfiguration configuration) => Origins(configuration).Count > 0;

    public static void AddCrossOrigin(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CrossOriginHeaders>();
        builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .WithOrigins([.. Origins(builder.Configuration)])
            .AllowAnyMethod()
            .AllowAnyHeader()
            .WithExposedHeaders(Exposed)
            .SetPreflightMaxAge(PreflightAge)));
    }

    public static void UseCrossOrigin(this WebApplication app)
    {
        if (IsAllowed(app.Configuration))
        {
            app.UseCors();
        }
    }

    private static IReadOnlyList<string> Origins(IConfiguration configuration) => SettingLists.Of(configuration, Setting);

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is "https" or "http"
        && uri.GetLeftPart(UriPartial.Authority).Equals(text, StringComparison.OrdinalIgnoreCase);
}

/// <summary>What tells a browser that a page may read an answer, for answers that are given before the framework's middleware is asked.</summary>
internal sealed class CrossOriginHeaders
{
    private readonly CorsPolicy _policy;
    private readonly string _exposed;

    public CrossOriginHeaders(IOptions<CorsOptions> cors)
    {
        _policy = cors.Value.GetPolicy(cors.Value.DefaultPolicyName)!;
        _exposed = string.Join(',', _policy.ExposedHeaders);
    }

    public void AddTo(IHeaderDictionary answer, string? origin)
    {
        if (!string.IsNullOrEmpty(origin) && _policy.IsOriginAllowed(origin))
        {
            answer.AccessControlAllowOrigin = origin;
            answer.AccessControlExposeHeaders = _exposed;
            answer.Vary = HeaderNames.Origin;
        }
    }
}
