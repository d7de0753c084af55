using Microsoft.AspNetCore.Hosting.Server;

namespace ECommerce.WebFrontend;

/// <summary>
/// Calls are let in as long as they can be answered in time, and refused early and cheaply beyond that. Operators and probes are never
/// refused. A call counts from when all of it has come until its answer begins: neither who sends slowly nor who reads slowly takes
/// a place from others.
/// </summary>
internal static class Admission
{
    private const string Section = "Admission:";
    private static readonly NumberSetting Target = new(Section + "TargetMilliseconds", 500, 10, 60_000);
    private static readonly NumberSetting Least = new(Section + "MinimumInFlight", 1_000, 1, 10_000);
    private static readonly NumberSetting Most = new(Section + "MaximumInFlight", 10_000, 1, 100_000);

    /// <summary>Which of the settings is out of its bounds; null: none.</summary>
    public static string? RefuseToStart(IConfiguration configuration) =>
        NumberSetting.Refuse(configuration, Target, Least, Most)
        ?? (configuration[Least.Key] is not null && Least.Of(configuration) > Most.Of(configuration) ? $"{Least.Key} is more than {Most.Key}." : null);

    public static void AddAdmission(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;

        // The time of the machine: a clock that a test holds would never let a call in that waits.
        builder.Services.AddSingleton(_ => new Gates(
            TimeSpan.FromMilliseconds(Target.Of(configuration)), Math.Min(Least.Of(configuration), Most.Of(configuration)), Most.Of(configuration), TimeProvider.System));
        builder.Services.AddHostedService(services => services.GetRequiredService<Gates>());
        builder.Services.AddSingleton<EarlyAnswers>();

        // Hosting has registered its server already. Whoever hosts the program otherwise, as tests do, registers another one later.
        var server = builder.Services.Last(service => service.ServiceType == typeof(IServer)).ImplementationType!;
        builder.Services.AddSingleton<IServer>(services => ActivatorUtilities.CreateInstance<AdmittingServer>(
            services, (IServer)ActivatorUtilities.CreateInstance(services, server)));
    }
}
