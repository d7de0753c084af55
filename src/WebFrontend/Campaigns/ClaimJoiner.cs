using ClaimOutcome = ECommerce.GrainInterfaces.Outcome<ECommerce.GrainInterfaces.CouponView, ECommerce.GrainInterfaces.CampaignRefusal>;

namespace ECommerce.WebFrontend;

/// <summary>
/// Joins the claims for one campaign: while one grain call is in flight, the next one fills. A thousand users who press
/// the button in the same moment cost a few calls, and one commit each.
/// </summary>
internal sealed class ClaimJoiner(IGrainFactory grains, SoldOutMemory soldOut)
{
    /// <summary>Claims that wait for one campaign; one more is refused as overloaded.</summary>
    private const int MaximumWaiting = 20_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Lane> _lanes = [];

    /// <summary>Claims a coupon for a user.</summary>
    public async Task<ClaimOutcome> Claim(string campaignId, string userId)
    {
        if (soldOut.Contains(campaignId, userId, out var facts))
        {
            return ClaimOutcome.Refused(CampaignRefusal.SoldOut, facts);
        }

        var outcome = await Join(campaignId, userId);
        if (outcome.Refusal == CampaignRefusal.SoldOut)
        {
            soldOut.Add(campaignId, userId, outcome.Facts);
        }

        return outcome;
    }

    private async Task<ClaimOutcome> Join(string campaignId, string userId)
    {
        var lane = Enter(campaignId);
        try
        {
            return await lane.Claims.Add(userId);
        }
        finally
        {
            Leave(campaignId, lane);
        }
    }

    private Lane Enter(string campaignId)
    {
        lock (_lock)
        {
            if (!_lanes.TryGetValue(campaignId, out var lane))
            {
                lane = new(new(
                    userIds => grains.Grain<ICampaignGrain>(campaignId).Claim(userIds), Bounds.MaximumClaimsPerCall, MaximumWaiting));
                _lanes.Add(campaignId, lane);
            }

            lane.Callers++;
            return lane;
        }
    }

    // The last caller takes the lane away. Without that, callers who make up campaign ids would fill the memory.
    private void Leave(string campaignId, Lane lane)
    {
        lock (_lock)
        {
            if (--lane.Callers == 0)
            {
                _lanes.Remove(campaignId);
            }
        }
    }

    private sealed class Lane(Batcher<string, ClaimOutcome> claims)
    {
        public Batcher<string, ClaimOutcome> Claims { get; } = claims;

        public int Callers { get; set; }
    }
}
