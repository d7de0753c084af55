using FsCheck;
using FsCheck.Fluent;

namespace ECommerce.Grains.Tests.Campaigns;

public sealed class DiscountTests
{
    public static TheoryData<long, long?, long, long> Percentages => new()
    {
        { 10, null, 9_999, 999 },
        { 1, null, 99, 0 },
        { 100, null, 9_999, 9_999 },
        { 50, 2_000, 9_999, 2_000 },
        { 33, null, long.MaxValue, 3_043_712_772_162_076_016 },
    };

    [Theory]
    [MemberData(nameof(Percentages))]
    public void A_percentage_is_floored_to_a_won_and_capped(long percent, long? maximum, long total, long discount) =>
        Assert.Equal(discount, Some.Percent(percent, maximum).On(total));

    [Theory]
    [InlineData(1_000, 999, 999)]
    [InlineData(1_000, 1_000, 1_000)]
    [InlineData(1_000, 1_001, 1_000)]
    public void A_fixed_discount_is_at_most_the_total(long value, long total, long discount) => Assert.Equal(discount, Some.Fixed(value).On(total));

    [Fact]
    public void No_discount_leaves_a_debt_or_adds_to_the_total() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(
            Arb.From(Gen.Choose(1, 100)), Arb.From(Gen.Choose(0, int.MaxValue)), Arb.From(Gen.Choose(1, int.MaxValue)), (percent, total, won) =>
            {
                long[] discounts = [Some.Percent(percent).On(total), Some.Percent(percent, won).On(total), Some.Fixed(won).On(total)];
                return discounts.All(discount => discount >= 0 && discount <= total);
            }));
}
