namespace ECommerce.Ledger;

/// <summary>Which orders an operator looks for; what is null does not matter.</summary>
/// <param name="Sku">What a line is about.</param>
/// <param name="From">Placed then or later.</param>
/// <param name="To">Placed before that.</param>
public sealed record OrderFilter(string? UserId, OrderState? State, string? Sku, DateTimeOffset? From, DateTimeOffset? To);

/// <summary>What there is of a user.</summary>
/// <param name="Balance">In won.</param>
public sealed record UserFigures(long Balance, long Orders, long Coupons);

/// <summary>What paid orders brought in; what was cancelled as a whole is none of them.</summary>
/// <param name="Paid">In won, before refunds.</param>
/// <param name="Refunded">In part, in won.</param>
public sealed record SalesFigures(long Orders, long Paid, long Refunded);

/// <summary>A campaign and what became of its coupons, in one snapshot.</summary>
/// <param name="Used">Coupons that are spent now.</param>
/// <param name="DiscountGiven">What they took off the orders that are paid and not cancelled as a whole, in won.</param>
public sealed record CampaignFigures(Campaign Campaign, long Used, long DiscountGiven);
