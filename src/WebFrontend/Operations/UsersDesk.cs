using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ECommerce.WebFrontend;

/// <summary>What operators read of a user and do for one. The parameter id only names the segment in the OpenAPI document.</summary>
internal static class UsersDesk
{
    public static void MapUsersDesk(this RouteGroupBuilder admin)
    {
        var group = admin.MapGroup("/users/{id}");
        group.MapGet("", Get).Describe("getUser", "A user: the balance, and how many orders and coupons there are.").Refuses(NoUser());
        group.MapGet("/entries", Entries).Describe("listUserEntries", "What changed the balance of a user, newest first.").Refuses(NoUser());
        group.MapGet("/coupons", Coupons).Describe("listUserCoupons", "The coupons of a user, newest first.").Refuses(NoUser());
        group.MapGet("/orders", Orders).Describe("listUserOrders", "The orders of a user, newest first.").Refuses(NoUser());
        group.MapPost("/adjustments", Adjust)
            .Describe("adjustWallet", "Gives a user money, or takes it back, but not below zero.")
            .Refuses(NoUser()).Refuses(WalletRefusal.InsufficientBalance);
        group.MapPost("/coupons", Give)
            .Describe("giveCoupon", "Gives a user a coupon of a campaign, within its quantity, at any time.")
            .Refuses(NoUser()).Refuses(CampaignRefusal.UnknownCampaign, CampaignRefusal.AlreadyIssued, CampaignRefusal.SoldOut);
    }

    private static async Task<Ok<UserView>> Get(string id, IGrainFactory grains, HttpContext context) =>
        TypedResults.Ok(await Desk(grains).User(UserOf(context, fromEnd: 0)));

    private static async Task<Ok<PagedList<WalletEntryView>>> Entries(
        string id, IGrainFactory grains, HttpContext context, [AsParameters] PageQuery page) =>
        TypedResults.Ok((await Desk(grains).Entries(UserOf(context), page.Before, page.Size)).ToPagedList(page));

    private static async Task<Ok<FullList<CouponView>>> Coupons(
        string id, IGrainFactory grains, HttpContext context, [OneOf("usable", "used", "expired")] string? status = null) =>
        TypedResults.Ok((await Desk(grains).Coupons(UserOf(context))).OfStatus(status));

    private static async Task<Ok<PagedList<OrderView>>> Orders(
        string id, IGrainFactory grains, HttpContext context, [AsParameters] PageQuery page) =>
        TypedResults.Ok((await Desk(grains).Orders(
            new SearchOrders(UserOf(context), Status: null, Sku: null, From: null, To: null), page.Before, page.Size)).ToPagedList(page));

    private static async Task<Results<Created<WalletEntryView>, ProblemHttpResult>> Adjust(
        string id, IdempotencyKey key, JsonBody<AdjustmentRequest> body, Caller caller, IGrainFactory grains, HttpContext context)
    {
        var userId = UserOf(context);
        var outcome = await grains.Grain<IWalletGrain>(userId)
            .Adjust(new AdjustWallet(Ids.WalletAdjustment(caller.UserId, key.Value), body.Value.Amount, body.Value.Reason));
        IdempotencyKey.MarkReplayed(context, outcome.Replayed);
        return outcome.Refusal is { } refusal ? refusal.ToProblem(outcome.Facts) : TypedResults.Created(Address(userId, "entries"), outcome.Value);
    }

    private static async Task<Results<Created<CouponView>, ProblemHttpResult>> Give(
        string id, JsonBody<GiftRequest> body, IGrainFactory grains, HttpContext context)
    {
        var (userId, campaignId) = (UserOf(context), body.Value.CampaignId.ToNormalForm());
        if (!campaignId.CanBeId())
        {
            return CampaignRefusal.UnknownCampaign.ToProblem(null);
        }

        var outcome = await grains.Grain<ICampaignGrain>(campaignId).Give(userId);
        return outcome.Refusal is { } refusal ? refusal.ToProblem(outcome.Facts) : TypedResults.Created(Address(userId, "coupons"), outcome.Value);
    }

    /// <summary>The user whom the path names. One who cannot exist is not found; one whom nobody has heard of has nothing.</summary>
    private static string UserOf(HttpContext context, int fromEnd = 1) =>
        context.Segment(fromEnd) is var id && Caller.IsUserId(id) ? id : throw new ProblemException(NoUser());

    private static ProblemHttpResult NoUser() => Problem.OfStatus(StatusCodes.Status404NotFound);

    private static string Address(string userId, string list) => $"/v1/admin/users/{Uri.EscapeDataString(userId)}/{list}";

    private static IDeskGrain Desk(IGrainFactory grains) => grains.Grain<IDeskGrain>(IDeskGrain.Key);

    /// <summary>Money to give or to take back.</summary>
    /// <param name="Amount">In won, signed.</param>
    /// <param name="Reason">Why, for the log and for other operators.</param>
    internal sealed record AdjustmentRequest(
        [property: Between(-Bounds.MaximumCharge, Bounds.MaximumCharge), DeniedValues(0L, ErrorMessage = "is 0")] long Amount,
        [property: Text(1, Bounds.MaximumReasonLength, HasLines = true)] string Reason);

    /// <summary>A coupon to give.</summary>
    internal sealed record GiftRequest(string CampaignId);
}
