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
        group.MapGet("", List);
        group.MapGet("/{id}", Get);
        group.MapPost("/{id}/claim", Claim).RequireAuthorization();
    }

    private static async Task<Ok<FullList<CampaignView>>> List(IGrainFactory grains) =>
        TypedResults.Ok(new FullList<CampaignView>(await grains.Grain<ICampaignListGrain>(ICampaignListGrain.Key).Get()));

    private static async Task<Results<Ok<CampaignView>, StatusCodeHttpResult, ProblemHttpResult>> Get(string id, IGrainFactory grains, HttpContext context)
    {
        if (!id.CanBeId() || await grains.Grain<ICampaignListGrain>(ICampaignListGrain.Key).Find(id) is not { } campaign)
        {
            return CampaignRefusal.UnknownCampaign.ToProblem(null);
        }

        return ETags.Matches(context, ETags.OfView(campaign)) ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Ok(campaign);
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
