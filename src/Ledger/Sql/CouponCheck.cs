namespace ECommerce.Ledger;

// A coupon's id is derived from its campaign and its user, so that neither can be another; and it is valid for whole days.
internal sealed class CouponCheck : IAuditCheck
{
    private readonly Offenders _wrong = new();
    private long _count;

    public IReadOnlyList<Statement> Statements => [Statement.Query("SELECT id, campaign_id, user_id, issued_at, expires_at FROM coupons", Add)];

    public AuditCheck Answer() => _wrong.Answer(AuditChecks.CouponsBelongToTheirUsers, _count);

    private void Add(Columns at)
    {
        _count++;
        var id = at.Text();
        if (!Unreadable.OrFalse(() => IsRight(id, at)))
        {
            _wrong.Add(id);
        }
    }

    private static bool IsRight(string id, Columns at)
    {
        var (campaignId, userId, issuedAt, expiresAt) = (at.Text(), at.Text(), at.Time(), at.Time());
        var validity = expiresAt - issuedAt;
        return id == Ids.Coupon(campaignId, userId) && validity >= TimeSpan.Zero && validity.Ticks % TimeSpan.TicksPerDay == 0;
    }
}
