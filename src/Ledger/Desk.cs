namespace ECommerce.Ledger;

/// <summary>Which orders an operator looks for; what is null does not matter.</summary>
/// <param name="Sku">What a line is about.</param>
/// <param name="From">Placed then or later.</param>
/// <param name="To">Placed before that.</param>
public sealed record OrderFilter(string? UserId, OrderState? State, string? Sku, DateTimeOffset? From, DateTimeOffset? To);

/// <summary>What there is of a user.</summary>
/// <param name="Balance">In won.</param>
public sealed record UserFigures(long Balance, long Orders, long Coupons);

/// <summary>A campaign and what became of its coupons, in one snapshot.</summary>
/// <param name="Used">Coupons that are spent now.</param>
/// <param name="DiscountGiven">What they took off the orders that are paid and not cancelled as a whole, in won.</param>
public sealed record CampaignFigures(Campaign Campaign, long Used, long DiscountGiven);
