using ClaimOutcome = ECommerce.GrainInterfaces.Outcome<ECommerce.GrainInterfaces.CouponView, ECommerce.GrainInterfaces.CampaignRefusal>;

namespace ECommerce.WebFrontend;

/// <summary>
/// Joins the claims for one campaign: a thousand users who press the button in the same moment cost a few grain calls, and one commit each.
/// </summary>
internal sealed class ClaimJoiner(IGrainFactory grains, SoldOutMemory soldOut)
{
    private readonly Lanes<string, ClaimOutcome> _claims = new((campaignId, userIds) => grains.Grain<ICampaignGrain>(campaignId).Claim(userIds));

    /// <summary>Claims a coupon for a user.</summary>
    public async Task<ClaimOutcome> Claim(string campaignId, string userId)
    {
        if (soldOut.Contains(campaignId, userId, out var facts))
        {
            return ClaimOutcome.Refused(CampaignRefusal.SoldOut, facts);
        }

        var outcome = await _claims.Join(campaignId, userId);
        if (outcome.Refusal == CampaignRefusal.SoldOut)
        {
            soldOut.Add(campaignId, userId, outcome.Facts);
        }

        return outcome;
    }
}
