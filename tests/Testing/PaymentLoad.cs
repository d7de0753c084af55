using System.Collections.Concurrent;
using System.Diagnostics;

namespace ECommerce.Testing;

/// <summary>Users who order and pay one thing after another, as fast as the shop answers.</summary>
public sealed class PaymentLoad(Shop shop)
{
    private const long Price = 100;
    private const long Money = 10_000_000;

    private readonly ConcurrentDictionary<string, List<string>> _paid = new();
    private readonly ConcurrentQueue<PaymentTime> _times = new();
    private Product _product = null!;

    /// <summary>What was acknowledged as paid: each user's orders, in the order of the payments.</summary>
    public IReadOnlyDictionary<string, List<string>> Paid => _paid;

    /// <summary>How long each acknowledged payment took, from the request to the whole answer.</summary>
    public IEnumerable<PaymentTime> Times => _times;

    /// <summary>The number of acknowledged payments.</summary>
    public int Count => _times.Count;

    /// <summary>Puts a product on sale.</summary>
    public async Task Prepare() => _product = await shop.Sells(Some.Product() with { Name = "부드러운 티셔츠", Price = Price, Stock = 1_000_000_000 });

    /// <summary>Makes users with money.</summary>
    public Task<IReadOnlyList<Caller>> Users(int count) => shop.NewUsers(count, Money);

    /// <summary>Each user pays so many orders, or until told to stop; so many users at once.</summary>
    /// <param name="mayBreak">True: a user whose request gets no good answer stops; false: that fails the test.</param>
    public Task Run(IReadOnlyList<Caller> users, int each, int atOnce, CancellationToken stop = default, bool mayBreak = false) => Parallel.ForEachAsync(
        users,
        new ParallelOptions { MaxDegreeOfParallelism = atOnce },
        async (user, _) =>
        {
            try
            {
                for (var i = 0; i < each && !stop.IsCancellationRequested; i++)
                {
                    await Pay(user);
                }
            }
            catch (Exception e) when (mayBreak && e is HttpRequestException or IOException or OperationCanceledException or InvalidOperationException)
            {
                // Killed in the middle: what was acknowledged until then is noted.
            }
        });

    private async Task Pay(Caller user)
    {
        var order = (await user.Order(_product.Sku, 1)).Expect(201).Text("id");
        var begun = Stopwatch.GetTimestamp();
        var answer = await user.Pay(order);
        var took = Stopwatch.GetElapsedTime(begun);
        answer.Expect(200);
        _times.Enqueue(new(begun, took));
        _paid.GetOrAdd(user.Id, _ => []).Add(order);
    }
}

/// <summary>How long a payment took.</summary>
/// <param name="Begun">A timestamp of <see cref="Stopwatch"/>.</param>
public sealed record PaymentTime(long Begun, TimeSpan Took);
