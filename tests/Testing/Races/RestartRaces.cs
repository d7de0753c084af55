namespace ECommerce.Testing.Races;

public abstract partial class RaceSuite
{
    [Fact]
    public async Task The_same_claim_charge_and_payment_after_a_restart_answer_as_before()
    {
        var campaign = await Shop.Runs(Some.Campaign());
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();
        var coupon = await user.Claimed(campaign.Id);
        var key = Some.Key();
        var charge = (await user.Charge(30_000, key)).Expect(201);
        var order = await user.Ordered(product.Sku, 1);
        var receipt = (await user.Pay(order, coupon)).Expect(200);

        await fleet.Restart();

        Assert.Equal(coupon, (await user.Claim(campaign.Id)).Expect(409, "coupon_already_issued").Text("couponId"));
        var repeated = (await user.Charge(30_000, key)).Expect(201);
        Assert.Equal(charge.Text, repeated.Text);
        Assert.Equal("true", repeated.Header("Idempotent-Replayed"));
        Assert.Equal(receipt.Text, (await user.Pay(order, coupon)).Expect(200).Text);
        Assert.Equal(21_000, await user.Balance());
        await Shop.ShowsStock(product, 99);
        await Shop.ShowsRemaining(campaign, 99);
        await Shop.BooksAreRight();
    }
}
