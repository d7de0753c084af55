namespace ECommerce.WebFrontend;

/// <summary>
/// A process that is asked to stop says at once that it is not ready, and serves on for as long as the proxy in front needs to notice.
/// Without it a call is lost now and then: one that the proxy sends on a kept connection in the moment in which that is closed.
/// </summary>
internal sealed class Draining(IConfiguration configuration, TimeProvider clock) : IHostedLifecycleService
{
    /// <summary>At most well below the time that the host gives all parts to stop.</summary>
    private static readonly NumberSetting Seconds = new("Shutdown:DrainSeconds", 0, 0, 20);

    /// <summary>Whether the setting is wrong, and how; null: it is not.</summary>
    public static string? RefuseToStart(IConfiguration configuration) =>
        NumberSetting.Refuse(configuration, Seconds);

    public Task StoppingAsync(CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromSeconds(Seconds.Of(configuration)), clock, cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
