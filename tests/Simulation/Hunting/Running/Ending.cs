namespace ECommerce.Simulation.Hunting;

/// <summary>What must hold when nothing goes wrong any more: the books, and that the shop still sells all that it has, at once.</summary>
internal sealed class Ending(World world)
{
    // Longer than a message takes, and shorter than a payment waits for others.
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(100);

    public async Task CheckAsync()
    {
        await CheckCouponsAsync();
        await CheckSalesAsync();
        var audit = await world.Ledger.Audit();
        Require(audit.Ok, "The audit finds " + string.Join("; ", audit.Checks.Where(check => !check.Ok)));
        await CheckBooksAsync();
    }

    /// <summary>As many more users get a coupon as there are left, and no more.</summary>
    private async Task CheckCouponsAsync()
    {
        var campaign = world.History.Now.Campaigns[ShopSetting.CampaignId];
        var isOpen = campaign.TakesClaims(world.Clock.GetUtcNow());
        var left = campaign.Quantity - campaign.Issued;
        for (var i = 0; i <= left; i++)
        {
            var user = $"guest {i}";
            var answers = await world.HostOf(i % 2).GetGrain<ICampaignGrain>(ShopSetting.CampaignId).Claim([user]);
            var expected = !isOpen ? CampaignRefusal.NotOpen : i == left ? CampaignRefusal.SoldOut : (CampaignRefusal?)null;
            Require(answers.Single().Refusal == expected, $"A claim at the end is answered {answers.Single()}; {left - i} coupons are left of {campaign}.");
        }
    }

    /// <summary>
    /// A user without money is refused, and so is one who wants more than there is. Both leave nothing set aside: the next payment takes
    /// all that there is, and most of the money.
    /// </summary>
    private async Task CheckSalesAsync()
    {
        var variants = world.History.Now.Variants.Values.Where(variant => variant.IsSold && variant.Stock > 0).OrderBy(variant => variant.Sku, StringComparer.Ordinal).ToList();
        if (variants.Count > 0)
        {
            var variant = variants[world.Below(variants.Count)];
            var grains = world.HostOf(world.Below(2));
            var rich = "rich " + variant.Sku;
            var money = (variant.Stock + 1) * variant.Price;
            await grains.GetGrain<IWalletGrain>(rich).Charge(new("charge of " + rich, money));
            var poor = await Buy(grains, "poor " + variant.Sku, variant.Sku, variant.Stock);
            Require(poor is { Refusal: OrderRefusal.InsufficientBalance, Facts.Balance: 0 }, $"Without money {variant.Stock} {variant.Sku} are answered {poor}.");
            var greedy = await Buy(grains, rich, variant.Sku, variant.Stock + 1);
            Require(
                greedy.Refusal == OrderRefusal.SoldOut && greedy.Facts!.Available == variant.Stock, $"More {variant.Sku} than there are, {variant.Stock}, are answered {greedy}.");
            var bought = await Buy(grains, rich, variant.Sku, variant.Stock);
            Require(bought.Value?.Balance == variant.Price, $"All {variant.Stock} {variant.Sku} are answered {bought}.");
        }
    }

    private async Task<Outcome<OrderView, OrderRefusal>> Buy(IGrainFactory grains, string userId, string sku, long units)
    {
        var orderId = $"{userId} {units}";
        var command = new PlaceOrder(userId, [new(sku, (int)units)], new PayOrder(userId, null, null));
        world.Auditor.Asked(orderId, command);
        var began = world.Clock.Elapsed;
        var answer = await grains.GetGrain<ICheckoutGrain>(ICheckoutGrain.Key).Place(orderId, command);
        Require(world.Clock.Elapsed - began < AtOnce, $"{userId} waits {(world.Clock.Elapsed - began).TotalMilliseconds} ms for {sku} though nobody else is there.");
        return answer;
    }

    private async Task CheckBooksAsync()
    {
        var model = world.History.Now;
        foreach (var userId in model.Balances.Keys)
        {
            Require(await world.Ledger.Balance(userId) == model.Balance(userId), $"The balance of {userId} is not {model.Balance(userId)}.");
            var entries = await world.Ledger.WalletEntries(userId, null, int.MaxValue);
            Require(
                entries.Reverse().Select(entry => Same.Entry(entry.Row, model.Entries.Find(found => found.Id == entry.Row.Id)!)).All(difference => difference is null)
                && entries.Count == model.Entries.Count(entry => entry.UserId == userId), $"The entries of {userId} are others.");
        }

        foreach (var order in model.Orders.Values)
        {
            var difference = Same.Order((await world.Ledger.Order(order.Id))!, order);
            Require(difference is null, difference ?? "");
        }

        foreach (var row in await world.Ledger.Skus([.. model.Variants.Keys]))
        {
            var variant = model.Variants[row.Sku];
            Require((row.Stock, row.Price, row.IsSold) == (variant.Stock, variant.Price, variant.IsSold), $"{row} is not {variant}.");
        }
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new Violation(what);
        }
    }
}
