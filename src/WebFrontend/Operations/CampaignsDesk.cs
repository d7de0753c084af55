using Microsoft.AspNetCore.Http.HttpResults;

namespace ECommerce.WebFrontend;

/// <summary>Campaigns as operators meet them: all there ever were, with what became of their coupons.</summary>
internal static class CampaignsDesk
{
    public static void MapCampaignsDesk(this RouteGroupBuilder admin)
    {
        admin.MapGet("/campaigns", List).Describe("listCampaignsOfAnyTime", "All campaigns, past and future ones too, the newest first.");
        admin.MapPatch("/campaigns/{id}", Pause).Describe("pauseCampaign", "Stops the claims of a campaign, or lets them go on; saving it changes neither.")
            .Refuses(CampaignRefusal.UnknownCampaign);
    }

    private static async Task<Ok<PagedList<CampaignView>>> List(IGrainFactory grains, [AsParameters] PageQuery page) =>
        TypedResults.Ok((await grains.Grain<IDeskGrain>(IDeskGrain.Key).Campaigns(page.Before, page.Size)).ToPagedList(page));

    private static async Task<Results<Ok<CampaignView>, ProblemHttpResult>> Pause(
        string id, JsonBody<PauseRequest> body, IGrainFactory grains, HttpContext context)
    {
        if (!id.CanBeId())
        {
            return CampaignRefusal.UnknownCampaign.ToProblem(null);
        }

        var outcome = await grains.Grain<ICampaignGrain>(id).Pause(body.Value.Paused);
        if (outcome.Refusal is { } refusal)
        {
            return refusal.ToProblem(outcome.Facts);
        }

        context.Response.Headers.ETag = ETags.Of(outcome.Value!);
        return TypedResults.Ok(outcome.Value);
    }

    /// <summary>Whether the claims are to be stopped.</summary>
    internal sealed record PauseRequest(bool Paused);
}
