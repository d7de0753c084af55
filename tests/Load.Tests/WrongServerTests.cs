namespace ECommerce.Load.Tests;

/// <summary>A server that answers fast and does something else is no winner.</summary>
public sealed class WrongServerTests
{
    [Fact]
    public async Task Coupons_that_were_answered_and_not_issued_end_the_run()
    {
        var load = new ClaimLoad(new Forgetful());
        await load.Begin(TimeSpan.FromMilliseconds(1));
        var recording = await ClosedLoop.Run(load, connections: 2, TimeSpan.FromMilliseconds(50));

        var wrong = await Assert.ThrowsAsync<WrongBooksException>(() => load.Check(recording));
        Assert.Contains("coupons issued should be", wrong.Message);
    }

    [Fact]
    public async Task Purchases_that_take_no_money_end_the_run()
    {
        var load = new PurchaseLoad(new Forgetful(), Purchase.Buy, users: 2, skus: 2, skew: 0);
        await load.Prepare();
        var recording = await ClosedLoop.Run(load, connections: 2, TimeSpan.FromMilliseconds(20));

        var wrong = await Assert.ThrowsAsync<WrongBooksException>(() => load.Check(recording));
        Assert.Contains("won spent should be", wrong.Message);
    }

    /// <summary>Answers every call as it should, counts units, and forgets coupons and money.</summary>
    private sealed class Forgetful() : Target("forgetful")
    {
        private static readonly Task<Operation> Accepted = Task.FromResult(new Operation(201, IsExpected: true));

        private int _units;

        public override IReadOnlyList<int> Processes => [];

        public override Task<string> Open(long quantity) => Task.FromResult("campaign");

        public override Task<long> Issued(string campaign) => Task.FromResult(0L);

        public override Task<IReadOnlyList<string>> Sell(int skus, long stock) => Task.FromResult<IReadOnlyList<string>>([.. Enumerable.Repeat("sku", skus)]);

        public override Task<IReadOnlyList<User>> Fund(int users, long balance) =>
            Task.FromResult<IReadOnlyList<User>>([.. Enumerable.Range(0, users).Select(_ => User.Of(Some.UserId()))]);

        public override Task<(long Units, long Spent)> Sold(IReadOnlyList<string> skus, long stock, IReadOnlyList<User> users, long balance) =>
            Task.FromResult(((long)_units, 0L));

        public override Task<Operation> Claim(string campaign, User user) => Accepted;

        public override Task<Operation> ClaimSoldOut(string campaign, User user) => Accepted;

        public override Task<Operation> Checkout(User user, string sku) => Buy(user, sku);

        public override Task<Operation> Buy(User user, string sku)
        {
            Interlocked.Increment(ref _units);
            return Accepted;
        }

        public override Task<Operation> List() => Accepted;
    }
}
