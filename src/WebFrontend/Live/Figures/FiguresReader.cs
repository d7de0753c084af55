using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans.Runtime;

namespace ECommerce.WebFrontend;

/// <summary>Reads what the figures are made of. What can be away is asked with a bound, and is absent when it is.</summary>
internal sealed class FiguresReader(IGrainFactory grains, HealthCheckService health, TimeProvider clock)
{
    /// <summary>What costs more is read with every fifth figures only.</summary>
    private const int Rarely = 5;

    /// <summary>Korea has no summer time.</summary>
    private static readonly TimeSpan Korea = TimeSpan.FromHours(9);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly BurnDown _burnDown = new();
    private int _reads;
    private SalesView? _today;
    private IReadOnlyList<SiloFigures>? _silos;
    private ReadinessFigures? _readiness;

    /// <summary>The figures of now, around those of this frontend.</summary>
    public async Task<LiveFigures> Read(FrontendFigures frontend)
    {
        var now = clock.GetUtcNow();
        var campaigns = Known(async () => _burnDown.Of(await grains.Grain<ICampaignListGrain>(ICampaignListGrain.Key).Get(), now));
        var stream = Known(async () => Depth(await grains.Grain<IOperationsGrain>(IOperationsGrain.Key).PaymentStream()));
        if (_reads++ % Rarely == 0)
        {
            var today = Known(() => grains.Grain<IDeskGrain>(IDeskGrain.Key).Sales(new DateTimeOffset(now.ToOffset(Korea).Date, Korea).ToUniversalTime()));
            var silos = Known(Silos);
            var readiness = Known(Readiness);
            (_today, _silos, _readiness) = (await today, await silos, await readiness);
        }

        return new(now, frontend, _today, await campaigns, await stream, _silos, _readiness);
    }

    /// <summary>Begins anew with the next figures.</summary>
    public void Forget()
    {
        _reads = 0;
        _burnDown.Clear();
    }

    private static async Task<T?> Known<T>(Func<Task<T>> read)
        where T : class
    {
        try
        {
            return await read().WaitAsync(Patience);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Operators see that it is absent; each failed call of shoppers is logged where it happens.
            return null;
        }
    }

    private static StreamDepth Depth(PaymentStreamView stream) =>
        new(stream.Pending, stream.OldestSeconds, stream.Parked, stream.Published, stream.PublishedPerSecond);

    private async Task<IReadOnlyList<SiloFigures>> Silos()
    {
        var management = grains.GetGrain<IManagementGrain>(0);
        var hosts = await management.GetDetailedHosts(onlyActive: true);
        var statistics = await management.GetRuntimeStatistics([.. hosts.Select(host => host.SiloAddress)]);
        return [.. hosts.Zip(statistics, (host, figures) => new SiloFigures(host.SiloName, host.Status.ToString().ToLowerInvariant(), figures.ActivationCount))];
    }

    private async Task<ReadinessFigures> Readiness()
    {
        var report = await health.CheckHealthAsync();
        return new(report.Status == HealthStatus.Healthy, [.. report.Entries
            .Where(entry => entry.Value.Status != HealthStatus.Healthy)
            .Select(entry => $"{entry.Key}: {entry.Value.Description}")]);
    }
}
