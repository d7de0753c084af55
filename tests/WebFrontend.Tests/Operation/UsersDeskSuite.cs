using System.Text.Json;

namespace ECommerce.WebFrontend.Tests.Operation;

public sealed class Users_desk_on_Sqlite(SqliteShop shop) : UsersDeskSuite(shop);

public sealed class Users_desk_on_Postgres(PostgresShop shop) : UsersDeskSuite(shop);

public sealed class Users_desk_on_a_cluster(ClusterShop shop) : UsersDeskSuite(shop);

/// <summary>What operators read of a user, and do for one.</summary>
public abstract class UsersDeskSuite(SharedShop shared)
{
    private Shop Shop => shared.Shop;

    public static TheoryData<string> UserIds => ["auth0|5f7c", "a/b", "a%2Fb", "x?y#z", "mina+jun@example.com", "orders", "\\\"{}"];

    [Theory]
    [MemberData(nameof(UserIds))]
    public async Task A_user_of_any_id_is_shown_with_statement_coupons_and_orders(string beginning)
    {
        var campaign = await Shop.Runs(Some.Campaign());
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.User(beginning + Some.Id(""));
        (await user.Charge(30_000)).Expect(201);
        var coupon = await user.Claimed(campaign.Id);
        var order = (await user.Buy(product.Sku, 1, coupon)).Expect(201).Text("id");
        await user.Ordered(product.Sku, 1);

        var shown = (await Of(user.Id)).Expect(200);
        Assert.Equal((user.Id, 21_000, "KRW"), (shown.Text("id"), shown.Number("balance"), shown.Text("currency")));
        Assert.Equal((2, 1), (shown.Number("orders"), shown.Number("coupons")));
        Assert.Equal((await user.Entries()).Text, (await Of(user.Id, "/entries")).Expect(200).Text);
        Assert.Equal((await user.Coupons()).Text, (await Of(user.Id, "/coupons")).Expect(200).Text);
        Assert.Empty((await Of(user.Id, "/coupons?status=usable")).Expect(200).Items());
        Assert.Equal((await user.Orders()).Ids(), (await Of(user.Id, "/orders")).Expect(200).Ids());
        Assert.Equal(user.Id, (await Of(user.Id, "/orders?limit=1")).Items().Single().Text("userId"));

        var second = await Of(user.Id, "/orders?limit=1&cursor=" + (await Of(user.Id, "/orders?limit=1")).Next());
        Assert.Equal((order, null), (second.Items().Single().Text("id"), second.Next()));
    }

    [Fact]
    public async Task A_user_whom_nobody_has_heard_of_has_nothing()
    {
        var nobody = Some.UserId();

        Assert.Equal(0, (await Of(nobody)).Expect(200).Number("balance"));
        Assert.Empty((await Of(nobody, "/entries")).Expect(200).Items());
        Assert.Empty((await Of(nobody, "/coupons")).Expect(200).Items());
        Assert.Empty((await Of(nobody, "/orders")).Expect(200).Items());
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("미나")]
    [InlineData("u2345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678z")]
    public async Task Who_cannot_be_a_user_is_not_found(string id)
    {
        (await Of(id)).Expect(404, "not_found");
        (await Of(id, "/orders")).Expect(404, "not_found");
        (await Shop.Adjust(id, 1)).Expect(404, "not_found");
        (await Shop.Give(id, "any")).Expect(404, "not_found");
    }

    [Fact]
    public async Task Money_is_given_and_taken_back_but_never_below_zero()
    {
        var user = await Shop.NewUser();

        var given = (await Shop.Adjust(user.Id, 700, "Late parcel.")).Expect(201);
        given.Json.HasShape("id:text kind:text amount:integer balance:integer at:time reason:text");
        Assert.Equal(("adjustment", 700, 700, "Late parcel."), (given.Text("kind"), given.Number("amount"), given.Number("balance"), given.Text("reason")));
        Assert.Equal($"/v1/admin/users/{user.Id}/entries", given.Header("Location"));

        var refused = (await Shop.Adjust(user.Id, -701)).Expect(409, "insufficient_balance");
        Assert.Equal((700, 701), (refused.Number("balance"), refused.Number("due")));
        Assert.Equal(0, (await Shop.Adjust(user.Id, -700)).Expect(201).Number("balance"));

        var own = (await user.Entries()).Items();
        Assert.Equal([-700L, 700L], own.Select(entry => entry.Number("amount")));
        Assert.DoesNotContain(own, entry => entry.TryGetProperty("reason", out _));
        Assert.Equal(["Sorry.", "Late parcel."], (await Of(user.Id, "/entries")).Items().Select(entry => entry.Text("reason")));
        await Shop.BooksAreRight();
    }

    [Fact]
    public async Task A_repeated_adjustment_answers_as_the_first_and_the_key_is_good_for_no_other()
    {
        var (user, key) = (await Shop.NewUser(balance: 1_000), Some.Key());
        (await Shop.Adjust(user.Id, -2_000, key: key)).Expect(409, "insufficient_balance");
        var first = (await Shop.Adjust(user.Id, 5_000, key: key)).Expect(201);
        (await user.Charge(1_000)).Expect(201);

        var again = (await Shop.Adjust(user.Id, 5_000, key: key)).Expect(201);

        Assert.Equal((first.Text, "true", null), (again.Text, again.Header("Idempotent-Replayed"), first.Header("Idempotent-Replayed")));
        (await Shop.Adjust(user.Id, 5_001, key: key)).Expect(422, "idempotency_key_reused");
        (await Shop.Adjust(user.Id, 5_000, "Other.", key)).Expect(422, "idempotency_key_reused");
        (await Shop.Adjust(Some.UserId(), 5_000, key: key)).Expect(422, "idempotency_key_reused");
        Assert.Equal(7_000, await user.Balance());
        (await (await Shop.Admin()).Post($"/v1/admin/users/{user.Id}/adjustments", new { amount = 1, reason = "a" })).Expect(400, "idempotency_key_required");
    }

    [Fact]
    public async Task All_that_is_wrong_with_an_adjustment_is_told()
    {
        var answer = (await Shop.Adjust(Some.UserId(), 0, " ")).Expect(422, "validation_failed");
        Assert.Equal(["amount", "reason"], answer["errors"].EnumerateObject().Select(error => error.Name).Order());

        foreach (var amount in new[] { 10_000_001, -10_000_001, long.MinValue, long.MaxValue })
        {
            (await Shop.Adjust(Some.UserId(), amount)).Expect(422, "validation_failed");
        }
    }

    [Fact]
    public async Task Adjustments_and_payments_at_the_same_time_never_spend_the_same_money()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser(balance: 50_000);

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i =>
            i % 2 == 0 ? user.Buy(product.Sku, 1) : Shop.Adjust(user.Id, -10_000)));

        Assert.Equal(5, answers.Count(answer => answer.IsSuccess));
        Assert.All(answers.Where(answer => !answer.IsSuccess), answer => answer.Expect(409, "insufficient_balance"));
        Assert.Equal(0, await user.Balance());
        await Shop.BooksAreRight();
    }

    [Fact]
    public async Task Money_that_was_given_pays_at_once()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();
        (await user.Buy(product.Sku, 1)).Expect(409, "insufficient_balance");

        (await Shop.Adjust(user.Id, 10_000)).Expect(201);

        (await user.Buy(product.Sku, 1)).Expect(201);
    }

    [Fact]
    public async Task A_coupon_is_given_before_the_start_after_the_end_and_while_paused_and_pays()
    {
        var now = DateTimeOffset.UtcNow;
        var product = await Shop.Sells(Some.Product());
        var later = await Shop.Runs(Some.Campaign() with { StartsAt = now.AddHours(1), EndsAt = now.AddHours(2) });
        var over = await Shop.Runs(Some.Campaign() with { StartsAt = now.AddHours(-2), EndsAt = now.AddHours(-1) });
        var paused = await Shop.Runs(Some.Campaign());
        (await Shop.Pause(paused.Id)).Expect(200);
        var user = await Shop.NewUser(balance: 90_000);

        foreach (var campaign in new[] { later, over, paused })
        {
            var given = (await Shop.Give(user.Id, campaign.Id)).Expect(201);
            given.Json.HasShape("id:text campaignId:text name:text discount:object issuedAt:time expiresAt:time status:text");
            Assert.Equal(($"/v1/admin/users/{user.Id}/coupons", "usable"), (given.Header("Location"), given.Text("status")));

            Assert.Equal(given.Text("id"), (await Shop.Give(user.Id, campaign.Id)).Expect(409, "coupon_already_issued").Text("couponId"));
            Assert.Equal(given.Text("id"), (await user.Claim(campaign.Id)).Expect(409, "coupon_already_issued").Text("couponId"));
            (await user.Buy(product.Sku, 1, given.Text("id"))).Expect(201);
        }

        await Shop.BooksAreRight();
    }

    [Fact]
    public async Task Coupons_are_given_within_the_quantity()
    {
        var campaign = await Shop.Runs(Some.Campaign() with { Quantity = 2 });
        await (await Shop.NewUser()).Claimed(campaign.Id);
        (await Shop.Give(Some.UserId(), campaign.Id)).Expect(201);

        (await Shop.Give(Some.UserId(), campaign.Id)).Expect(409, "campaign_sold_out");
        (await (await Shop.NewUser()).Claim(campaign.Id)).Expect(409, "campaign_sold_out");
        (await Shop.Give(Some.UserId(), "no-such-campaign")).Expect(404, "unknown_campaign");
        (await Shop.Give(Some.UserId(), " ")).Expect(404, "unknown_campaign");
    }

    private async Task<Answer> Of(string userId, string rest = "") =>
        await (await Shop.Admin()).Get($"/v1/admin/users/{Uri.EscapeDataString(userId)}{rest}");
}
