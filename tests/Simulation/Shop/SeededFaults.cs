using System.Reflection;

namespace ECommerce.Simulation.Shop;

/// <summary>Strikes by chance, the same way for the same seed.</summary>
internal sealed class SeededFaults(int seed) : Faults
{
    private readonly Random _random = new(seed);

    /// <summary>Nothing goes wrong while it is off.</summary>
    public bool IsOn { get; set; }

    /// <summary>How often each fault has struck.</summary>
    public Dictionary<string, int> Struck { get; } = [];

    public override IReadOnlyList<TimeSpan> Call(MethodInfo method) =>
        method.DeclaringType != typeof(ILedger) && Strikes("call refused")
            ? throw new OrleansException("The queue is full.")
            : Arrivals("call");

    public override IReadOnlyList<TimeSpan> Answer(MethodInfo method) => Arrivals("answer");

    public override bool DropsAfterTurn(GrainId grain) => Strikes("activation dropped", oneIn: 50);

    private IReadOnlyList<TimeSpan> Arrivals(string what) =>
        !IsOn ? AtOnce
        : Strikes(what + " lost") ? []
        : Strikes(what + " late") ? [TimeSpan.FromSeconds(_random.Next(1, 60))]
        : Strikes(what + " doubled") ? [TimeSpan.Zero, TimeSpan.FromMilliseconds(_random.Next(1_000))]
        : [TimeSpan.FromMilliseconds(_random.Next(4))];

    private bool Strikes(string fault, int oneIn = 100)
    {
        if (!IsOn || _random.Next(oneIn) > 0)
        {
            return false;
        }

        Struck[fault] = Struck.GetValueOrDefault(fault) + 1;
        return true;
    }
}
