namespace ECommerce.GrainInterfaces;

/// <summary>What makes sense as a campaign.</summary>
public static class CampaignRules
{
    private const int FirstYear = 2000;
    private const int LastYear = 2999;

    /// <summary>Everything that makes no sense; empty when all does.</summary>
    public static IReadOnlyList<Fault> Of(string id, SaveCampaign campaign) =>
    [
        .. Rules.Named("id", Rules.Id(id)),
        .. Rules.Of(campaign),
        .. Of(campaign.Discount),
        .. Rules.Named("startsAt", Time(campaign.StartsAt)),
        .. Rules.Named("endsAt", Time(campaign.EndsAt) ?? (campaign.EndsAt > campaign.StartsAt ? null : "is not after startsAt")),
    ];

    private static IEnumerable<Fault> Of(Discount discount) =>
    [
        .. Rules.Of(discount, "discount."),
        .. Rules.Named("discount.value", discount is { Type: DiscountType.Percent, Value: > 100 } ? "is more than 100 percent" : null),
        .. Rules.Named("discount.maximum", discount is { Type: DiscountType.Fixed, Maximum: not null } ? "is only for a percentage" : null),
    ];

    private static string? Time(DateTimeOffset time) =>
        time.UtcDateTime.Year is >= FirstYear and <= LastYear ? null : $"is not in the years {FirstYear} to {LastYear}";
}
