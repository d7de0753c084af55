using System.Diagnostics;

namespace ECommerce.Testing.Crashes;

/// <summary>Users who go on shopping, each call at another frontend, whatever happens to the shop.</summary>
public sealed class ContinuousLoad : IAsyncDisposable
{
    private const int Campaigns = 60;

    /// <summary>All is well again in a cluster when no call that began in such a time failed.</summary>
    private static readonly TimeSpan CalmCluster = TimeSpan.FromSeconds(3);

    /// <summary>Users look before they tap: the cluster is to be busy, and the machine is not.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly string _paymentsFile;
    private readonly TimeSpan _calm;
    private readonly MixedLoad _load;
    private readonly CancellationTokenSource _stop = new();
    private Task _shopping = Task.CompletedTask;

    private ContinuousLoad(Shop shop, string paymentsFile, int seed, TimeSpan calm)
    {
        (Shop, _paymentsFile, _calm) = (shop, paymentsFile, calm);
        _load = new MixedLoad(Shop, seed) { GoesOn = true, Pause = Pause };
    }

    /// <summary>What they call.</summary>
    public Shop Shop { get; }

    /// <summary>What users were told.</summary>
    public Journal Journal => _load.Journal;

    /// <summary>How many shop.</summary>
    public int Users => _load.Users;

    /// <summary>Users of a cluster: everybody shops when it returns, and has done so for a while without a failure.</summary>
    public static Task<ContinuousLoad> Start(Deployment deployment, int seed) =>
        Start(deployment.Shop(), deployment.Frontends[0].PaymentsFile, seed, CalmCluster);

    /// <summary>The same of any shop.</summary>
    /// <param name="paymentsFile">Where all of its processes publish payments.</param>
    /// <param name="calm">All is well again when no call that began in such a time failed.</param>
    public static async Task<ContinuousLoad> Start(Shop shop, string paymentsFile, int seed, TimeSpan calm)
    {
        var load = new ContinuousLoad(shop, paymentsFile, seed, calm);
        await load._load.Prepare();
        var campaigns = new List<Campaign>();
        for (var i = 0; i < Campaigns; i++)
        {
            campaigns.Add(await load._load.Campaign());
        }

        load._shopping = load._load.Run(campaigns, round: 0, load._stop.Token);
        await load.IsCalm(Stopwatch.GetTimestamp(), calm / 2);
        return load;
    }

    /// <summary>Something happens; what callers noticed until all was well again.</summary>
    /// <param name="happens">Returns when it is over.</param>
    public async Task<Impact> ImpactOf(Func<Task> happens)
    {
        var moment = Stopwatch.GetTimestamp();
        await happens();
        await IsCalm(Stopwatch.GetTimestamp(), _calm);
        return Impact.Since(moment, Journal);
    }

    /// <summary>Returns when each of the users was told to repeat since then.</summary>
    public async Task EverybodyIsTold()
    {
        var before = Journal.Operations.Count;
        Task<int> Told() => Task.FromResult(
            Journal.Operations.Skip(before).Where(call => call.Failure is not null).Select(call => call.User).Distinct().Count());
        Assert.Equal(Users, await Eventually.Ask(Told, told => told == Users, Patience));
    }

    /// <summary>Returns when so many more calls were answered.</summary>
    public async Task GoesOn(int calls)
    {
        var wanted = Answered() + calls;
        var answered = await Eventually.Ask(() => Task.FromResult(Answered()), now => now >= wanted, Patience);
        Assert.True(answered >= wanted, $"{answered} calls were answered instead of {wanted}.");
    }

    /// <summary>Stops everybody; then nothing acknowledged is lost, repeats answer as before, and the books are right.</summary>
    public async Task<string> StopAndVerify()
    {
        await _stop.CancelAsync();
        await _shopping;
        await Invariants.NothingAcknowledgedIsLost(Journal);
        await Invariants.RepeatsAnswerAsBefore(Journal);
        await Invariants.EveryPaymentIsPublished(Shop, Journal, _paymentsFile);
        await Shop.BooksAreRight();
        return Report.Of(Journal);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _shopping;
        _stop.Dispose();
    }

    /// <summary>Every user has had an answer to a call begun so long after that moment and after the last failure.</summary>
    private async Task IsCalm(long since, TimeSpan time)
    {
        while (!IsCalmNow(since, time))
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < Patience, $"Calls still fail: {Impact.Since(since, Journal)}");
            await Task.Delay(Interval);
        }
    }

    private int Answered() => Journal.Operations.Count(call => call.Acknowledged is not null);

    private bool IsCalmNow(long since, TimeSpan time)
    {
        var operations = Journal.Operations;
        var last = operations.Where(operation => operation.Acknowledged is null).Select(operation => operation.Began).Append(since).Max();
        return _load.Users == operations.Where(operation => Stopwatch.GetElapsedTime(last, operation.Began) >= time)
            .Select(operation => operation.User).Distinct().Count();
    }
}
