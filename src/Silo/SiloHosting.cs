using ECommerce.DataPlatform;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace ECommerce.Silo;

/// <summary>What a silo is made of: the ledger, the grains, the payment stream.</summary>
public static class SiloHosting
{
    /// <summary>Why a silo must not start; null: it may.</summary>
    public static string? RefuseToStart(IConfiguration configuration) => LedgerHosting.RefuseToStart(configuration);

    /// <summary>Adds a silo to a host.</summary>
    public static void AddSilo(this IHostApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.AddLedger();
        builder.AddGrains();
        builder.Services.AddPaymentStream(builder.Configuration);
        builder.Services.AddHostedService<RetentionRuns>();
        if (builder.Configuration.GetValue("Demo:Seed", builder.Environment.IsDevelopment()))
        {
            builder.Services.AddHostedService<DemoSeed>();
        }
    }
}
