namespace ECommerce.Simulation.Hunting;

/// <summary>All states of the model, each with the time when it began.</summary>
internal sealed class History(ShopClock clock)
{
    private readonly List<(State State, TimeSpan Begins, TimeSpan Offset)> _steps = [(State.Empty, TimeSpan.Zero, TimeSpan.Zero)];

    public State Now => _steps[^1].State;

    /// <summary>Where the history stands.</summary>
    public Moment Mark() => new(_steps.Count - 1, clock.Elapsed);

    /// <summary>Begins a state. The clock on the wall may have jumped.</summary>
    public void Add(State state) => _steps.Add((state, clock.Elapsed, clock.Offset));

    /// <summary>Where it stood that long before.</summary>
    public Moment Before(Moment moment, TimeSpan time)
    {
        var index = moment.Index;
        while (index > 0 && _steps[index].Begins >= moment.At - time)
        {
            index--;
        }

        return new(index, moment.At - time);
    }

    /// <summary>Each state between two moments, with the first and the last time on the wall at which it held.</summary>
    public IEnumerable<(State State, DateTimeOffset First, DateTimeOffset Last)> Between(Moment from, Moment to)
    {
        for (var i = from.Index; i <= to.Index; i++)
        {
            var (state, begins, offset) = _steps[i];
            var ends = i + 1 < _steps.Count ? _steps[i + 1].Begins : to.At;
            yield return (state, Wall(begins > from.At ? begins : from.At, offset), Wall(ends < to.At ? ends : to.At, offset));
        }
    }

    // Grains know the time in whole milliseconds.
    private static DateTimeOffset Wall(TimeSpan elapsed, TimeSpan offset)
    {
        var at = VirtualClock.Start + elapsed + offset;
        return at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMillisecond));
    }
}

/// <summary>A place in the history.</summary>
/// <param name="Index">Of the state.</param>
/// <param name="At">Virtual time since the start.</param>
internal readonly record struct Moment(int Index, TimeSpan At);

/// <summary>The time from a question to its answer: a right answer was true at some moment of it.</summary>
internal readonly record struct Window(History History, Moment From, Moment To)
{
    /// <summary>A window that begins a second earlier: a refusal may be that old.</summary>
    public Window WithFreshness() => this with { From = History.Before(From, Bounds.Freshness) };

    public State Last => History.Between(To, To).Single().State;

    /// <summary>The state when the question was asked.</summary>
    public State First => History.Between(From, From).First().State;

    public bool Ever(Func<State, bool> holds) => History.Between(From, To).Any(step => holds(step.State));

    /// <summary>Whether something held at some state and time.</summary>
    public bool Ever(Func<State, DateTimeOffset, bool> holds) =>
        History.Between(From, To).Any(step => holds(step.State, step.First) || holds(step.State, step.Last));
}
