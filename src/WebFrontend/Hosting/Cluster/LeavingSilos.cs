using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Messaging;

namespace ECommerce.WebFrontend;

/// <summary>
/// The silos that take calls, as the cluster knows them. One that said that it stops, or to which no connection was made, is not called for
/// a while though it is still among them.
/// </summary>
/// <remarks>
/// Orleans makes this while as long as the time between two looks. A silo that stops is among them for two seconds more, so with
/// looks each second it was called again while it closed its connections, and calls were lost.
/// </remarks>
internal sealed class LeavingSilos(IGatewayListProvider silos) : IGatewayListProvider
{
    /// <summary>Longer than a silo that stops is still among them.</summary>
    public TimeSpan MaxStaleness => TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    public bool IsUpdatable => true;

    /// <summary>Asks the provider that is registered so far.</summary>
    public static void Add(IServiceCollection services)
    {
        var registered = services.Last(service => service.ServiceType == typeof(IGatewayListProvider));
        services.Replace(ServiceDescriptor.Singleton<IGatewayListProvider>(provider => new LeavingSilos(
            (IGatewayListProvider)ActivatorUtilities.CreateInstance(provider, registered.ImplementationType!))));
    }

    /// <inheritdoc />
    public Task InitializeGatewayListProvider() => silos.InitializeGatewayListProvider();

    /// <inheritdoc />
    public Task<IList<Uri>> GetGateways() => silos.GetGateways();
}
