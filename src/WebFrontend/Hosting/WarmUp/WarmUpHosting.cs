using System.Globalization;

namespace ECommerce.WebFrontend;

/// <summary>Whether the shop is warmed up, and for how long.</summary>
internal static class WarmUpHosting
{
    private const string Setting = "WarmUp:Seconds";
    private const double InProduction = 3;
    private const double Maximum = 600;

    /// <summary>Why the setting makes no sense; null when it does.</summary>
    public static string? RefuseToStart(IConfiguration configuration) =>
        configuration[Setting] is { Length: > 0 } text && Seconds(text) is null ? $"{Setting} is not a number from 0 to {Maximum}." : null;

    /// <summary>A frontend of a cluster has no grains to warm.</summary>
    public static void AddWarmUp(this WebApplicationBuilder builder)
    {
        var seconds = Seconds(builder.Configuration[Setting]) ?? (builder.Environment.IsProduction() ? InProduction : 0);
        if (seconds > 0 && !GrainAccess.IsCluster(builder.Configuration))
        {
            builder.Services.AddSingleton(services => new WarmUp(
                TimeSpan.FromSeconds(seconds), services.GetRequiredService<IHostApplicationLifetime>(), services.GetRequiredService<ILogger<WarmUp>>()));
            builder.Services.AddHostedService(services => services.GetRequiredService<WarmUp>());
            builder.Services.AddHealthChecks().AddCheck<WarmUpCheck>("warm_up");
        }
    }

    private static double? Seconds(string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds <= Maximum ? seconds : null;
}
