using System.Reflection;

namespace ECommerce.Simulation;

/// <summary>The proxy behind a grain's interface. Not sealed, because the runtime derives from it.</summary>
internal class GrainReference : DispatchProxy
{
    private Host _host = null!;
    private GrainId _grain;

    public static TGrain To<TGrain>(Host host, GrainId grain)
    {
        var proxy = Create<TGrain, GrainReference>();
        var reference = (GrainReference)(object)proxy!;
        (reference._host, reference._grain) = (host, grain);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        _host.Send(_grain, RemoteMethod.Of(targetMethod!), args ?? []);
}
