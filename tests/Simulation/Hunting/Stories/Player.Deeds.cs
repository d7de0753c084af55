namespace ECommerce.Simulation.Hunting;

internal sealed partial class Player
{
    private Task DoAsync(Deed deed) => deed.Kind switch
    {
        DeedKind.Charge => ChargeAsync(deed),
        DeedKind.Claim => AskAsync(
            $"{deed.UserId} claims", grains => Campaign(grains).Claim([deed.UserId]), (answer, window) => Auditor.Claimed(answer, deed.UserId, window)),
        DeedKind.SetCart => CartAsync(deed, new(deed.Sku, deed.Choice < 20 ? 0 : (int)deed.Amount, Adds: false)),
        DeedKind.AddToCart => CartAsync(deed, new(deed.Sku, (int)deed.Amount, Adds: true)),
        DeedKind.ClearCart => CartAsync(deed, new(null, 0, Adds: false)),
        DeedKind.LookAtCart => AskAsync(
            $"{deed.UserId} looks at the cart", grains => Cart(grains, deed).Get(), (answer, window) => Auditor.CartSeen(answer, deed.UserId, window)),
        DeedKind.Place => PlaceAsync(deed, fromCart: false, pays: false),
        DeedKind.PlaceFromCart => PlaceAsync(deed, fromCart: true, pays: false),
        DeedKind.Buy => PlaceAsync(deed, fromCart: false, pays: true),
        DeedKind.BuyFromCart => PlaceAsync(deed, fromCart: true, pays: true),
        DeedKind.Pay => PayAsync(deed),
        DeedKind.CancelWhole => CancelAsync(deed, items: null),
        DeedKind.CancelPart => CancelAsync(deed, [new(deed.Sku, (int)deed.Amount)]),
        DeedKind.GiveCoupon => AskAsync(
            $"the operator gives {deed.UserId} a coupon", grains => Campaign(grains).Give(deed.UserId), (answer, window) => Auditor.Given(answer, deed.UserId, window)),
        DeedKind.AdjustWallet => AdjustWalletAsync(deed),
        DeedKind.AdjustStock => AdjustStockAsync(deed),
        DeedKind.SaveProduct => SaveProductAsync(deed),
        DeedKind.ArchiveProduct => AskAsync(
            $"the operator archives {ProductOf(deed.Sku)}", grains => grains.GetGrain<IProductGrain>(ProductOf(deed.Sku)).Withdraw(new([], Archives: true)),
            (answer, _) => Auditor.Done(answer)),
        DeedKind.SaveCampaign => SaveCampaignAsync(deed),
        DeedKind.PauseCampaign => AskAsync(
            "the operator pauses or resumes", grains => Campaign(grains).Pause(deed.Choice < 50), (answer, _) => Auditor.Done(answer)),
        DeedKind.Restart => RestartAsync(deed),
        DeedKind.JumpClock => JumpAsync(deed),
        _ => LookAsync(deed),
    };

    private Task LookAsync(Deed deed) => deed.Kind switch
    {
        DeedKind.LookAtOrder => AskAsync(
            $"{deed.UserId} looks at {deed.OrderId}", grains => Checkout(grains).Get(deed.OrderId, deed.UserId),
            (answer, window) => Auditor.OrderSeen(answer, deed.OrderId, deed.UserId, window)),
        DeedKind.LookAtOrders => AskAsync(
            $"{deed.UserId} looks at all orders", grains => grains.GetGrain<IOrderListGrain>(deed.UserId).Get(null, 10), (answer, window) => Auditor.OrdersSeen(answer, deed.UserId, window)),
        DeedKind.LookAtWallet => AskAsync(
            $"{deed.UserId} looks at the wallet", grains => Wallet(grains, deed).Get(), (answer, window) => Auditor.WalletSeen(answer, deed.UserId, window)),
        DeedKind.LookAtEntries => AskAsync(
            $"{deed.UserId} looks at the entries", grains => Wallet(grains, deed).Entries(null, 50), (answer, window) => Auditor.EntriesSeen(answer, deed.UserId, window)),
        DeedKind.LookAtCoupons => AskAsync(
            $"{deed.UserId} looks at the coupons", grains => Wallet(grains, deed).Coupons(), (answer, window) => Auditor.CouponsSeen(answer, deed.UserId, window)),
        DeedKind.LookAtProduct => AskAsync(
            $"{deed.UserId} looks at {ProductOf(deed.Sku)}", grains => grains.GetGrain<IProductGrain>(ProductOf(deed.Sku)).Get(), Auditor.ProductSeen),
        DeedKind.LookAtCampaigns => AskAsync(
            $"{deed.UserId} looks at the campaign", grains => grains.GetGrain<ICampaignListGrain>(ICampaignListGrain.Key).Find(ShopSetting.CampaignId), Auditor.CampaignSeen),
        DeedKind.LookAtBestSellers => AskAsync(
            $"{deed.UserId} looks at the best sellers", grains => grains.GetGrain<IBestSellersGrain>(IBestSellersGrain.Key).Get(), Auditor.BestSellersSeen),
        _ => throw new InvalidOperationException($"Nobody knows how to do {deed.Kind}."),
    };

    private Task ChargeAsync(Deed deed)
    {
        var command = new ChargeWallet($"{deed.UserId}-charge-{deed.Slot}", deed.Amount);
        return AskAsync(
            $"{deed.UserId} charges {deed.Amount} as {command.ChargeId}", grains => Wallet(grains, deed).Charge(command),
            (answer, window) => Auditor.Charged(answer, command, window));
    }

    private Task CartAsync(Deed deed, CartAsk ask)
    {
        Auditor.Asked(deed.UserId, ask);
        return ask.Sku is null
            ? AskAsync($"{deed.UserId} clears the cart", async grains => { await Cart(grains, deed).Clear(); return ask; }, (_, _) => { })
            : AskAsync(
                $"{deed.UserId} {(ask.Adds ? "adds" : "sets")} {ask.Quantity} {ask.Sku}",
                grains => ask.Adds ? Cart(grains, deed).Add(ask.Sku, ask.Quantity) : Cart(grains, deed).SetQuantity(ask.Sku, ask.Quantity),
                (answer, window) => Auditor.CartChanged(answer, ask, deed.UserId, window), isRepeatable: !ask.Adds);
    }

    private Task PlaceAsync(Deed deed, bool fromCart, bool pays)
    {
        IReadOnlyList<StockLine> lines = deed.Other is null ? [new(deed.Sku, (int)deed.Amount)] : [new(deed.Sku, (int)deed.Amount), new(deed.Other, 1)];
        var command = new PlaceOrder(deed.UserId, fromCart ? null : lines, pays ? Payment(deed) : null);
        Auditor.Asked(deed.OrderId, command);
        return AskAsync(
            $"{deed.UserId} orders {deed.OrderId} {(fromCart ? "from the cart" : string.Join(", ", lines))}{(pays ? $" and pays, {command.Payment}" : "")}",
            grains => Checkout(grains).Place(deed.OrderId, command), (answer, window) => Auditor.Placed(answer, deed.OrderId, command, window));
    }

    private Task PayAsync(Deed deed)
    {
        var command = Payment(deed);
        return AskAsync(
            $"{deed.UserId} pays {deed.OrderId}, {command}", grains => Checkout(grains).Pay(deed.OrderId, command), (answer, window) => Auditor.Paid(answer, deed.OrderId, command, window));
    }

    private Task CancelAsync(Deed deed, IReadOnlyList<StockLine>? items)
    {
        var byOperator = deed.Who != deed.UserId;
        var command = new CancelOrder(
            byOperator ? null : deed.UserId, byOperator ? "by an operator" : null, items is null ? "ref_" + deed.OrderId : $"{deed.OrderId}-part-{deed.Choice % 3}", items);
        return AskAsync(
            $"{deed.Who} cancels {deed.OrderId} {(items is null ? "" : items[0].ToString())} as {command.CancellationId}",
            grains =>
            {
                ActFor(deed);
                return Checkout(grains).Cancel(deed.OrderId, command);
            },
            (answer, window) => Auditor.Cancelled(answer, deed.OrderId, command, window));
    }

    private Task AdjustWalletAsync(Deed deed)
    {
        var command = new AdjustWallet($"{deed.UserId}-adjustment-{deed.Slot}", deed.Amount, "by hand");
        return AskAsync(
            $"the operator adjusts {deed.UserId} by {deed.Amount} as {command.EntryId}",
            grains =>
            {
                ActFor(deed);
                return Wallet(grains, deed).Adjust(command);
            },
            (answer, window) => Auditor.Adjusted(answer, command, deed.UserId, window));
    }

    private Task AdjustStockAsync(Deed deed)
    {
        var command = new AdjustStock($"stock-{deed.Sku}-{deed.Slot}", deed.Sku, deed.Amount);
        return AskAsync(
            $"the operator moves {deed.Sku} by {deed.Amount} as {command.AdjustmentId}", grains => grains.GetGrain<IProductGrain>(ProductOf(deed.Sku)).AdjustStock(command),
            (answer, window) => Auditor.StockMoved(answer, command, window));
    }

    // The price of the variant, or whether it is sold at all.
    private Task SaveProductAsync(Deed deed)
    {
        var leavesOut = deed.Choice < 25;
        var variants = world.Story.Shop.Variants
            .Where(variant => variant.ProductId == ProductOf(deed.Sku) && !(leavesOut && variant.Sku == deed.Sku && variant.ProductId == "shirt"))
            .Select(variant => (variant.Sku, Price: variant.Sku == deed.Sku ? variant.Price + 100 * (deed.Choice % 4) : variant.Price, Stock: 50L))
            .ToList();
        return AskAsync(
            $"the operator saves {string.Join(", ", variants)}", grains => Opening.Save(grains, ProductOf(deed.Sku), variants), (answer, _) => Auditor.Done(answer));
    }

    private Task SaveCampaignAsync(Deed deed)
    {
        var command = world.Story.Shop.Campaign with { Quantity = 1 + deed.Choice % 4 };
        return AskAsync(
            $"the operator saves the campaign with {command.Quantity}", grains => Campaign(grains).Save(command), (answer, window) => Auditor.CampaignSaved(answer, command, window));
    }

    private Task RestartAsync(Deed deed)
    {
        world.Restart(deed.Choice % 2);
        Auditor.Count("restart");
        return Task.CompletedTask;
    }

    private Task JumpAsync(Deed deed)
    {
        world.JumpClock(TimeSpan.FromMinutes(deed.Choice % 2 == 0 ? deed.Choice : -deed.Choice));
        Auditor.Count("clock jumped");
        return Task.CompletedTask;
    }

    private static PayOrder Payment(Deed deed) => new(
        deed.UserId, deed.Choice < 35 ? Ids.Coupon(ShopSetting.CampaignId, deed.UserId) : deed.Choice < 37 ? "no-coupon" : null, deed.Choice % 10 == 0 ? 3_333 : null);

    private static void ActFor(Deed deed)
    {
        if (deed.Who != deed.UserId)
        {
            Actor.Is(deed.Who);
        }
    }

    private string ProductOf(string sku) => world.Story.Shop.Variants.First(variant => variant.Sku == sku).ProductId;

    private static ICheckoutGrain Checkout(IGrainFactory grains) => grains.GetGrain<ICheckoutGrain>(ICheckoutGrain.Key);

    private static ICampaignGrain Campaign(IGrainFactory grains) => grains.GetGrain<ICampaignGrain>(ShopSetting.CampaignId);

    private static IWalletGrain Wallet(IGrainFactory grains, Deed deed) => grains.GetGrain<IWalletGrain>(deed.UserId);

    private static ICartGrain Cart(IGrainFactory grains, Deed deed) => grains.GetGrain<ICartGrain>(deed.UserId);
}
