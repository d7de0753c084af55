using System.Reflection;

namespace ECommerce.Simulation.Hunting;

/// <summary>Strikes by chance, the same way for the same story.</summary>
internal sealed class StoryFaults(Random random, Fault allowed, int oneIn, int millisecondsOfWay) : Faults
{
    /// <summary>Nothing goes wrong while it is off.</summary>
    public bool IsOn { get; set; }

    /// <summary>How often each fault has struck.</summary>
    public Dictionary<Fault, int> Struck { get; } = [];

    public override IReadOnlyList<TimeSpan> Call(MethodInfo method)
    {
        if (Strikes(Fault.CallRefused))
        {
            throw new OrleansException("The queue is full.");
        }

        return Strikes(Fault.CallLost) ? []
            : Strikes(Fault.CallLate) ? [UpTo(60)]
            : method.IsDefined(typeof(RepeatableAttribute)) && Strikes(Fault.CallDoubled) ? [Way(), UpTo(1)]
            : [Way()];
    }

    public override IReadOnlyList<TimeSpan> Answer(MethodInfo method) =>
        Strikes(Fault.AnswerLost) ? [] : Strikes(Fault.AnswerLate) ? [UpTo(60)] : [Way()];

    public override bool DropsAfterTurn(GrainId grain) => Strikes(Fault.Dropped, 4 * oneIn);

    /// <summary>Whether a fault strikes now.</summary>
    public bool Strikes(Fault fault) => Strikes(fault, oneIn);

    /// <summary>How long a message takes.</summary>
    public TimeSpan Way() => IsOn && millisecondsOfWay > 0 ? TimeSpan.FromMilliseconds(random.Next(millisecondsOfWay)) : TimeSpan.Zero;

    /// <summary>A time of up to so many seconds.</summary>
    public TimeSpan UpTo(int seconds) => TimeSpan.FromMilliseconds(random.Next(1, seconds * 1_000));

    private bool Strikes(Fault fault, int chance)
    {
        if (!IsOn || (allowed & fault) == 0 || random.Next(chance) > 0)
        {
            return false;
        }

        Struck[fault] = Struck.GetValueOrDefault(fault) + 1;
        return true;
    }
}
