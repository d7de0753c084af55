namespace ECommerce.Load;

/// <summary>Each user claims once, all of one campaign, which is not the limit.</summary>
/// <param name="streams">So many others watch what is left of it.</param>
internal sealed class ClaimLoad(Target target, int streams = 0) : Workload
{
    private Watchers? _watchers;
    private User[] _users = [];
    private string _campaign = "";

    public override long Operations => _users.Length;

    public override async Task Begin(TimeSpan length)
    {
        _campaign = await target.Open(quantity: 10_000_000);
        _users = new User[(int)Math.Min(Limits.Users, length.TotalSeconds * Limits.FreshUsersPerSecond)];

        // Signing is no part of what is measured.
        Parallel.For(0, _users.Length, i => _users[i] = User.Of($"{_campaign}-{i}"));
        _watchers = streams > 0 && target is ShopTarget shop ? await Watchers.Of(shop, _campaign, streams) : null;
    }

    public override Task<Operation> Once(long number) => target.Claim(_campaign, _users[number]);

    public override async Task Check(Recording round)
    {
        await (_watchers?.DisposeAsync() ?? ValueTask.CompletedTask);
        if (target is EmptyTarget)
        {
            return;
        }

        // What the shop shows may be a second old.
        var issued = await Eventually.Ask(() => target.Issued(_campaign), now => now == round.Expected, Bounds.Freshness);
        WrongBooksException.ThrowUnless(target, "coupons issued", round.Expected, issued, round.Unsettled);
    }
}

/// <summary>A few users go on asking for a coupon when all are gone.</summary>
internal sealed class SoldOutLoad(Target target, int users) : Workload
{
    private User[] _users = [];
    private string _campaign = "";

    public override async Task Prepare()
    {
        _users = User.New(users);
        _campaign = await target.Open(quantity: 1);
        await target.Claim(_campaign, User.Of(Some.UserId()));
    }

    public override Task<Operation> Once(long number) => target.ClaimSoldOut(_campaign, _users[number % users]);
}
