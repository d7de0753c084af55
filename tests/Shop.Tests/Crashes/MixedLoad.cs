namespace ECommerce.ShopTests.Crashes;

/// <summary>Users who charge, claim, order, pay and cancel, each with idempotency keys, until told to stop.</summary>
public sealed class MixedLoad(Shop shop, int seed)
{
    private const int Users = 12;
    private const long Charge = 50_000;

    private readonly List<Caller> _users = [];
    private Product _product = Some.Product() with { Stock = 1_000_000, Price = 1_000 };

    /// <summary>What users were told.</summary>
    public Book Book { get; } = new();

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
    public Task Run(Campaign campaign, int round, CancellationToken stop) =>
        Task.WhenAll(_users.Select((user, i) => Shopping(user, campaign, new Random(seed + (round * 1_000) + i), stop)));

    private async Task Shopping(Caller user, Campaign campaign, Random random, CancellationToken stop)
    {
        if (await Book.Do("claim", user, () => user.Claim(campaign.Id)) is not { } claim)
        {
            return;
        }

        var coupon = claim.IsSuccess ? claim.Text("id") : null;
        while (!stop.IsCancellationRequested)
        {
            if (random.Next(3) == 0 && await ChargeSome(user) is null)
            {
                return;
            }

            var key = Some.Key();
            var quantity = random.Next(1, 4);
            if (await Book.Do("order", user, () => user.Order(_product.Sku, quantity, key)) is not { } placed)
            {
                return;
            }

            var order = placed.Text("id");
            var used = coupon;
            if (await Book.Do("payment", user, () => user.Pay(order, used)) is not { } paid)
            {
                return;
            }

            if (!paid.IsSuccess)
            {
                continue;
            }

            coupon = null;
            if (random.Next(4) == 0 && await Book.Do("cancellation", user, () => user.Cancel(order)) is null)
            {
                return;
            }
        }
    }

    private Task<Answer?> ChargeSome(Caller user)
    {
        var key = Some.Key();
        return Book.Do("charge", user, () => user.Charge(Charge, key));
    }
}
