using System.Collections.Concurrent;
using ClaimOutcome = ECommerce.GrainInterfaces.Outcome<ECommerce.GrainInterfaces.CouponView, ECommerce.GrainInterfaces.CampaignRefusal>;

namespace ECommerce.WebFrontend;

/// <summary>
/// Joins the claims for one campaign: while one grain call is in flight, the next one fills. A thousand users who press
/// the button in the same moment cost a few calls, and one commit each.
/// </summary>
internal sealed class ClaimJoiner(IGrainFactory grains, SoldOutMemory soldOut)
{
    private readonly ConcurrentDictionary<string, Lane> _lanes = new();

    /// <summary>Claims a coupon for a user.</summary>
    public async Task<ClaimOutcome> Claim(string campaignId, string userId)
    {
        if (soldOut.Contains(campaignId, userId))
        {
            return ClaimOutcome.Refused(CampaignRefusal.SoldOut);
        }

        var outcome = await Join(campaignId, userId);
        if (outcome.Refusal == CampaignRefusal.SoldOut)
        {
            soldOut.Add(campaignId, userId);
        }

        return outcome;
    }

    private Task<ClaimOutcome> Join(string campaignId, string userId)
    {
        while (true)
        {
            var lane = _lanes.GetOrAdd(campaignId, _ => new Lane());
            lock (lane)
            {
                if (lane.IsClosed)
                {
                    continue;
                }

                if (lane.Waiting.Count >= FrontendBounds.Claims)
                {
                    throw new OverloadedException($"{FrontendBounds.Claims} claims wait for campaign {campaignId}.");
                }

                var claim = new Waiting(userId, new(TaskCreationOptions.RunContinuationsAsynchronously));
                lane.Waiting.Enqueue(claim);
                if (!lane.IsRunning)
                {
                    lane.IsRunning = true;
                    _ = Run(campaignId, lane);
                }

                return claim.Answer.Task;
            }
        }
    }

    private async Task Run(string campaignId, Lane lane)
    {
        // Leave the first claimer's thread, and its lock, before the first call.
        await Task.Yield();
        while (Take(campaignId, lane) is { Count: > 0 } claims)
        {
            try
            {
                var outcomes = await grains.GetGrain<ICampaignGrain>(campaignId).Claim([.. claims.Select(claim => claim.UserId)]);
                for (var i = 0; i < claims.Count; i++)
                {
                    claims[i].Answer.SetResult(outcomes[i]);
                }
            }
            catch (Exception exception)
            {
                // The edge between one call and its many callers: each of them gets what the call got.
                claims.ForEach(claim => claim.Answer.TrySetException(exception));
            }
        }
    }

    private List<Waiting> Take(string campaignId, Lane lane)
    {
        lock (lane)
        {
            var claims = new List<Waiting>(Math.Min(lane.Waiting.Count, Bounds.MaximumClaimsPerCall));
            while (claims.Count < Bounds.MaximumClaimsPerCall && lane.Waiting.TryDequeue(out var claim))
            {
                claims.Add(claim);
            }

            if (claims.Count == 0)
            {
                lane.IsClosed = true;
                _lanes.TryRemove(campaignId, out _);
            }

            return claims;
        }
    }

    private sealed record Waiting(string UserId, TaskCompletionSource<ClaimOutcome> Answer);

    private sealed class Lane
    {
        public Queue<Waiting> Waiting { get; } = new();

        public bool IsRunning { get; set; }

        public bool IsClosed { get; set; }
    }
}
