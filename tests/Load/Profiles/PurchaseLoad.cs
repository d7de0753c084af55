namespace ECommerce.Load;

/// <summary>How a unit is bought.</summary>
internal enum Purchase
{
    /// <summary>The order is placed, and then paid.</summary>
    Checkout,

    /// <summary>One call does both.</summary>
    Buy,
}

/// <summary>Users buy a unit, and the next one, of skus some of which may be wanted more than others.</summary>
/// <param name="purchase">How.</param>
/// <param name="users">How many users; more than buy at once, so that nobody waits for themselves.</param>
/// <param name="skus">How many skus.</param>
/// <param name="skew">The exponent of Zipf's law; 0: all are wanted alike.</param>
internal sealed class PurchaseLoad(Target target, Purchase purchase, int users, int skus, double skew) : Workload
{
    private const long Stock = 100_000_000;
    private const long Balance = 10_000_000;

    private readonly Zipf _zipf = new(skus, skew);
    private IReadOnlyList<User> _users = [];
    private IReadOnlyList<string> _skus = [];
    private long _done;
    private long _expected;
    private long _unsettled;

    public override async Task Prepare()
    {
        _skus = await target.Sell(skus, Stock);
        _users = await target.Fund(users, Balance);
    }

    public override Task<Operation> Once(long number)
    {
        var user = _users[(int)(Interlocked.Increment(ref _done) % users)];
        var sku = _skus[_zipf.Next(Random.Shared)];
        return purchase == Purchase.Buy ? target.Buy(user, sku) : target.Checkout(user, sku);
    }

    public override async Task Check(Recording round)
    {
        (_expected, _unsettled) = (_expected + round.Expected, _unsettled + round.Unsettled);
        if (target is EmptyTarget)
        {
            return;
        }

        // What the shop shows may be a second old.
        var (units, spent) = await Eventually.Ask(
            () => target.Sold(_skus, Stock, _users, Balance), sold => sold == (_expected, _expected), Bounds.Freshness);
        WrongBooksException.ThrowUnless(target, "units sold", _expected, units, _unsettled);
        WrongBooksException.ThrowUnless(target, "won spent", _expected, spent, _unsettled);
    }
}
