namespace ECommerce.Products.Tests.Live;

/// <summary>How fast coupons go, and when the last one will be gone.</summary>
public sealed class BurnDownTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);

    private readonly BurnDown _burnDown = new();

    [Fact]
    public void The_end_is_projected_from_what_went_in_the_last_ten_seconds()
    {
        Assert.Equal((0, null), Seen(remaining: 100, second: 0));
        Assert.Equal((10, Now.AddSeconds(1 + 9)), Seen(remaining: 90, second: 1));
        Assert.Equal((10, Now.AddSeconds(5 + 5)), Seen(remaining: 50, second: 5));

        // It stands still; after ten seconds nothing that went is in the window.
        Seen(remaining: 50, second: 10);
        Assert.Equal((0, null), Seen(remaining: 50, second: 16));
        Assert.Equal(50, Figures(remaining: 50, second: 17).Issued);
    }

    [Fact]
    public void When_all_are_gone_there_is_no_end_to_project()
    {
        Seen(remaining: 10, second: 0);

        Assert.Equal((5, null), Seen(remaining: 0, second: 2));
    }

    [Fact]
    public void What_is_no_longer_listed_is_forgotten()
    {
        Seen(remaining: 100, second: 0);
        _burnDown.Of([], Now.AddSeconds(1));

        Assert.Equal((0, null), Seen(remaining: 50, second: 2));
    }

    private (double Rate, DateTimeOffset? End) Seen(long remaining, int second) =>
        Figures(remaining, second) is var figures ? (figures.PerSecond, figures.ProjectedEnd) : default;

    private CampaignBurn Figures(long remaining, int second) => _burnDown.Of(
        [new CampaignView("spring", "Spring", new Discount(DiscountType.Fixed, 1_000, null), 0, 100, remaining, 7, Now, Now.AddDays(1))], Now.AddSeconds(second)).Single();
}
