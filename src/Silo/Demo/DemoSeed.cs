using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace ECommerce.Silo;

/// <summary>Fills an empty shop with a small catalogue and campaigns, through the same grains as everybody.</summary>
internal sealed partial class DemoSeed(
    IGrainFactory grains, ILedger ledger, IHostApplicationLifetime host, TimeProvider clock, ILogger<DemoSeed> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await host.Started(stoppingToken);
        try
        {
            if ((await ledger.Catalogue(null)).Products.Count > 0)
            {
                return;
            }

            foreach (var (id, product) in DemoShop.Products)
            {
                await grains.Grain<IProductGrain>(id).Save(product);
            }

            foreach (var (id, campaign) in DemoShop.Campaigns(clock.GetUtcNow()))
            {
                await grains.Grain<ICampaignGrain>(id).Save(campaign);
            }
        }
        catch (Exception exception) when (exception is UnavailableException or TimeoutException or OrleansException)
        {
            LogNotSeeded(exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The demo catalogue was not saved, the next start will try again: {Reason}")]
    private partial void LogNotSeeded(string reason);
}
