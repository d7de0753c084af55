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

    public override IReadOnlyList<TimeSpan> Call(MethodInfo method) => Journey("call", method.DeclaringType != typeof(ILedger));

    public override IReadOnlyList<TimeSpan> Answer(MethodInfo method) => Journey("answer", canRefuse: false);

    public override bool DropsAfterTurn(GrainId grain)
    {
        var drops = IsOn && _random.Next(50) == 0;
        return drops && Strikes("activation dropped");
    }

    private IReadOnlyList<TimeSpan> Journey(string what, bool canRefuse)
    {
        if (!IsOn)
        {
            return AtOnce;
        }

        switch (_random.Next(100))
        {
            case 0 when Strikes(what + " lost"):
                return [];
            case 1 when Strikes(what + " late"):
                return [TimeSpan.FromSeconds(_random.Next(1, 60))];
            case 2 when Strikes(what + " doubled"):
                return [TimeSpan.Zero, TimeSpan.FromMilliseconds(_random.Next(1_000))];
            case 3 when canRefuse && Strikes(what + " refused"):
                throw new OrleansException("The queue is full.");
            default:
                return [TimeSpan.FromMilliseconds(_random.Next(4))];
        }
    }

    private bool Strikes(string fault)
    {
        Struck[fault] = Struck.GetValueOrDefault(fault) + 1;
        return true;
    }
}
