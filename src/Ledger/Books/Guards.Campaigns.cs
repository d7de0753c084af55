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

        if (!campaign.IsOpen(issued.At))
        {
            return Verdict.Refused(Guard.CampaignNotOpen);
        }

        if (campaign.Issued >= campaign.Quantity)
        {
            return Verdict.Refused(Guard.Quantity, available: campaign.Issued);
        }

        var coupon = issued.ToCoupon(campaign);
        books.Campaigns.Update(campaign with { Issued = campaign.Issued + 1 });
        books.Coupons.Insert(coupon);
        return Verdict.Committed(coupon);
    }

    private static Verdict Save(CampaignSaved saved, Books books)
    {
        var found = books.Campaigns.Find(saved.Campaign.Id);
        if (saved.Replaces is { } read && (read.Row is null ? null : read.Row with { Issued = found?.Issued ?? 0 }) != found)
        {
            return Verdict.Refused(Guard.Replaced);
        }

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

        books.AddLog(saved.By, "campaigns/" + campaign.Id, found, campaign);
        return Verdict.Committed(new CampaignSaveResult(campaign, Created: found is null));
    }
}
