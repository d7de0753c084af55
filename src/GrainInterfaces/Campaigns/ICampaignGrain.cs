using System.ComponentModel;
using System.Text.Json.Serialization;

namespace ECommerce.GrainInterfaces;

/// <summary>A limited number of coupons, first come, first served, one for each user. Key: the campaign id.</summary>
[Alias("ICampaignGrain")]
public interface ICampaignGrain : IGrainWithStringKey
{
    /// <summary>
    /// Claims a coupon for each of these users, in this order; the answers stand in the same order.
    /// What is issued is durable when it returns. A user who has one is refused with its id; so is one whose first call was
    /// heard and not answered.
    /// </summary>
    /// <param name="userIds">1..<see cref="Bounds.MaximumClaimsPerCall"/>; the same user may stand there twice.</param>
    [Alias("Claim"), Repeatable]
    Task<IReadOnlyList<Outcome<CouponView, CampaignRefusal>>> Claim(IReadOnlyList<string> userIds);

    /// <summary>
    /// What <see cref="Claim"/> would answer each of these users now whom it would refuse, in the same order; null: there is a coupon for that
    /// user. Nothing is issued.
    /// </summary>
    /// <param name="userIds">0..<see cref="Bounds.MaximumClaimsPerCall"/>.</param>
    [Alias("Refusals"), Repeatable]
    Task<IReadOnlyList<Outcome<CouponView, CampaignRefusal>?>> Refusals(IReadOnlyList<string> userIds);

    /// <summary>Creates or replaces the campaign. Durable when it returns. Issued coupons keep their terms.</summary>
    [Alias("Save"), Repeatable]
    Task<Outcome<SavedCampaign, CampaignRefusal>> Save(SaveCampaign command);

    /// <summary>
    /// The same for a campaign that is as its operator knows it, see <see cref="DefinitionTag"/>. It is repeated by nobody but its
    /// caller: what was saved once is not as it was.
    /// </summary>
    [Alias("SaveIf")]
    Task<Outcome<SavedCampaign, CampaignRefusal>> SaveIf(SaveCampaign command, Precondition precondition);

    /// <summary>
    /// Gives a coupon to a user on behalf of an operator, within the quantity: also before the start, after the end and while the campaign
    /// is paused. Durable when it returns. It is repeated by nobody but its caller: a user who has one is refused with its id.
    /// </summary>
    [Alias("Give")]
    Task<Outcome<CouponView, CampaignRefusal>> Give(string userId);

    /// <summary>Stops the claims for now, or lets them go on. Durable when it returns: whoever claims from then on is answered so.</summary>
    [Alias("Pause"), Repeatable]
    Task<Outcome<CampaignView, CampaignRefusal>> Pause(bool paused);
}

/// <summary>All campaigns. Key: <see cref="Key"/>.</summary>
[Alias("ICampaignListGrain")]
public interface ICampaignListGrain : IGrainWithStringKey
{
    /// <summary>The one list's key.</summary>
    const string Key = "campaigns";

    /// <summary>Every campaign that has not ended, soonest to end first; at most <see cref="Bounds.Freshness"/> old.</summary>
    [AlwaysInterleave, Alias("Get"), Repeatable]
    Task<IReadOnlyList<CampaignView>> Get();

    /// <summary>One campaign, also one that is to come or has ended; at most <see cref="Bounds.Freshness"/> old; null when there is none.</summary>
    [AlwaysInterleave, Alias("Find"), Repeatable]
    Task<CampaignView?> Find(string campaignId);
}

/// <summary>A campaign to save.</summary>
/// <remarks>The body of the HTTP call as it is; <see cref="CampaignRules"/> says what makes sense.</remarks>
/// <param name="MinimumOrder">The least total of an order that a coupon can pay, in won.</param>
/// <param name="Quantity">How many coupons there are.</param>
/// <param name="ValidDays">How long a coupon can pay after it was issued.</param>
[GenerateSerializer, Immutable, Alias("SaveCampaign")]
public sealed record SaveCampaign(
    [property: Text(1, Bounds.MaximumNameLength)] string Name,
    Discount Discount,
    [property: Between(0, Bounds.MaximumPrice), DefaultValue(0L)] long MinimumOrder,
    [property: Between(1, Bounds.MaximumCampaignQuantity)] long Quantity,
    [property: Between(1, Bounds.MaximumValidDays)] int ValidDays,
    DateTimeOffset StartsAt,
    DateTimeOffset EndsAt);

/// <summary>What a coupon takes off an order.</summary>
/// <param name="Type">How it is counted.</param>
/// <param name="Value">Won when fixed; per cent, 1..100, when percent.</param>
/// <param name="Maximum">The most that a percentage takes off, in won; null: no cap.</param>
[GenerateSerializer, Immutable, Alias("Discount")]
public sealed record Discount(
    DiscountType Type,
    [property: Between(1, Bounds.MaximumPrice)] long Value,
    [property: Between(1, Bounds.MaximumPrice)] long? Maximum)
{
    /// <summary>What is taken off a total: at most the total; a percentage is floored to a won and capped.</summary>
    public long On(long total) => Type switch
    {
        DiscountType.Fixed => Math.Min(Value, total),
        DiscountType.Percent => Math.Min((long)((Int128)total * Value / 100), Maximum ?? total),
    };
}

/// <summary>How a discount is counted.</summary>
[GenerateSerializer, Alias("DiscountType")]
public enum DiscountType
{
    /// <summary>So many won.</summary>
    Fixed,

    /// <summary>A share of the total.</summary>
    Percent,
}

/// <summary>Why a campaign command is refused, in order of precedence; the numbers are those that travel.</summary>
[GenerateSerializer, Alias("CampaignRefusal")]
public enum CampaignRefusal
{
    /// <summary>No such campaign.</summary>
    UnknownCampaign,

    /// <summary>The command makes no sense; the facts name the field and the reason.</summary>
    Invalid,

    /// <summary>This user has one, whether the campaign is open or not; the facts name it.</summary>
    AlreadyIssued = 3,

    /// <summary>Before its start, at or after its end, or paused; the facts name start and end.</summary>
    NotOpen = 2,

    /// <summary>All are issued.</summary>
    SoldOut = 4,

    /// <summary>The quantity would fall below what is issued.</summary>
    QuantityBelowIssued = 5,

    /// <summary>The campaign is not as its operator knows it.</summary>
    PreconditionFailed = 6,
}

/// <summary>A campaign as shoppers see it; the counts of its coupons are for operators only. Money in won.</summary>
/// <param name="Paused">Whether nobody can claim for now; shoppers are told only when it is so.</param>
/// <param name="Issued">Coupons that were claimed or given.</param>
/// <param name="Used">Those of them that are spent now.</param>
/// <param name="DiscountGiven">What they took off the orders that are paid and not cancelled as a whole.</param>
[GenerateSerializer, Immutable, Alias("CampaignView")]
public sealed record CampaignView(
    string Id,
    string Name,
    Discount Discount,
    long MinimumOrder,
    long Quantity,
    long Remaining,
    int ValidDays,
    DateTimeOffset StartsAt,
    DateTimeOffset EndsAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Paused = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Issued = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Used = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? DiscountGiven = null);

/// <summary>A saved campaign, and whether it is new.</summary>
[GenerateSerializer, Immutable, Alias("SavedCampaign")]
public sealed record SavedCampaign(CampaignView Campaign, bool Created);

/// <summary>A coupon as its user sees it; it keeps the terms under which it was issued.</summary>
/// <param name="Number">Its place among the coupons of its campaign in the order in which they were issued, from 1; null: it is older than places are.</param>
[GenerateSerializer, Immutable, Alias("CouponView")]
public sealed record CouponView(
    string Id,
    string CampaignId,
    string Name,
    Discount Discount,
    long MinimumOrder,
    DateTimeOffset IssuedAt,
    DateTimeOffset ExpiresAt,
    CouponStatus Status,
    string? OrderId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Number = null);

/// <summary>What can be done with a coupon.</summary>
[GenerateSerializer, Alias("CouponStatus")]
public enum CouponStatus
{
    /// <summary>It can pay.</summary>
    Usable,

    /// <summary>It has paid.</summary>
    Used,

    /// <summary>Its validity is over.</summary>
    Expired,
}
