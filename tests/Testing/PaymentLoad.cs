using System.Collections.Concurrent;
using System.Diagnostics;

namespace ECommerce.Testing;

/// <summary>Users who order and pay one thing after another, as fast as the shop answers.</summary>
public sealed class PaymentLoad(Shop shop)
{
    private const long Price = 100;
    private const long Money = 10_000_000;

    private readonly ConcurrentDictionary<string, List<string>> _paid = new();
    private readonly ConcurrentQueue<(long Begun, TimeSpan Took)> _times = new();
    private Product _product = null!;

    /// <summary>What was acknowledged as paid: each user's orders, in the order of the payments.</summary>
    public IReadOnlyDictionary<string, List<string>> Paid => _paid;

    /// <summary>The number of acknowledged payments.</summary>
    public int Count => _times.Count;

    /// <summary>Puts a product on sale.</summary>
    public async Task Prepare() => _product = await shop.Sells(Some.Product() with { Name = "부드러운 티셔츠", Price = Price, Stock = 1_000_000_000 });

    /// <summary>Makes users with money.</summary>
    public Task<IReadOnlyList<Caller>> Users(int count) => shop.NewUsers(count, Money);

    /// <summary>Each user pays so many orders; so many users at once.</summary>
    public Task Run(IReadOnlyList<Caller> users, int each, int atOnce) => Parallel.ForEachAsync(
        users,
        new ParallelOptions { MaxDegreeOfParallelism = atOnce },
        async (user, _) =>
        {
            for (var i = 0; i < each; i++)
            {
                await Pay(user);
            }
        });

    /// <summary>Users pay one order each in turn, so many at once, until told to stop.</summary>
    /// <param name="mayBreak">True: whoever gets no good answer stops; false: that fails the test.</param>
    public Task RunUntil(CancellationToken stop, IReadOnlyList<Caller> users, int atOnce, bool mayBreak = false)
    {
        var queue = new ConcurrentQueue<Caller>(users);
        return Task.WhenAll(Enumerable.Range(0, atOnce).Select(async _ =>
        {
            try
            {
                while (!stop.IsCancellationRequested && queue.TryDequeue(out var user))
                {
                    await Pay(user);
                    queue.Enqueue(user);
                }
            }
            catch (Exception e) when (mayBreak && e is HttpRequestException or IOException or OperationCanceledException)
            {
                // Killed in the middle: what was acknowledged until then is noted.
            }
        }));
    }

    /// <summary>What payments took that began in these spans of <see cref="Stopwatch"/>'s timestamps, the shortest first.</summary>
    public IReadOnlyList<TimeSpan> Between(params (long From, long To)[] spans) =>
        [.. _times.Where(time => spans.Any(span => time.Begun >= span.From && time.Begun < span.To)).Select(time => time.Took).Order()];

    private async Task Pay(Caller user)
    {
        var order = (await user.Order(_product.Sku, 1)).Expect(201).Text("id");
        var begun = Stopwatch.GetTimestamp();
        var answer = await user.Pay(order);
        var took = Stopwatch.GetElapsedTime(begun);
        answer.Expect(200);
        _times.Enqueue((begun, took));
        _paid.GetOrAdd(user.Id, _ => []).Add(order);
    }
}
