using ECommerce.Simulation.Contract;

namespace ECommerce.Simulation.Tests;

/// <summary>Hosts with the grains of the contract, over one storage, and all that they share.</summary>
internal sealed class TestHosts
{
    public TestHosts(int seed = 1)
    {
        Scheduler = new(seed);
        Storage = new(Scheduler);
    }

    public Scheduler Scheduler { get; }

    public MemoryStorage Storage { get; }

    public Probe Probe { get; } = new();

    public Host NewHost(string name = "host", Faults? faults = null) =>
        new(name, Scheduler, Storage, new Dictionary<Type, object> { [typeof(Probe)] = Probe }, faults ?? new());
}
