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
    public IReadOnlyList<StockLine>? ToLines() => Items?.Select(item => new StockLine(item.Sku.ToNormalForm(), item.Quantity)).ToList();
}

/// <summary>A line to order.</summary>
internal sealed record OrderItem(
    [property: StatedLength(Bounds.MaximumIdLength, MinimumLength = 1), StatedForm(StatedFormAttribute.Sku)] string Sku,
    [property: Between(1, Bounds.MaximumLineQuantity)] int Quantity);

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

/// <summary>Why an order is cancelled.</summary>
/// <param name="Reason">In the user's words, if they say.</param>
internal sealed record CancellationRequest([property: Text(0, Bounds.MaximumReasonLength, HasLines = true)] string? Reason)
{
    /// <summary>The command of a user.</summary>
    public CancelOrder Of(string userId) => new(userId, Reason);
}
