namespace ECommerce.Load;

/// <summary>A server under load, with the same verbs whatever it is.</summary>
internal abstract class Target(string name) : IAsyncDisposable
{
    private int _turn;

    /// <summary>As reports call it.</summary>
    public string Name { get; } = name;

    /// <summary>The processes whose processor time an operation costs.</summary>
    public abstract IReadOnlyList<int> Processes { get; }

    /// <summary>The database server, where it is a process of its own.</summary>
    public virtual PostgresServer? Database => null;

    /// <summary>The length of the last answer that was measured, so that an endpoint that does nothing can answer as much.</summary>
    public int AnswerLength { get; private set; }

    /// <summary>Its addresses, asked in turn.</summary>
    protected IReadOnlyList<Client> Clients { get; set; } = [];

    protected Client Next => Clients[(int)((uint)Interlocked.Increment(ref _turn) % (uint)Clients.Count)];

    /// <summary>A new campaign with so many coupons; its id.</summary>
    public abstract Task<string> Open(long quantity);

    /// <summary>How many coupons of a campaign are issued, by the target's own account.</summary>
    public abstract Task<long> Issued(string campaign);

    /// <summary>Skus for 1 won each, in any quantity; their names.</summary>
    public abstract Task<IReadOnlyList<string>> Sell(int skus, long stock);

    /// <summary>Users with so much in their wallets.</summary>
    public abstract Task<IReadOnlyList<User>> Fund(int users, long balance);

    /// <summary>How many units of these skus are sold and how much these users spent, by the target's own account.</summary>
    /// <param name="stock">What <see cref="Sell"/> was given.</param>
    /// <param name="balance">What <see cref="Fund"/> was given.</param>
    public abstract Task<(long Units, long Spent)> Sold(IReadOnlyList<string> skus, long stock, IReadOnlyList<User> users, long balance);

    /// <summary>One coupon for a user who has none of this campaign.</summary>
    public abstract Task<Operation> Claim(string campaign, User user);

    /// <summary>The same when there is none left.</summary>
    public abstract Task<Operation> ClaimSoldOut(string campaign, User user);

    /// <summary>One unit, ordered and then paid.</summary>
    public abstract Task<Operation> Checkout(User user, string sku);

    /// <summary>One unit, ordered and paid in one call.</summary>
    public abstract Task<Operation> Buy(User user, string sku);

    /// <summary>The first page of the product list.</summary>
    public abstract Task<Operation> List();

    /// <summary>Completes when what the last round left to do is done, so that the next one who is measured does not pay for it.</summary>
    public virtual Task Rest() => Task.CompletedTask;

    /// <summary>After the last round: throws when its books are not right.</summary>
    public virtual Task Check() => Task.CompletedTask;

    public virtual ValueTask DisposeAsync()
    {
        foreach (var client in Clients)
        {
            client.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    protected Operation Ended(Reply reply, int expected)
    {
        AnswerLength = reply.Body.Length;
        return new(reply.Status, reply.Status == expected);
    }
}
