using Microsoft.AspNetCore.Http.HttpResults;

namespace ECommerce.WebFrontend;

/// <summary>What to order: items, or what is in the cart.</summary>
/// <param name="Payment">How it is paid at once; without it the order is paid later.</param>
internal sealed record OrderRequest(
    [property: Count(1, Bounds.MaximumLines)] IReadOnlyList<OrderItem>? Items, bool? FromCart, PaymentRequest? Payment)
{
    /// <summary>Why it cannot be ordered; null when it can.</summary>
    public ProblemHttpResult? Refuse() =>
        FromCart == true && Items is not null ? Problem.Invalid("items", "is not for an order from the cart")
        : FromCart != true && Items is null ? Problem.Invalid("items", "is missing")
        : Items?.FirstOrDefault(item => !item.Sku.CanBeId()) is { } unknown
            ? OrderRefusal.UnknownSku.ToProblem(new RefusalFacts(Sku: unknown.Sku))
        : null;

    /// <summary>The lines; null: what is in the cart.</summary>
    public IReadOnlyList<StockLine>? ToLines() => Items?.Select(item => item.ToLine()).ToList();
}

/// <summary>A line to order, or to take back.</summary>
internal sealed record OrderItem(
    [property: StatedLength(Bounds.MaximumIdLength, MinimumLength = 1), StatedForm(StatedFormAttribute.Sku)] string Sku,
    [property: Between(1, Bounds.MaximumLineQuantity)] int Quantity)
{
    /// <summary>The same with the sku in the form in which texts are compared.</summary>
    public StockLine ToLine() => new(Sku.ToNormalForm(), Quantity);
}

/// <summary>How to pay an order.</summary>
/// <param name="CouponId">The coupon to use, if any.</param>
/// <param name="ExpectedTotal">The amount after discount that the user was told, in won; when it is another, nothing is paid.</param>
internal sealed record PaymentRequest(
    [property: StatedLength(Bounds.MaximumIdLength, MinimumLength = 1)] string? CouponId,
    [property: StatedRange(0, Bounds.MaximumPrice * Bounds.MaximumOrderQuantity)] long? ExpectedTotal)
{
    /// <summary>The command of a user.</summary>
    public PayOrder Of(string userId) => new(userId, CouponId, ExpectedTotal);
}
