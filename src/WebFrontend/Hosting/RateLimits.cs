using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ECommerce.WebFrontend;

/// <summary>
/// How often a user may call, and an address whose callers show no valid token. Beside the framework's limiters, because every answer tells
/// what is left, a caller costs a few bytes and no timer, and callers are bounded.
/// </summary>
internal static class RateLimits
{
    /// <summary>What is left to the caller.</summary>
    public const string Header = "RateLimit";

    /// <summary>How much a caller may ask.</summary>
    public const string PolicyHeader = "RateLimit-Policy";

    private const string Section = "RateLimits";
    private static readonly Setting UserRate = new("User:PermitsPerSecond", 50);
    private static readonly Setting UserBurst = new("User:Burst", 200);
    private static readonly Setting AnonymousRate = new("Anonymous:PermitsPerSecond", 1_000);
    private static readonly Setting AnonymousBurst = new("Anonymous:Burst", 5_000);

    /// <summary>Which of the settings would let nobody in, or is no number; null: none.</summary>
    public static string? RefuseToStart(IConfiguration configuration) =>
        new[] { UserRate, UserBurst, AnonymousRate, AnonymousBurst }.FirstOrDefault(setting => setting.Of(configuration) is null) is { } wrong
            ? $"{Section}:{wrong.Name} is not a whole number from 1 to {Setting.Maximum}."
            : null;

    public static void UseRateLimits(this WebApplication app)
    {
        if (!app.Configuration.GetValue($"{Section}:Enabled", true))
        {
            return;
        }

        int Of(Setting setting) => setting.Of(app.Configuration)!.Value;
        var clock = app.Services.GetRequiredService<TimeProvider>();
        var users = new RateLimit<string>("user", Of(UserRate), Of(UserBurst), clock);
        var addresses = new RateLimit<ulong>("anonymous", Of(AnonymousRate), Of(AnonymousBurst), clock);
        app.Use((context, next) =>
            !Edge.IsCall(context) ? next(context)
            : Caller.UserIdOf(context) is { } user ? Count(users, user, context, next)
            : Count(addresses, Network(context.Connection.RemoteIpAddress), context, next));
    }

    private static Task Count<TCaller>(RateLimit<TCaller> limit, TCaller caller, HttpContext context, RequestDelegate next)
        where TCaller : notnull
    {
        var isTaken = limit.TryTake(caller, out var state);
        var headers = context.Response.Headers;
        headers[PolicyHeader] = limit.Policy;
        headers[Header] = state;
        return isTaken ? next(context) : Problem.RateLimited().ExecuteAsync(context);
    }

    /// <summary>An IPv4 address, or the 64 bits of an IPv6 address that name a network: who has one of its addresses has all of them.</summary>
    private static ulong Network(IPAddress? address)
    {
        Span<byte> bytes = stackalloc byte[16];
        return address is null ? 0
            : address.AddressFamily == AddressFamily.InterNetworkV6 && !address.IsIPv4MappedToIPv6
                ? address.TryWriteBytes(bytes, out _) ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : 0
            : address.MapToIPv4().TryWriteBytes(bytes, out _) ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : 0;
    }

    private sealed record Setting(string Name, int Default)
    {
        public const int Maximum = 1_000_000;

        /// <summary>Null when it is not a number within its bounds.</summary>
        public int? Of(IConfiguration configuration) =>
            configuration[$"{Section}:{Name}"] is not { Length: > 0 } text ? Default
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= Maximum ? number
            : null;
    }
}
