namespace ECommerce.Testing.Races;

/// <summary>
/// Many press the same button in the same moment; afterwards the books are exactly right.
/// The same races run on one process and on a fleet.
/// </summary>
public abstract partial class RaceSuite(ShopFleet fleet) : IDisposable
{
    protected Shop Shop => fleet.Shop;

    /// <summary>Why a call was answered otherwise than expected, often only the shop's own log tells.</summary>
    public void Dispose()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
        {
            foreach (var process in fleet.Processes)
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"The log of process {process.Id}:\n{process.Log}");
            }
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Begins all of them before the first can end.</summary>
    protected static async Task<IReadOnlyList<Answer>> AtOnce(IEnumerable<Func<Task<Answer>>> calls)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = calls.Select(async call =>
        {
            await start.Task;
            return await call();
        }).ToList();
        start.SetResult();
        return await Task.WhenAll(running);
    }

    protected static Task<IReadOnlyList<Answer>> AtOnce(int times, Func<Task<Answer>> call) => AtOnce(Enumerable.Repeat(call, times));

    /// <summary>So many succeeded, and all the others were refused with this code.</summary>
    protected static void Exactly(int count, int status, IReadOnlyList<Answer> answers, string otherwise)
    {
        var (won, lost) = (answers.Where(answer => answer.IsSuccess).ToList(), answers.Where(answer => !answer.IsSuccess).ToList());
        Assert.All(won, answer => answer.Expect(status));
        Assert.All(lost, answer => answer.Expect(409, otherwise));
        Assert.Equal(count, won.Count);
    }

    /// <summary>Each user has an order of their own for one unit.</summary>
    protected static async Task<IReadOnlyList<string>> EachOrders(IReadOnlyList<Caller> users, string sku, int quantity = 1)
    {
        var orders = new string[users.Count];
        await Parallel.ForAsync(0, users.Count, new ParallelOptions { MaxDegreeOfParallelism = 32 },
            async (i, _) => orders[i] = await users[i].Ordered(sku, quantity));
        return orders;
    }

    /// <summary>So many orders of one user for one unit each.</summary>
    protected static async Task<IReadOnlyList<string>> Orders(Caller user, int count, string sku)
    {
        var orders = new List<string>();
        for (var i = 0; i < count; i++)
        {
            orders.Add(await user.Ordered(sku, 1));
        }

        return orders;
    }
}
