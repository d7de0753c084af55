namespace ECommerce.Grains.Tests.Campaigns;

public sealed class CouponIssueTests
{
    private readonly CouponIssue _issue = new();

    [Theory]
    [InlineData(-3_600_001, CampaignRefusal.NotOpen)]
    [InlineData(-3_600_000, null)]
    [InlineData(3_599_999, null)]
    [InlineData(3_600_000, CampaignRefusal.NotOpen)]
    public void It_is_open_from_its_start_until_just_before_its_end(int milliseconds, CampaignRefusal? refusal)
    {
        _issue.Load(Some.Campaign(quantity: 1));
        Assert.Equal(refusal, _issue.Refuse("a", Some.Now.AddMilliseconds(milliseconds)));
    }

    [Fact]
    public void Nothing_is_known_of_a_campaign_that_does_not_exist()
    {
        _issue.Load(null);
        Assert.Equal(CampaignRefusal.UnknownCampaign, _issue.Refuse("a", Some.Now));
    }

    [Fact]
    public void Who_has_one_is_told_so_and_not_that_all_are_gone()
    {
        _issue.Load(Some.Campaign(1, 1, 1, "a"));
        Assert.Equal(CampaignRefusal.AlreadyIssued, _issue.Refuse("a", Some.Now));
        Assert.Equal(CampaignRefusal.SoldOut, _issue.Refuse("b", Some.Now));
    }

    [Fact]
    public void Who_has_one_is_told_so_before_the_start_and_after_the_end_too()
    {
        _issue.Load(Some.Campaign(1, 1, 1, "a"));
        Assert.Equal(CampaignRefusal.AlreadyIssued, _issue.Refuse("a", Some.Now.AddHours(-2)));
        Assert.Equal(CampaignRefusal.AlreadyIssued, _issue.Refuse("a", Some.Now.AddHours(1)));
        Assert.Equal(CampaignRefusal.NotOpen, _issue.Refuse("b", Some.Now.AddHours(1)));
    }

    [Fact]
    public void One_user_counts_once_however_often_it_is_told()
    {
        _issue.Load(Some.Campaign(2));
        _issue.Issued("a", Some.Now);
        _issue.Issued("a", Some.Now);
        Assert.Equal(1, _issue.Remaining);
    }

    [Fact]
    public void Holders_of_earlier_snapshots_are_remembered()
    {
        _issue.Load(Some.Campaign(9, 1, 5, "a"));
        Assert.Equal(5, _issue.IssuedUpTo);
        _issue.Load(Some.Campaign(9, 2, 7, "b"));
        Assert.Equal((CampaignRefusal.AlreadyIssued, CampaignRefusal.AlreadyIssued, 7), (_issue.Refuse("a", Some.Now), _issue.Refuse("b", Some.Now), _issue.Remaining));
    }

    [Fact]
    public void Facts_name_the_window_and_the_coupon()
    {
        _issue.Load(Some.Campaign(1));
        Assert.Equal(
            new RefusalFacts(StartsAt: Some.Now.AddHours(-1), EndsAt: Some.Now.AddHours(1)), _issue.Facts(CampaignRefusal.NotOpen, "spring", "a"));
        Assert.Equal(new RefusalFacts(CouponId: Ids.Coupon("spring", "a")), _issue.Facts(CampaignRefusal.AlreadyIssued, "spring", "a"));
        Assert.Null(_issue.Facts(CampaignRefusal.SoldOut, "spring", "a"));
    }

    [Fact]
    public void Who_comes_too_late_is_told_when_the_last_one_was_issued()
    {
        _issue.Load(Some.Campaign(2, 1, 5, "a") with { LastIssuedAt = Some.Now });
        _issue.Load(Some.Campaign(2, 2, 7, "b") with { LastIssuedAt = Some.Now.AddSeconds(4) });
        _issue.Load(Some.Campaign(2, 2, 7));
        Assert.Equal(new RefusalFacts(SoldOutAt: Some.Now.AddSeconds(4)), _issue.Facts(CampaignRefusal.SoldOut, "spring", "c"));
    }

    [Fact]
    public void Who_comes_right_after_the_last_one_is_told_when_it_was_issued_too()
    {
        _issue.Load(Some.Campaign(2, 1, 5, "a") with { LastIssuedAt = Some.Now });
        _issue.Issued("b", Some.Now.AddSeconds(4));
        Assert.Equal(new RefusalFacts(SoldOutAt: Some.Now.AddSeconds(4)), _issue.Facts(CampaignRefusal.SoldOut, "spring", "c"));
    }
}
