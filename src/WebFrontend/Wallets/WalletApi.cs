using Microsoft.AspNetCore.Http.HttpResults;

namespace ECommerce.WebFrontend;

/// <summary>The wallet and the coupons of the caller.</summary>
internal static class WalletApi
{
    public static void MapWallet(this RouteGroupBuilder v1)
    {
        var group = v1.MapGroup("").RequireAuthorization().WithTags("Wallet");
        group.MapGet("/wallet", Get);
        group.MapPost("/wallet/charges", Charge);
        group.MapGet("/wallet/entries", Entries);
        group.MapGet("/coupons", Coupons);
    }

    private static async Task<Ok<WalletView>> Get(Caller caller, IGrainFactory grains) =>
        TypedResults.Ok(await Wallet(caller, grains).Get());

    private static async Task<Results<Created<ChargeView>, Problem>> Charge(
        JsonBody<ChargeRequest> body, IdempotencyKey key, Caller caller, IGrainFactory grains, HttpContext context)
    {
        if (body.Value.Amount is not { } amount)
        {
            return Problem.Invalid("amount", "An amount in won is needed.");
        }

        var outcome = await Wallet(caller, grains).Charge(new ChargeWallet(Ids.Charge(caller.UserId, key.Value), amount));
        IdempotencyKey.MarkReplayed(context, outcome.Replayed);
        return outcome.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Created("/v1/wallet/entries", outcome.Value);
    }

    private static async Task<Ok<Listing<WalletEntryView>>> Entries(Caller caller, IGrainFactory grains, int? limit = null, string? cursor = null) =>
        TypedResults.Ok((await Wallet(caller, grains).Entries(Paging.Before(cursor), Paging.Limit(limit))).ToListing());

    private static async Task<Results<Ok<Whole<CouponView>>, Problem>> Coupons(Caller caller, IGrainFactory grains, string? status = null)
    {
        CouponStatus? wanted = status switch
        {
            null => null,
            "usable" => CouponStatus.Usable,
            "used" => CouponStatus.Used,
            "expired" => CouponStatus.Expired,
            _ => throw new ProblemException(Problem.Invalid("status", "A status is usable, used or expired.")),
        };
        var coupons = await Wallet(caller, grains).Coupons();
        return TypedResults.Ok(new Whole<CouponView>([.. coupons.Where(coupon => wanted is null || coupon.Status == wanted)]));
    }

    private static IWalletGrain Wallet(Caller caller, IGrainFactory grains) => grains.GetGrain<IWalletGrain>(caller.UserId);

    private sealed record ChargeRequest(long? Amount = null);
}
