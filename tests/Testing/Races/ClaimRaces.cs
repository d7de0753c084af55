namespace ECommerce.Testing.Races;

public abstract partial class RaceSuite
{
    [Fact]
    public async Task One_coupon_and_64_users_at_once_give_one_winner()
    {
        var campaign = await Shop.Runs(Some.Campaign() with { Quantity = 1 });
        var users = await Shop.NewUsers(64);

        var answers = await AtOnce(users.Select(user => (Func<Task<Answer>>)(() => user.Claim(campaign.Id))));

        Exactly(1, 201, answers, otherwise: "campaign_sold_out");
        await EachHasWhatWasAnswered(users, answers);
        await Shop.ShowsRemaining(campaign, 0);
        await Shop.BooksAreRight();
    }

    [Fact]
    public async Task One_user_tapping_32_times_has_one_coupon_and_is_told_which()
    {
        var campaign = await Shop.Runs(Some.Campaign());
        var user = await Shop.NewUser();

        var answers = await AtOnce(32, () => user.Claim(campaign.Id));

        Exactly(1, 201, answers, otherwise: "coupon_already_issued");
        var coupon = answers.Single(answer => answer.Status == 201).Text("id");
        Assert.All(answers.Where(answer => answer.Status == 409), answer => Assert.Equal(coupon, answer.Text("couponId")));
        Assert.Equal([coupon], (await user.Coupons()).Ids());
        await Shop.ShowsRemaining(campaign, 99);
        await Shop.BooksAreRight();
    }

    [Fact]
    public async Task A_hundred_coupons_and_300_users_give_a_hundred_winners()
    {
        var campaign = await Shop.Runs(Some.Campaign() with { Quantity = 100 });
        var users = await Shop.NewUsers(300);

        var answers = await AtOnce(users.Select(user => (Func<Task<Answer>>)(() => user.Claim(campaign.Id))));

        Exactly(100, 201, answers, otherwise: "campaign_sold_out");
        Assert.Equal(100, answers.Where(answer => answer.IsSuccess).Select(answer => answer.Text("id")).Distinct().Count());
        await EachHasWhatWasAnswered(users, answers);
        await Shop.ShowsRemaining(campaign, 0);
        await Shop.BooksAreRight();
    }

    private static async Task EachHasWhatWasAnswered(IReadOnlyList<Caller> users, IReadOnlyList<Answer> answers)
    {
        await Parallel.ForAsync(0, users.Count, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, _) =>
        {
            string[] expected = answers[i].IsSuccess ? [answers[i].Text("id")] : [];
            Assert.Equal(expected, (await users[i].Coupons()).Ids());
        });
    }
}
