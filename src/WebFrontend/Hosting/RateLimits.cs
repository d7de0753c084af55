using System.Buffers.Binary;
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

    private const string Section = "RateLimits:";
    private static readonly NumberSetting UserRate = Setting("User:PermitsPerSecond", 50);
    private static readonly NumberSetting UserBurst = Setting("User:Burst", 200);
    private static readonly NumberSetting AnonymousRate = Setting("Anonymous:PermitsPerSecond", 1_000);
    private static readonly NumberSetting AnonymousBurst = Setting("Anonymous:Burst", 5_000);

    /// <summary>Which of the settings would let nobody in, or is no number; null: none.</summary>
    public static string? RefuseToStart(IConfiguration configuration) =>
        NumberSetting.Refuse(configuration, UserRate, UserBurst, AnonymousRate, AnonymousBurst);

    public static void UseRateLimits(this WebApplication app)
    {
        if (!app.Configuration.GetValue(Section + "Enabled", true))
        {
            return;
        }

        int Of(NumberSetting setting) => setting.Of(app.Configuration);
        var clock = app.Services.GetRequiredService<TimeProvider>();
        var users = new RateLimit<string>("user", Of(UserRate), Of(UserBurst), clock);
        var addresses = new RateLimit<ulong>("anonymous", Of(AnonymousRate), Of(AnonymousBurst), clock);
        app.Use((context, next) =>
            !Edge.IsCall(context) ? next(context)
            : Caller.UserIdOf(context) is { } user ? Count(users, user, context, next, LetIn.Is(context, user))
            : Count(addresses, Network(context.Connection.RemoteIpAddress), context, next, isLetIn: false));
    }

    /// <summary>An IPv4 address, or the 64 bits of an IPv6 address that name a network: who has one of its addresses has all of them.</summary>
    public static ulong Network(IPAddress? address)
    {
        Span<byte> bytes = stackalloc byte[16];
        return address is null ? 0
            : address.AddressFamily == AddressFamily.InterNetworkV6 && !address.IsIPv4MappedToIPv6
                ? address.TryWriteBytes(bytes, out _) ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : 0
            : address.MapToIPv4().TryWriteBytes(bytes, out _) ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : 0;
    }

    private static Task Count<TCaller>(RateLimit<TCaller> limit, TCaller caller, HttpContext context, RequestDelegate next, bool isLetIn)
        where TCaller : notnull
    {
        var isTaken = limit.TryTake(caller, out var state);
        var headers = context.Response.Headers;
        headers[PolicyHeader] = limit.Policy;
        headers[Header] = state;
        return isTaken || isLetIn ? next(context) : Problem.RateLimited().ExecuteAsync(context);
    }

    private static NumberSetting Setting(string name, int usual) => new(Section + name, usual, 1, 1_000_000);
}
