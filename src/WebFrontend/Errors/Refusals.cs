using Microsoft.AspNetCore.Http.HttpResults;

namespace ECommerce.WebFrontend;

/// <summary>From refusals to HTTP: no switch here has a default, so a new refusal does not compile until it has a status.</summary>
internal static class Refusals
{
    public static ProblemHttpResult ToProblem(this WalletRefusal refusal, RefusalFacts? facts = null) => refusal switch
    {
        WalletRefusal.MinimumCharge => Field("minimum_charge", "amount", $"A charge is at least {Bounds.MinimumCharge} won."),
        WalletRefusal.MaximumCharge => Field("maximum_charge", "amount", $"A charge is at most {Bounds.MaximumCharge} won."),
        WalletRefusal.IdempotencyKeyReused => KeyReused(),
        WalletRefusal.InsufficientBalance => InsufficientBalance(facts!),
    };

    public static ProblemHttpResult ToProblem(this ProductRefusal refusal, RefusalFacts? facts) => refusal switch
    {
        ProductRefusal.UnknownSku => UnknownSku(facts!),
        ProductRefusal.Invalid => Problem.Invalid(facts!.Field!, facts.Reason!),
        ProductRefusal.SkuTaken => Conflict("sku_taken", "The sku belongs to another product.", ("sku", facts!.Sku)),
        ProductRefusal.IdempotencyKeyReused => KeyReused(),
        ProductRefusal.NegativeStock => Conflict(
            "negative_stock", "The stock would fall below zero.", ("sku", facts!.Sku), ("available", facts.Available)),
        ProductRefusal.PreconditionFailed => Problem.OfStatus(StatusCodes.Status412PreconditionFailed),
        ProductRefusal.UnknownProduct => NotFound("unknown_product", "There is no such product."),
    };

    public static ProblemHttpResult ToProblem(this CampaignRefusal refusal, RefusalFacts? facts) => refusal switch
    {
        CampaignRefusal.UnknownCampaign => NotFound("unknown_campaign", "There is no such campaign."),
        CampaignRefusal.Invalid => Problem.Invalid(facts!.Field!, facts.Reason!),
        CampaignRefusal.NotOpen => Conflict(
            "campaign_not_open", "The campaign is not open now.", ("startsAt", facts!.StartsAt), ("endsAt", facts.EndsAt)),
        CampaignRefusal.AlreadyIssued => Conflict(
            "coupon_already_issued", "You have a coupon of this campaign.", ("couponId", facts!.CouponId)),
        CampaignRefusal.SoldOut => Conflict(
            "campaign_sold_out", "All coupons of this campaign are issued.", facts?.SoldOutAt is { } at ? [("soldOutAt", at)] : []),
        CampaignRefusal.QuantityBelowIssued => Conflict(
            "quantity_below_issued", "More coupons are issued than that.", ("issued", facts!.Available)),
        CampaignRefusal.PreconditionFailed => Problem.OfStatus(StatusCodes.Status412PreconditionFailed),
    };

    public static ProblemHttpResult ToProblem(this CartRefusal refusal, RefusalFacts facts) => refusal switch
    {
        CartRefusal.UnknownSku => UnknownSku(facts),
        CartRefusal.QuantityOutOfRange => Field(
            "quantity_out_of_range", "quantity", $"A cart holds at most {Bounds.MaximumLineQuantity} units of a variant."),
        CartRefusal.PreconditionFailed => Problem.OfStatus(StatusCodes.Status412PreconditionFailed),
        CartRefusal.CartFull => Field("cart_full", "sku", $"A cart holds at most {Bounds.MaximumLines} lines."),
    };

    public static ProblemHttpResult ToProblem(this OrderRefusal refusal, RefusalFacts? facts) => refusal switch
    {
        OrderRefusal.UnknownOrder => NotFound("unknown_order", "There is no such order."),
        OrderRefusal.IdempotencyKeyReused => KeyReused(),
        OrderRefusal.UnknownSku => UnknownSku(facts!),
        OrderRefusal.CartEmpty => Field("cart_empty", "fromCart", "There is nothing in the cart."),
        OrderRefusal.AlreadyPaid => Conflict("order_already_paid", "The order was paid with another coupon."),
        OrderRefusal.NotPaid => Conflict("order_not_paid", "The order is not paid, so there is nothing to take back."),
        OrderRefusal.NotPayable => Conflict("order_not_payable", "The order was cancelled."),
        OrderRefusal.Expired => Conflict("order_expired", "The order was not paid in time."),
        OrderRefusal.CouponNotFound => NotFound("coupon_not_found", "You have no such coupon."),
        OrderRefusal.CouponExpired => Conflict("coupon_expired", "The coupon's validity is over."),
        OrderRefusal.CouponUsed => Conflict("coupon_used", "The coupon has paid another order."),
        OrderRefusal.CouponNotApplicable => Conflict("coupon_not_applicable", "The order is below the coupon's minimum."),
        OrderRefusal.PriceChanged => Conflict("price_changed", "The amount due is another one.", ("total", facts!.Total)),
        OrderRefusal.SoldOut => Conflict(
            "sold_out", "Less is left than you ordered.", ("sku", facts!.Sku), ("available", facts.Available)),
        OrderRefusal.InsufficientBalance => InsufficientBalance(facts!),
        OrderRefusal.NotRefundable => Conflict(
            "not_refundable", "Fewer units are left to be taken back.", ("sku", facts!.Sku), ("refundable", facts.Available)),
    };

    private static ProblemHttpResult Conflict(string code, string title, params ReadOnlySpan<(string Name, object? Value)> members) =>
        Problem.Of(StatusCodes.Status409Conflict, code, title, members);

    private static ProblemHttpResult NotFound(string code, string title) => Problem.Of(StatusCodes.Status404NotFound, code, title);

    private static ProblemHttpResult Field(string code, string field, string reason, params ReadOnlySpan<(string Name, object? Value)> members) =>
        Problem.Of(StatusCodes.Status422UnprocessableEntity, code, reason, [Problem.Errors(new Fault(field, reason)), .. members]);

    private static ProblemHttpResult InsufficientBalance(RefusalFacts facts) => Conflict(
        "insufficient_balance", "The balance is under the amount due.", ("balance", facts.Balance), ("due", facts.Due));

    private static ProblemHttpResult UnknownSku(RefusalFacts facts) =>
        Field("unknown_sku", "sku", "No variant with that sku is sold.", ("sku", facts.Sku));

    private static ProblemHttpResult KeyReused() =>
        Field("idempotency_key_reused", "Idempotency-Key", "The same key came before with another request.");
}
