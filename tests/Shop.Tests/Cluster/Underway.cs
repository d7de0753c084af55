using System.Diagnostics;
using ECommerce.ShopTests.Crashes;

namespace ECommerce.ShopTests.Cluster;

/// <summary>Users who go on shopping, each call at another frontend, whatever happens to the cluster.</summary>
internal sealed class Underway : IAsyncDisposable
{
    private const int Campaigns = 60;

    /// <summary>All is well again when no call that began in such a time failed.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly string _paymentsFile;
    private readonly MixedLoad _load;
    private readonly CancellationTokenSource _stop = new();
    private Task _shopping = Task.CompletedTask;

    private Underway(Deployment deployment, int seed)
    {
        Shop = deployment.Shop();
        _paymentsFile = deployment.Frontends[0].PaymentsFile;
        _load = new MixedLoad(Shop, seed) { GoesOn = true };
    }

    /// <summary>What they call.</summary>
    public Shop Shop { get; }

    /// <summary>What users were told.</summary>
    public Book Book => _load.Book;

    /// <summary>Everybody shops when it returns, and has done so for a while without a failure.</summary>
    public static async Task<Underway> Start(Deployment deployment, int seed)
    {
        var underway = new Underway(deployment, seed);
        await underway._load.Prepare();
        var campaigns = new List<Campaign>();
        for (var i = 0; i < Campaigns; i++)
        {
            campaigns.Add(await underway._load.Campaign());
        }

        underway._shopping = underway._load.Run(campaigns, round: 0, underway._stop.Token);
        await underway.IsCalm(Stopwatch.GetTimestamp(), TimeSpan.FromSeconds(2));
        return underway;
    }

    /// <summary>Something happens; what callers felt until all was well again.</summary>
    /// <param name="happens">Returns when it is over.</param>
    public async Task<Felt> Feel(Func<Task> happens)
    {
        var moment = Stopwatch.GetTimestamp();
        await happens();
        await IsCalm(Stopwatch.GetTimestamp(), Calm);
        return Felt.Since(moment, Book);
    }

    /// <summary>Everybody goes home; then nothing acknowledged is lost, repeats tell the truth, and the books are right.</summary>
    public async Task<string> EndsWell()
    {
        await _stop.CancelAsync();
        await _shopping;
        await Truth.NothingAcknowledgedIsLost(Book);
        await Truth.RepeatsTellTheTruth(Book);
        await Truth.EveryPaymentIsPublished(Shop, Book, _paymentsFile);
        await Shop.BooksAreRight();
        return Report.Of(Book);
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
            Assert.True(Stopwatch.GetElapsedTime(since) < Patience, $"Calls still fail: {Felt.Since(since, Book)}");
            await Task.Delay(Interval);
        }
    }

    private bool IsCalmNow(long since, TimeSpan time)
    {
        var operations = Book.Operations;
        var last = operations.Where(operation => operation.Acknowledged is null).Select(operation => operation.Began).Append(since).Max();
        return _load.Users == operations.Where(operation => Stopwatch.GetElapsedTime(last, operation.Began) >= time)
            .Select(operation => operation.User).Distinct().Count();
    }
}
