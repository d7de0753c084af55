namespace ECommerce.Testing.Crashes;

/// <summary>Users who charge, claim, fill a cart, order, pay, take units back and cancel, with idempotency keys where there are any, until told to stop.</summary>
public sealed class MixedLoad(Shop shop, int seed)
{
    private const long Charge = 50_000;

    // Less than a cart takes, so that each of them could be added.
    private const int MostInCart = 90;

    private readonly List<Caller> _users = [];
    private Product _product = Some.Product() with { Stock = 1_000_000, Price = 1_000 };

    /// <summary>How many shop.</summary>
    public int Users { get; init; } = 12;

    /// <summary>What users were told.</summary>
    public Journal Journal { get; } = new();

    /// <summary>True: who is left in the dark goes on with the next thing. False: they leave.</summary>
    public bool GoesOn { get; init; }

    /// <summary>How long a user waits before each call.</summary>
    public TimeSpan Pause { get; init; }

    public async Task Prepare()
    {
        _product = await shop.Sells(_product);
        for (var i = 0; i < Users; i++)
        {
            _users.Add(await shop.NewUser());
        }
    }

    /// <summary>A campaign that not everybody can have a coupon of.</summary>
    public Task<Campaign> Campaign() => shop.Runs(Some.Campaign() with { Quantity = 8, Value = 100 });

    /// <summary>One round: everybody shops until told to stop, or until an answer stays away.</summary>
    public Task Run(Campaign campaign, int round, CancellationToken stop) => Run([campaign], round, stop);

    /// <summary>The same with a claim now and then, from one campaign after the other.</summary>
    public Task Run(IReadOnlyList<Campaign> campaigns, int round, CancellationToken stop) =>
        Task.WhenAll(_users.Select((user, i) =>
            new Shopper(Journal, user, _product, campaigns, new Random(seed + (round * 1_000) + i), Pause).Shop(GoesOn, stop)));

    private sealed class Shopper(
        Journal journal, Caller user, Product product, IReadOnlyList<Campaign> campaigns, Random random, TimeSpan pause)
    {
        private int _claims;
        private int _added;
        private string? _coupon;

        public async Task Shop(bool goesOn, CancellationToken stop)
        {
            while (!stop.IsCancellationRequested && (await Once() || goesOn))
            {
            }
        }

        /// <summary>False: an answer stayed away.</summary>
        private async Task<bool> Once()
        {
            if (!await Claim()
                || (random.Next(3) == 0 && await Send("charge", key => user.Charge(Charge, key)) is null)
                || (random.Next(4) == 0 && _added++ < MostInCart && await Send("cart", _ => user.AddToCart(product.Sku, 1)) is null))
            {
                return false;
            }

            var quantity = random.Next(1, 4);
            return await Send("order", key => user.Order(product.Sku, quantity, key)) is { } placed
                && await (random.Next(8) == 0 ? Cancel(placed.Text("id")) : Pay(placed.Text("id")));
        }

        private async Task<bool> Claim()
        {
            if (_claims > 0 && random.Next(4) != 0)
            {
                return true;
            }

            var campaign = campaigns[_claims++ % campaigns.Count];
            if (await Send("claim", _ => user.Claim(campaign.Id)) is not { } claim)
            {
                return false;
            }

            _coupon = claim.IsSuccess ? claim.Text("id") : _coupon;
            return true;
        }

        private async Task<bool> Pay(string order)
        {
            var coupon = _coupon;
            if (await Send("payment", _ => user.Pay(order, coupon)) is not { } paid)
            {
                return false;
            }

            if (!paid.IsSuccess)
            {
                return true;
            }

            _coupon = null;
            for (var parts = random.Next(3); parts > 0; parts--)
            {
                if (await Send("refund", key => user.TakeBack(order, [(product.Sku, 1)], "One too many.", key)) is null)
                {
                    return false;
                }
            }

            return random.Next(4) != 0 || await Cancel(order);
        }

        private async Task<bool> Cancel(string order) => await Send("cancellation", _ => user.Cancel(order)) is not null;

        private async Task<Answer?> Send(string kind, Func<string, Task<Answer>> send)
        {
            await Task.Delay(pause);
            var key = Some.Key();
            return await journal.Do(kind, user, () => send(key));
        }
    }
}
