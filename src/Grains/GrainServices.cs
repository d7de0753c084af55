using Microsoft.Extensions.DependencyInjection;

namespace ECommerce.Grains;

/// <summary>What the grains of a silo share besides the ledger.</summary>
public static class GrainServices
{
    /// <summary>Adds it; a ledger, <see cref="GroupCommit"/>, <see cref="GroupedReads"/> and a <see cref="TimeProvider"/> are added by the host.</summary>
    public static IServiceCollection AddGrainServices(this IServiceCollection services) =>
        services.AddSingleton<LinePrices>().AddSingleton<OpenOrders>().AddSingleton<OrderTurns>();
}
