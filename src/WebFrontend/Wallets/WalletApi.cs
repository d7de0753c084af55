using Microsoft.AspNetCore.Http.HttpResults;

namespace ECommerce.WebFrontend;

/// <summary>The wallet and the coupons of the user who calls.</summary>
internal static class WalletApi
{
    public static void MapWallet(this RouteGroupBuilder v1)
    {
        var group = v1.MapGroup("").RequireAuthorization().WithTags("Wallet");
        group.MapGet("/wallet", Get).Describe("getWallet", "The balance.");
        group.MapPost("/wallet/charges", Charge).Describe("chargeWallet", "Puts money into the wallet.")
            .Refuses(WalletRefusal.MinimumCharge, WalletRefusal.MaximumCharge);
        group.MapGet("/wallet/entries", Entries).Describe("listWalletEntries", "What changed the balance, newest first.");
        group.MapGet("/coupons", Coupons).Describe("listCoupons", "The user's coupons, newest first.");
    }

    private static async Task<Ok<WalletView>> Get(Caller caller, IGrainFactory grains) =>
        TypedResults.Ok(await Wallet(caller, grains).Get());

    private static async Task<Results<Created<ChargeView>, ProblemHttpResult>> Charge(
        IdempotencyKey key, JsonBody<ChargeRequest> body, Caller caller, IGrainFactory grains, HttpContext context)
    {
        var outcome = await Wallet(caller, grains).Charge(new ChargeWallet(Ids.Charge(caller.UserId, key.Value), body.Value.Amount));
        IdempotencyKey.MarkReplayed(context, outcome.Replayed);
        return outcome.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Created("/v1/wallet/entries", outcome.Value);
    }

    private static async Task<Ok<PagedList<WalletEntryView>>> Entries(Caller caller, IGrainFactory grains, [AsParameters] PageQuery page) =>
        TypedResults.Ok((await Wallet(caller, grains).Entries(page.Before, page.Size)).ToPagedList(page));

    private static async Task<Ok<FullList<CouponView>>> Coupons(
        Caller caller, IGrainFactory grains, [OneOf("usable", "used", "expired")] string? status = null) =>
        TypedResults.Ok((await Wallet(caller, grains).Coupons()).OfStatus(status));

    /// <summary>Those of the coupons of which a caller wants to know; null: all.</summary>
    public static FullList<CouponView> OfStatus(this IReadOnlyList<CouponView> coupons, string? status)
    {
        var wanted = Words.Read<CouponStatus>(status);
        return new FullList<CouponView>([.. coupons.Where(coupon => wanted is null || coupon.Status == wanted)]);
    }

    private static IWalletGrain Wallet(Caller caller, IGrainFactory grains) => grains.Grain<IWalletGrain>(caller.UserId);

    internal sealed record ChargeRequest([property: StatedRange(Bounds.MinimumCharge, Bounds.MaximumCharge)] long Amount);
}
