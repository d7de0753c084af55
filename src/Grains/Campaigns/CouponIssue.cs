namespace ECommerce.Grains;

/// <summary>A campaign as committed, and who has its coupons. Decides; does no I/O.</summary>
internal sealed class CouponIssue
{
    private readonly HashSet<string> _holders = [];
    private Campaign? _campaign;
    private long _remaining;
    private DateTimeOffset? _lastIssuedAt;

    // One for all who come too late: a crowd hears it.
    private RefusalFacts? _soldOut;

    /// <summary>Up to which coupon the holders are known.</summary>
    public long IssuedUpTo { get; private set; }

    /// <summary>Takes over what the ledger says; the holders are those that came since.</summary>
    public void Load(CampaignSnapshot? snapshot)
    {
        _campaign = snapshot?.Campaign;
        _remaining = snapshot is null ? 0 : snapshot.Campaign.Quantity - snapshot.Campaign.Issued;
        _holders.UnionWith(snapshot?.Holders ?? []);
        IssuedUpTo = snapshot?.IssuedUpTo ?? 0;
        if (snapshot?.LastIssuedAt is { } at)
        {
            WasIssued(at);
        }
    }

    /// <summary>Why a user gets none, in order of precedence; null: there is one for this user.</summary>
    public CampaignRefusal? Refuse(string userId, DateTimeOffset now) =>
        _campaign is null ? CampaignRefusal.UnknownCampaign
        : _holders.Contains(userId) ? CampaignRefusal.AlreadyIssued
        : !_campaign.IsOpen(now) ? CampaignRefusal.NotOpen
        : _remaining <= 0 ? CampaignRefusal.SoldOut
        : null;

    /// <summary>The campaign as it was loaded; null when there is none.</summary>
    public Campaign? Campaign => _campaign;

    /// <summary>How many there are left.</summary>
    public long Remaining => _remaining;

    /// <summary>A coupon became durable.</summary>
    public void Issued(string userId, DateTimeOffset at)
    {
        if (_holders.Add(userId))
        {
            _remaining--;
            WasIssued(at);
        }
    }

    /// <summary>What a refused user needs to know.</summary>
    public RefusalFacts? Facts(CampaignRefusal refusal, string campaignId, string userId) => refusal switch
    {
        CampaignRefusal.NotOpen => new RefusalFacts(StartsAt: _campaign!.StartsAt, EndsAt: _campaign.EndsAt),
        CampaignRefusal.AlreadyIssued => new RefusalFacts(CouponId: Ids.Coupon(campaignId, userId)),
        CampaignRefusal.SoldOut => _soldOut ??= _lastIssuedAt is { } at ? new RefusalFacts(SoldOutAt: at) : null,
        CampaignRefusal.UnknownCampaign or CampaignRefusal.Invalid or CampaignRefusal.QuantityBelowIssued
            or CampaignRefusal.PreconditionFailed => null,
    };

    private void WasIssued(DateTimeOffset at)
    {
        if (_lastIssuedAt is null || at > _lastIssuedAt)
        {
            (_lastIssuedAt, _soldOut) = (at, null);
        }
    }
}
