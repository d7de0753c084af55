using Microsoft.AspNetCore.Http.HttpResults;

namespace ECommerce.WebFrontend;

/// <summary>Campaigns, and claiming their coupons.</summary>
internal static class CampaignsApi
{
    public static void AddClaims(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SoldOutMemory>();
        builder.Services.AddSingleton<ClaimJoiner>();
        builder.Services.AddSingleton<WaitingRooms>();
    }

    public static void MapCampaigns(this RouteGroupBuilder v1)
    {
        var group = v1.MapGroup("/campaigns").WithTags("Campaigns");
        group.MapGet("", List).Describe("listCampaigns", "Campaigns that have not ended, soonest to end first.")
            .Produces<FullList<CampaignView>>().HasETag();
        group.MapGet("/{id}", Get).Describe("getCampaign", "A campaign, also one that is to come or has ended.")
            .Produces<CampaignView>().HasETag().Refuses(CampaignRefusal.UnknownCampaign);
        group.MapPost("/{id}/claim", Claim).Describe("claimCoupon", "Claims the user's coupon of a campaign.").RequireAuthorization()
            .Refuses(CampaignRefusal.UnknownCampaign, CampaignRefusal.NotOpen, CampaignRefusal.AlreadyIssued, CampaignRefusal.SoldOut);
    }

    private static async Task<ReadyJson> List(IGrainFactory grains) =>
        ReadyJson.Of(new FullList<CampaignView>(await grains.Grain<ICampaignListGrain>(ICampaignListGrain.Key).Get()));

    private static async Task<IResult> Get(string id, IGrainFactory grains) =>
        id.CanBeId() && await grains.Grain<ICampaignListGrain>(ICampaignListGrain.Key).Find(id) is { } campaign
            ? ReadyJson.Of(campaign, ETags.Of(campaign))
            : CampaignRefusal.UnknownCampaign.ToProblem(null);

    private static async Task<Results<Created<CouponView>, ProblemHttpResult>> Claim(
        string id, Caller caller, WaitingRoomTicket ticket, WaitingRooms rooms, ClaimJoiner claims, HttpContext context)
    {
        if (!id.CanBeId())
        {
            return CampaignRefusal.UnknownCampaign.ToProblem(null);
        }

        var entry = rooms.AreOpen ? await rooms.Enter(id, caller.UserId, ticket.Text, context.RequestAborted) : default;
        if (entry.Waiting is { } waiting)
        {
            return waiting.ToProblem(context.Response);
        }

        var outcome = entry.Refused ?? await claims.Claim(id, caller.UserId);
        return outcome.Refusal is { } refusal ? refusal.ToProblem(outcome.Facts) : TypedResults.Created("/v1/coupons", outcome.Value);
    }
}
