namespace ECommerce.Grains;

/// <summary>What makes sense as a campaign.</summary>
internal static class CampaignRules
{
    /// <summary>The first thing that makes no sense; null when all does.</summary>
    public static RefusalFacts? Check(string id, SaveCampaign campaign) =>
        !Rules.IsId(id) ? Rules.Broken("id", $"An id is 1 to {Bounds.MaximumIdLength} letters, digits, '.', '_' or '-'.")
        : !Rules.IsText(campaign.Name, 1, Bounds.MaximumNameLength) ? Rules.Broken("name", $"A name is 1 to {Bounds.MaximumNameLength} characters.")
        : CheckDiscount(campaign.Discount)
            ?? (campaign.MinimumOrder is < 0 or > Bounds.MaximumPrice
                ? Rules.Broken("minimumOrder", $"A minimum order is 0 to {Bounds.MaximumPrice} won.")
            : campaign.Quantity is < 1 or > Bounds.MaximumCampaignQuantity
                ? Rules.Broken("quantity", $"A quantity is 1 to {Bounds.MaximumCampaignQuantity}.")
            : campaign.ValidDays is < 1 or > Bounds.MaximumValidDays
                ? Rules.Broken("validDays", $"A validity is 1 to {Bounds.MaximumValidDays} days.")
            : !IsTime(campaign.StartsAt) ? Rules.Broken("startsAt", "A time lies between the years 2000 and 2999.")
            : !IsTime(campaign.EndsAt) ? Rules.Broken("endsAt", "A time lies between the years 2000 and 2999.")
            : campaign.EndsAt <= campaign.StartsAt ? Rules.Broken("endsAt", "A campaign ends after it starts.")
            : null);

    private static RefusalFacts? CheckDiscount(Discount discount) => discount.Type switch
    {
        DiscountType.Fixed => discount.Maximum is not null
            ? Rules.Broken("discount.maximum", "Only a percentage has a maximum.")
            : discount.Value is < 1 or > Bounds.MaximumPrice
                ? Rules.Broken("discount.value", $"A fixed discount is 1 to {Bounds.MaximumPrice} won.")
                : null,
        DiscountType.Percent => discount.Value is < 1 or > 100
            ? Rules.Broken("discount.value", "A percentage is 1 to 100.")
            : discount.Maximum is < 1 or > Bounds.MaximumPrice
                ? Rules.Broken("discount.maximum", $"A maximum is 1 to {Bounds.MaximumPrice} won.")
                : null,
    };

    private static bool IsTime(DateTimeOffset time) => time.UtcDateTime.Year is >= 2000 and < 3000;
}
