namespace ECommerce.Simulation.Hunting;

/// <summary>Makes up the deeds of a story.</summary>
internal static class Plan
{
    private const string Operator = "operator";
    private const string Nobody = "nobody";

    private static readonly DeedKind[] OfUsers =
    [
        DeedKind.Charge, DeedKind.Claim, DeedKind.SetCart, DeedKind.AddToCart, DeedKind.AddToCart, DeedKind.ClearCart, DeedKind.LookAtCart, DeedKind.LookAtCart,
        DeedKind.Place, DeedKind.Place, DeedKind.Place, DeedKind.PlaceFromCart, DeedKind.PlaceFromCart, DeedKind.Buy, DeedKind.Buy, DeedKind.Buy, DeedKind.BuyFromCart,
        DeedKind.BuyFromCart, DeedKind.Pay, DeedKind.CancelWhole, DeedKind.CancelPart, DeedKind.LookAtOrder, DeedKind.LookAtOrders, DeedKind.LookAtWallet,
        DeedKind.LookAtEntries, DeedKind.LookAtCoupons, DeedKind.LookAtProduct, DeedKind.LookAtCampaigns, DeedKind.LookAtBestSellers,
    ];

    private static readonly DeedKind[] OfOperators =
    [
        DeedKind.GiveCoupon, DeedKind.AdjustWallet, DeedKind.AdjustStock, DeedKind.AdjustStock, DeedKind.SaveProduct, DeedKind.SaveProduct, DeedKind.ArchiveProduct,
        DeedKind.SaveCampaign, DeedKind.PauseCampaign, DeedKind.CancelWhole, DeedKind.CancelPart,
    ];

    public static IReadOnlyList<Deed> By(Chance chance, ShopSetting shop)
    {
        var deeds = new List<Deed>();
        string[] users = ["mina", "juno", "sora"];
        var kinds = Favourites(chance, OfUsers);
        for (var user = 0; user < shop.UserCount; user++)
        {
            Add(New(DeedKind.Charge, users[user], "phone") with { Amount = chance.Of(25_000, 60_000, 100_000) });
            foreach (var kind in new[] { DeedKind.Claim, DeedKind.SetCart, DeedKind.AddToCart }.Where(_ => chance.Percent(70)))
            {
                Add(New(kind, users[user], "phone"));
            }

            for (var device = 0; device < shop.DeviceCount; device++)
            {
                for (var left = 1 + chance.Below(5); left > 0; left--)
                {
                    AddFlow(New(chance.Of<DeedKind>(kinds), users[user], new[] { "phone", "laptop", "tablet" }[device]));
                }
            }
        }

        for (var left = chance.Of(0, 2, 5); left > 0; left--)
        {
            Add(New(chance.Of<DeedKind>(OfOperators), Operator, "desk"));
        }

        for (var left = chance.Of(0, 0, 0, 1, 2); left > 0; left--)
        {
            Add(New(chance.Of(DeedKind.Restart, DeedKind.Restart, DeedKind.JumpClock), Nobody, "world"));
        }

        return deeds;

        // Most of what is placed is paid, and some of what is paid is taken back.
        void AddFlow(Deed first)
        {
            var isPlaced = first.Kind is DeedKind.Place or DeedKind.PlaceFromCart;
            if (first.Kind is DeedKind.PlaceFromCart or DeedKind.BuyFromCart && chance.Percent(50))
            {
                Add(New(DeedKind.SetCart, first.Who, first.Device) with { Sku = first.Sku });
            }

            Add(first);
            if (isPlaced && chance.Percent(80))
            {
                var pay = New(DeedKind.Pay, first.Who, first.Device);
                Add(pay with { Slot = first.Slot, Twice = pay.Twice || (pay.AtLastMoment && chance.Percent(70)) });
            }

            for (var left = isPlaced || first.Kind is DeedKind.Buy or DeedKind.BuyFromCart ? chance.Of(0, 0, 1, 1, 2) : 0; left > 0; left--)
            {
                Add(New(chance.Of(DeedKind.CancelPart, DeedKind.CancelPart, DeedKind.CancelWhole, DeedKind.LookAtOrder, DeedKind.Pay), first.Who, first.Device) with
                {
                    Slot = first.Slot,
                    Sku = first.Sku,
                });
            }
        }

        void Add(Deed deed) => deeds.Add(deed with { Number = deeds.Count });

        Deed New(DeedKind kind, string who, string device) => new(
            0, kind, who, device, who is Operator or Nobody ? users[chance.Below(shop.UserCount)] : who, Slot: chance.Below(shop.DeviceCount),
            chance.Of("shirt-m", "shirt-l", "scarf"), chance.Percent(40) ? chance.Of("shirt-m", "shirt-l", "scarf") : null, AmountOf(chance, kind), chance.Below(100), Pause(chance),
            AtLastMoment: kind is DeedKind.Pay && chance.Percent(10), Twice: chance.Percent(15), Leaves: chance.Percent(10));
    }

    // Each story has a taste of its own.
    private static DeedKind[] Favourites(Chance chance, DeedKind[] kinds) =>
        chance.Percent(30) ? kinds : [.. Enumerable.Range(0, 3 + chance.Below(8)).Select(_ => chance.Of<DeedKind>(kinds))];

    private static long AmountOf(Chance chance, DeedKind kind) => kind switch
    {
        DeedKind.Charge => chance.Of(1_000, 25_000, 25_000, 60_000, 100_000),
        DeedKind.AdjustWallet => chance.Of(-20_000, 7_000),
        DeedKind.AdjustStock => chance.Of(-2, -1, 1, 3),
        _ => chance.Of(1, 1, 1, 2),
    };

    private static TimeSpan Pause(Chance chance) => chance.Below(100) switch
    {
        < 55 => TimeSpan.Zero,
        < 75 => TimeSpan.FromMilliseconds(chance.Below(20)),
        < 94 => TimeSpan.FromMilliseconds(chance.Below(1_500)),
        < 97 => TimeSpan.FromMinutes(chance.Of(1, 29, 31)),
        _ => TimeSpan.FromHours(chance.Of(1, 23, 25, 73)),
    };
}
