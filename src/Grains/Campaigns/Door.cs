namespace ECommerce.Grains;

/// <summary>
/// Lets so many in in a second: within any time at most the rate times that time and <see cref="Burst"/> more. Whoever comes when it is shut gets
/// a moment that is theirs alone.
/// </summary>
internal sealed class Door
{
    /// <summary>The part of a second whose permits may be used at once.</summary>
    private const int BurstPerSecond = 10;

    /// <summary>When all permits are back, by the time since the room was opened.</summary>
    private TimeSpan _free;

    /// <summary>How many are let in at once after a pause: a tenth of a second's.</summary>
    public static int Burst(int perSecond) => Math.Max(1, perSecond / BurstPerSecond);

    /// <summary>How many could come in now.</summary>
    public int Open(TimeSpan now, int perSecond)
    {
        var ahead = _free <= now ? 0 : (int)Math.Ceiling((_free - now) / Each(perSecond));
        return Math.Max(0, Burst(perSecond) - ahead);
    }

    /// <summary>When the next one could come in, if not at once.</summary>
    public TimeSpan Opens(int perSecond) => _free - Each(perSecond) * (Burst(perSecond) - 1);

    /// <summary>The moment at which one more may come in, at the earliest now; nobody else is given it.</summary>
    public TimeSpan Take(TimeSpan now, int perSecond)
    {
        var moment = Opens(perSecond);
        _free = (_free > now ? _free : now) + Each(perSecond);
        return moment > now ? moment : now;
    }

    private static TimeSpan Each(int perSecond) => TimeSpan.FromSeconds(1) / perSecond;
}
