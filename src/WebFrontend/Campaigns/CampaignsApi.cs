using Microsoft.AspNetCore.Http.HttpResults;

namespace ECommerce.WebFrontend;

/// <summary>Campaigns, and claiming their coupons.</summary>
internal static class CampaignsApi
{
    public static void AddClaims(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SoldOutMemory>();
        builder.Services.AddSingleton<ClaimJoiner>();
    }

    public static void MapCampaigns(this RouteGroupBuilder v1)
    {
        var group = v1.MapGroup("/campaigns").WithTags("Campaigns");
        group.MapGet("", List).Describe("listCampaigns", "Campaigns that have not ended, soonest to end first.").HasETag();
        group.MapGet("/{id}", Get).Describe("getCampaign", "A campaign, also one that is to come or has ended.").HasETag()
            .Refuses(CampaignRefusal.UnknownCampaign);
        group.MapPost("/{id}/claim", Claim).Describe("claimCoupon", "Claims the user's coupon of a campaign.").RequireAuthorization()
            .Refuses(CampaignRefusal.UnknownCampaign, CampaignRefusal.NotOpen, CampaignRefusal.AlreadyIssued, CampaignRefusal.SoldOut);
    }

    private static async Task<Results<Ok<FullList<CampaignView>>, StatusCodeHttpResult>> List(IGrainFactory grains, HttpContext context)
    {
        var campaigns = new FullList<CampaignView>(await grains.Grain<ICampaignListGrain>(ICampaignListGrain.Key).Get());
        return ETags.Matches(context, ETags.OfView(campaigns)) ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Ok(campaigns);
    }

    private static async Task<Results<Ok<CampaignView>, StatusCodeHttpResult, ProblemHttpResult>> Get(string id, IGrainFactory grains, HttpContext context)
    {
        if (!id.CanBeId() || await grains.Grain<ICampaignListGrain>(ICampaignListGrain.Key).Find(id) is not { } campaign)
        {
            return CampaignRefusal.UnknownCampaign.ToProblem(null);
        }

        return ETags.Matches(context, ETags.Of(campaign)) ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Ok(campaign);
    }

    private static async Task<Results<Created<CouponView>, ProblemHttpResult>> Claim(string id, Caller caller, ClaimJoiner claims)
    {
        if (!id.CanBeId())
        {
            return CampaignRefusal.UnknownCampaign.ToProblem(null);
        }

        var outcome = await claims.Claim(id, caller.UserId);
        return outcome.Refusal is { } refusal ? refusal.ToProblem(outcome.Facts) : TypedResults.Created("/v1/coupons", outcome.Value);
    }
}
