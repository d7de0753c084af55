namespace ECommerce.WebFrontend;

/// <summary>The gates of the three kinds of calls, and the loop that reviews them.</summary>
/// <param name="target">How long a call may wait to be begun; half of it is what its answer may take then.</param>
/// <param name="least">Calls of a kind that are under way at once, however slow they are.</param>
/// <param name="most">Calls of a kind that are under way at once, however fast they are; and calls that wait.</param>
internal sealed class Gates(TimeSpan target, int least, int most, TimeProvider clock) : BackgroundService
{
    private const string Calls = "/v1";
    private const string Operators = "/admin";
    private const string Products = "/products";
    private const string Campaigns = "/campaigns";
    private const string Live = "/live";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Work that waits for a thread, below which it is not calls that keep the processors busy.</summary>
    private const int Backlog = 200;

    // Who changes something goes before who looks: calls that change nothing wait half as long.
    private readonly Gate _changes = New(target, target, least, most, clock);
    private readonly Gate _own = New(target, target / 2, least, most, clock);
    private readonly Gate _catalogue = New(target, target / 2, least, most, clock);
    private long _reviewedAt = clock.GetTimestamp();
    private long _delay;

    /// <summary>
    /// How long calls have waited for a thread before anything here sees them, which they do when the processors are what is short. Zero while
    /// few wait: then it is others who keep this machine busy, and to refuse a call would spare nobody anything.
    /// </summary>
    public TimeSpan Delay
    {
        get
        {
            var late = Max(new(Volatile.Read(ref _delay)), clock.GetElapsedTime(Volatile.Read(ref _reviewedAt)) - Interval);
            return late > Interval && ThreadPool.PendingWorkItemCount >= Backlog ? late : TimeSpan.Zero;
        }
    }

    /// <summary>The gate for a call; null: it is never refused for load. It is an operator's, a probe, a page, or asks only what may be asked.</summary>
    public Gate? Of(string method, string path) =>
        !IsUnder(path, Calls, out var rest) || IsUnder(rest, Operators, out _) || HttpMethods.IsOptions(method) ? null
        : !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) ? _changes
        : IsUnder(rest, Products, out _) || IsUnder(rest, Campaigns, out _) || IsUnder(rest, Live, out _) ? _catalogue
        : _own;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Interval, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var elapsed = clock.GetElapsedTime(_reviewedAt);
            Volatile.Write(ref _delay, (elapsed - Interval).Ticks);
            Volatile.Write(ref _reviewedAt, clock.GetTimestamp());
            foreach (var gate in (ReadOnlySpan<Gate>)[_changes, _own, _catalogue])
            {
                gate.Review(elapsed);
            }
        }
    }

    private static Gate New(TimeSpan target, TimeSpan patience, int least, int most, TimeProvider clock) =>
        new(new(least, most, target / 2), patience, most, clock);

    /// <summary>As routing compares paths, and without making a text of the rest.</summary>
    private static bool IsUnder(ReadOnlySpan<char> path, string folder, out ReadOnlySpan<char> rest)
    {
        var begins = path.StartsWith(folder, StringComparison.OrdinalIgnoreCase);
        rest = begins ? path[folder.Length..] : default;
        return begins && rest is ([] or ['/', ..]);
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
