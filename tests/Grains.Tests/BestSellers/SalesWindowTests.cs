using FsCheck;
using FsCheck.Fluent;

namespace ECommerce.Grains.Tests.BestSellers;

public sealed class SalesWindowTests
{
    [Theory]
    [InlineData("2026-03-04T12:00:00Z", "2026-03-01T12:00:00Z")]
    [InlineData("2026-03-04T12:59:59.999Z", "2026-03-01T12:00:00Z")]
    [InlineData("2026-03-04T13:00:00Z", "2026-03-01T13:00:00Z")]
    public void It_begins_with_the_whole_hour_of_72_hours_ago(string now, string first) =>
        Assert.Equal(DateTimeOffset.Parse(first), SalesWindow.FirstHour(DateTimeOffset.Parse(now)));

    [Fact]
    public void Every_sale_of_72_hours_counts_and_none_of_73() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(Arb.From(Gen.Choose(0, 100_000_000)), seconds =>
        {
            var now = Some.Now.AddSeconds(seconds);
            var first = SalesWindow.FirstHour(now);
            return first <= now.AddHours(-72) && first > now.AddHours(-73);
        }));
}
