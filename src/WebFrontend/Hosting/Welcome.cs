using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace ECommerce.WebFrontend;

/// <summary>Tells whoever started the shop where it is, where its documentation is, and how to get a token.</summary>
internal static partial class Welcome
{
    public static void LogWelcome(this WebApplication app) => app.Lifetime.ApplicationStarted.Register(() =>
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        if (addresses.FirstOrDefault() is not { } address)
        {
            return;
        }

        LogAddress(app.Logger, address);
        if (DevTokens.AreEnabled(app))
        {
            LogToken(app.Logger, $"curl {address}/dev/tokens -H 'Content-Type: application/json' -d '{{\"user\":\"mina\"}}'");
        }
    });

    [LoggerMessage(LogLevel.Information, "The shop is at {Address}, its documentation at {Address}/docs")]
    private static partial void LogAddress(ILogger logger, string address);

    [LoggerMessage(LogLevel.Information, "For a token: {Command}")]
    private static partial void LogToken(ILogger logger, string command);
}
