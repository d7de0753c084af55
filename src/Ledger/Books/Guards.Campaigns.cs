namespace ECommerce.Ledger;

internal static partial class Guards
{
    private static Verdict Issue(CouponIssued issued, Books books)
    {
        if ((books.Coupons.Find(issued.Id) ?? books.CouponOf(issued.CampaignId, issued.UserId)) is { } first)
        {
            return Verdict.Duplicate(first);
        }

        if (books.Campaigns.Find(issued.CampaignId) is not { } campaign)
        {
            return Verdict.Refused(Guard.UnknownCampaign);
        }

        if (issued.At < campaign.StartsAt || issued.At >= campaign.EndsAt)
        {
            return Verdict.Refused(Guard.CampaignNotOpen);
        }

        if (campaign.Issued >= campaign.Quantity)
        {
            return Verdict.Refused(Guard.Quantity, available: campaign.Issued);
        }

        var coupon = new Coupon(
            issued.Id, campaign.Id, issued.UserId, campaign.Name, campaign.Discount, campaign.MinimumOrder,
            issued.At, issued.At.AddDays(campaign.ValidDays), OrderId: null, UsedAt: null);
        books.Campaigns.Update(campaign with { Issued = campaign.Issued + 1 });
        books.Coupons.Insert(coupon);
        return Verdict.Committed(coupon);
    }

    private static Verdict Save(CampaignSaved saved, Books books)
    {
        var found = books.Campaigns.Find(saved.Campaign.Id);
        var campaign = saved.Campaign with { Issued = found?.Issued ?? 0 };
        if (campaign.Quantity < campaign.Issued)
        {
            return Verdict.Refused(Guard.Quantity, available: campaign.Issued);
        }

        if (campaign == found)
        {
            return Verdict.Duplicate(new CampaignSaveResult(found, Created: false));
        }

        if (found is null)
        {
            books.Campaigns.Insert(campaign);
        }
        else
        {
            books.Campaigns.Update(campaign);
        }

        return Verdict.Committed(new CampaignSaveResult(campaign, Created: found is null));
    }
}
