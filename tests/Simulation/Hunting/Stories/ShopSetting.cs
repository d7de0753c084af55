namespace ECommerce.Simulation.Hunting;

/// <summary>What a shop is like at the opening of a story: there is less of everything than is asked for.</summary>
internal sealed record ShopSetting(
    IReadOnlyList<(string Sku, string ProductId, long Price, long Stock)> Variants, SaveCampaign Campaign, Fault Faults, int FaultOneIn, int MillisecondsOfWay, int UserCount, int DeviceCount)
{
    public const string CampaignId = "spring";

    public static ShopSetting By(Chance chance)
    {
        var now = VirtualClock.Start;
        var discount = chance.Percent(50)
            ? new Discount(DiscountType.Fixed, chance.Of(1_000, 5_000, 30_000), null)
            : new Discount(DiscountType.Percent, chance.Of(7, 15, 50), chance.Percent(50) ? 2_000 : null);
        return new(
            [
                ("shirt-m", "shirt", chance.Of(9_999, 20_000), chance.Below(5)),
                ("shirt-l", "shirt", 3_333, 1 + chance.Below(4)),
                ("scarf", "scarf", 15_001, 1 + chance.Below(5)),
            ],
            new SaveCampaign(
                "Spring", discount, chance.Of(0, 0, 16_000), Quantity: 1 + chance.Below(3), ValidDays: 1 + chance.Below(2),
                now.AddMinutes(chance.Percent(10) ? 1 : -1), now.AddDays(1)),
            FaultsBy(chance), chance.Of(15, 40, 100), chance.Of(0, 3, 3, 30, 300), 1 + chance.Below(3), chance.Of(1, 2, 2, 3));
    }

    // Few kinds of faults at once find more than all of them: where everything fails, little happens.
    private static Fault FaultsBy(Chance chance)
    {
        var faults = chance.Percent(60) ? Fault.TwoHosts : Fault.None;
        var count = chance.Of(0, 1, 2, 3, 5);
        for (var i = 0; i < count; i++)
        {
            faults |= (Fault)(1 << chance.Below(15));
        }

        return chance.Percent(3) ? Fault.All : faults;
    }
}
