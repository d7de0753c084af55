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

        if (!issued.IsGiven && !campaign.IsOpen(issued.At))
        {
            return Verdict.Refused(Guard.CampaignNotOpen);
        }

        if (campaign.Issued >= campaign.Quantity)
        {
            return Verdict.Refused(Guard.Quantity, available: campaign.Issued);
        }

        var coupon = issued.ToCoupon(campaign) with { Place = campaign.Issued + 1 };
        books.Campaigns.Update(campaign with { Issued = campaign.Issued + 1, Given = campaign.Given + (issued.IsGiven ? 1 : 0) });
        books.Coupons.Insert(coupon);
        books.AddLog(issued.By, "users/" + issued.UserId, null, new { coupon.CampaignId, CouponId = coupon.Id, coupon.ExpiresAt });
        return Verdict.Committed(coupon);
    }

    private static Verdict Save(CampaignSaved saved, Books books)
    {
        var found = books.Campaigns.Find(saved.Campaign.Id);
        if (saved.Replaces is { } read && read.Row?.InPlaceOf(found) != found)
        {
            return Verdict.Refused(Guard.Replaced);
        }

        var campaign = saved.Campaign.InPlaceOf(found);
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

    private static Verdict Pause(CampaignPaused change, Books books)
    {
        if (books.Campaigns.Find(change.CampaignId) is not { } found)
        {
            return Verdict.Refused(Guard.UnknownCampaign);
        }

        if (found.Paused == change.Paused)
        {
            return Verdict.Duplicate(found);
        }

        var campaign = found with { Paused = change.Paused };
        books.Campaigns.Update(campaign);
        books.AddLog(change.By, "campaigns/" + campaign.Id, new { found.Paused }, new { campaign.Paused });
        return Verdict.Committed(campaign);
    }
}
