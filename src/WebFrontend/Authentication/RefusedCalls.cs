using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace ECommerce.WebFrontend;

/// <summary>
/// Leaves a trace of calls that are refused for who calls: tokens that are not accepted, wherever they are shown, and calls of operators
/// without a token or without the role. All are counted, by reason. Of each reason a line is logged at most once in
/// <see cref="Spacing"/>, and says how many were not: who tries tokens does not fill the disk. Nothing of a token is written down.
/// </summary>
internal sealed partial class RefusedCalls
{
    /// <summary>The meter's name.</summary>
    public const string Meter = "ECommerce.WebFrontend";

    /// <summary>The least time between two lines of one reason.</summary>
    public static readonly TimeSpan Spacing = TimeSpan.FromSeconds(1);

    private readonly Counter<long> _refused;
    private readonly ILogger<RefusedCalls> _logger;
    private readonly RepeatedLines _lines;

    public RefusedCalls(IMeterFactory meters, TimeProvider clock, ILogger<RefusedCalls> logger)
    {
        _refused = meters.Create(Meter).CreateCounter<long>("ecommerce.calls.refused", "{call}", "Calls refused for who calls");
        (_logger, _lines) = (logger, new RepeatedLines(Spacing, clock));
    }

    /// <summary>A token is not accepted; whether it cannot be checked now is no refusal.</summary>
    public Task TokenRefused(AuthenticationFailedContext context)
    {
        if (context.Exception is not ProviderAwayException)
        {
            Note(TokenFaults.Kind(context.Exception), context.HttpContext);
        }

        return Task.CompletedTask;
    }

    /// <summary>A call needs a token and shows none that is good; those that were not accepted are noted already.</summary>
    public void Challenged(JwtBearerChallengeContext context)
    {
        if (context.AuthenticateFailure is null && context.Request.Path.StartsWithSegments("/v1/admin"))
        {
            Note("no_token", context.HttpContext);
        }
    }

    /// <summary>A user without the role calls what operators may.</summary>
    public Task Forbidden(ForbiddenContext context)
    {
        Note("not_admin", context.HttpContext);
        return Task.CompletedTask;
    }

    private void Note(string reason, HttpContext context)
    {
        _refused.Add(1, KeyValuePair.Create("reason", (object?)reason));
        if (_lines.TakesAnother(reason, out var left))
        {
            LogRefused(reason, context.Connection.RemoteIpAddress?.ToString(), Caller.UserIdOf(context) ?? "unknown", left);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A call was refused ({Reason}) from {Address}, user {User}; since the last such line {Left} more were.")]
    private partial void LogRefused(string reason, string? address, string user, long left);
}
