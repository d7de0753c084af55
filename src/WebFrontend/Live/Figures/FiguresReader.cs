using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans.Runtime;

namespace ECommerce.WebFrontend;

/// <summary>
/// Reads what the figures are made of. What can be away is asked with a bound, and is absent when it is; what is slower than that is not asked
/// again before it has answered.
/// </summary>
internal sealed class FiguresReader
{
    /// <summary>What costs more is read with every fifth figures only.</summary>
    private const int Rarely = 5;

    /// <summary>Korea has no summer time.</summary>
    private static readonly TimeSpan Korea = TimeSpan.FromHours(9);

    private readonly IGrainFactory _grains;
    private readonly HealthCheckService _health;
    private readonly TimeProvider _clock;
    private readonly BurnDown _burnDown = new();
    private readonly Figure<IReadOnlyList<CampaignView>> _campaigns;
    private readonly Figure<PaymentStreamView> _stream;
    private readonly Figure<SalesView> _sales;
    private readonly Figure<IReadOnlyList<SiloFigures>> _silos;
    private readonly Figure<ReadinessFigures> _readiness;
    private int _reads;
    private (SalesView? Today, StreamDepth? Stream, IReadOnlyList<SiloFigures>? Silos, ReadinessFigures? Readiness) _rare;

    public FiguresReader(IGrainFactory grains, HealthCheckService health, TimeProvider clock)
    {
        (_grains, _health, _clock) = (grains, health, clock);
        _campaigns = new(() => grains.Grain<ICampaignListGrain>(ICampaignListGrain.Key).Get());
        _stream = new(() => grains.Grain<IOperationsGrain>(IOperationsGrain.Key).PaymentStream());
        _sales = new(() => grains.Grain<IDeskGrain>(IDeskGrain.Key).Sales(new DateTimeOffset(clock.GetUtcNow().ToOffset(Korea).Date, Korea).ToUniversalTime()));
        _silos = new(Silos);
        _readiness = new(Readiness);
    }

    /// <summary>The figures of now, around those of this frontend.</summary>
    public async Task<LiveFigures> Read(FrontendFigures frontend)
    {
        var now = _clock.GetUtcNow();
        var campaigns = _campaigns.Read();
        if (_reads++ % Rarely == 0)
        {
            var (sales, stream, silos, readiness) = (_sales.Read(), _stream.Read(), _silos.Read(), _readiness.Read());
            _rare = (await sales, await stream is { } depth ? Depth(depth) : null, await silos, await readiness);
        }

        var burns = await campaigns is { } known ? _burnDown.Of(known, now) : null;
        return new(now, frontend, _rare.Today, burns, _rare.Stream, _rare.Silos, _rare.Readiness);
    }

    /// <summary>Begins anew with the next figures.</summary>
    public void Forget()
    {
        _reads = 0;
        _burnDown.Clear();
    }

    private static StreamDepth Depth(PaymentStreamView stream) =>
        new(stream.Pending, stream.OldestSeconds, stream.Parked, stream.Published, stream.PublishedPerSecond);

    private async Task<IReadOnlyList<SiloFigures>> Silos()
    {
        var management = _grains.GetGrain<IManagementGrain>(0);
        var hosts = await management.GetDetailedHosts(onlyActive: true);
        var statistics = await management.GetRuntimeStatistics([.. hosts.Select(host => host.SiloAddress)]);
        return [.. hosts.Zip(statistics, (host, figures) => new SiloFigures(host.SiloName, host.Status.ToString().ToLowerInvariant(), figures.ActivationCount))];
    }

    private async Task<ReadinessFigures> Readiness()
    {
        var report = await _health.CheckHealthAsync();
        return new(report.Status == HealthStatus.Healthy, [.. report.Entries
            .Where(entry => entry.Value.Status != HealthStatus.Healthy)
            .Select(entry => $"{entry.Key}: {entry.Value.Description}")]);
    }
}
