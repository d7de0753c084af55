namespace ECommerce.WebFrontend;

/// <summary>
/// How many calls may be under way at once: as many as are answered within the time that is aimed at, whatever the calls are and however
/// fast the database is just now. By Little's law the mean time of a call is the number of calls under way, divided by the rate of answers.
/// </summary>
/// <param name="least">It is never less, so that a shop whose database hung notices that it goes on.</param>
/// <param name="most">It is never more.</param>
/// <param name="aim">The mean time of a call that is aimed at.</param>
internal sealed class AdaptiveLimit(int least, int most, TimeSpan aim)
{
    /// <summary>Where nothing is known yet: a full batch of claims or commits.</summary>
    private const int Start = 1_000;

    /// <summary>How many short times are judged together: commits come in groups, so that one alone tells nothing.</summary>
    private const int Judged = 10;

    private const double Growth = 1.25;
    private const double Reduction = 0.75;

    private readonly Queue<(int Running, int Answered, double Seconds)> _recent = [];

    public int Value { get; private set; } = Math.Clamp(Start, least, most);

    /// <summary>Calls that were answered in a second, lately.</summary>
    public double PerSecond { get; private set; }

    /// <summary>Learns from what happened in a short time.</summary>
    /// <param name="running">Calls that are under way at its end.</param>
    /// <param name="answered">Calls that were answered in it.</param>
    /// <param name="wasReached">Calls had to wait, because so many were under way.</param>
    public void Adapt(int running, int answered, bool wasReached, TimeSpan elapsed)
    {
        if (running == 0 && answered == 0)
        {
            _recent.Clear();
        }

        _recent.Enqueue((running, answered, elapsed.TotalSeconds));
        if (_recent.Count > Judged)
        {
            _recent.Dequeue();
        }

        PerSecond = _recent.Sum(it => it.Answered) / _recent.Sum(it => it.Seconds);
        var inTime = PerSecond * aim.TotalSeconds;
        var usual = _recent.Average(it => it.Running);

        // Of few calls nothing can be told: one that has just begun is not a slow one.
        if (_recent.Count == Judged && usual >= least && usual > inTime)
        {
            Value = Math.Max(least, (int)Math.Max(inTime, Value * Reduction));
        }
        else if (wasReached || Value < Start)
        {
            Value = Math.Min(most, (int)(Value * Growth) + 1);
        }
    }
}
