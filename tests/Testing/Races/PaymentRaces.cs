namespace ECommerce.Testing.Races;

public abstract partial class RaceSuite
{
    [Fact]
    public async Task One_order_paid_16_times_at_once_is_paid_once_and_all_have_the_same_receipt()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser(balance: 100_000);
        var order = await user.Ordered(product.Sku, 2);

        var answers = await AtOnce(16, () => user.Pay(order));

        Assert.All(answers, answer => Assert.Equal(80_000, answer.Expect(200).Number("balance")));
        Assert.Single(answers.Select(answer => answer.Text("paidAt")).Distinct());
        Assert.Single((await user.Entries()).Items(), entry => entry.Text("kind") == "payment");
        Assert.Equal(80_000, await user.Balance());
        await Shop.ShowsStock(product, 98);
        await Shop.BooksAreRight();
    }

    [Fact]
    public async Task One_purchase_sent_16_times_at_once_is_one_order_with_one_receipt()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser(balance: 100_000);
        var key = Some.Key();

        var answers = await AtOnce(16, () => user.Buy(product.Sku, 2, key: key));

        Assert.Single(answers.Select(answer => answer.Expect(201).Text).Distinct());
        Assert.Single((await user.Orders()).Items());
        Assert.Equal(80_000, await user.Balance());
        await Shop.ShowsStock(product, 98);
        await Shop.BooksAreRight();
    }

    [Fact]
    public async Task Stock_of_20_and_60_who_buy_in_one_call_sell_20()
    {
        var product = await Shop.Sells(Some.Product() with { Stock = 20 });
        var users = await Shop.NewUsers(60, balance: 10_000);

        var answers = await AtOnce(users.Select(user => (Func<Task<Answer>>)(() => user.Buy(product.Sku, 1))));

        Exactly(20, 201, answers, otherwise: "sold_out");
        await Shop.ShowsStock(product, 0);
        await Shop.BooksAreRight();
    }

    [Fact]
    public async Task Ten_orders_from_a_wallet_that_covers_three_pay_three()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser(balance: 35_000);
        var orders = await Orders(user, 10, product.Sku);

        var answers = await AtOnce(orders.Select(order => (Func<Task<Answer>>)(() => user.Pay(order))));

        Exactly(3, 200, answers, otherwise: "insufficient_balance");
        Assert.All(answers.Where(answer => answer.Status == 409), answer =>
        {
            Assert.Equal(5_000, answer.Number("balance"));
            Assert.Equal(10_000, answer.Number("due"));
        });
        Assert.Equal(5_000, await user.Balance());
        await Shop.ShowsStock(product, 97);
        await Shop.BooksAreRight();
    }

    [Fact]
    public async Task One_coupon_on_eight_orders_discounts_one_and_charges_nobody_in_full()
    {
        var campaign = await Shop.Runs(Some.Campaign() with { Value = 3_000 });
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();
        var coupon = await user.Claimed(campaign.Id);
        (await user.Charge(100_000)).Expect(201);
        var orders = await Orders(user, 8, product.Sku);

        var answers = await AtOnce(orders.Select(order => (Func<Task<Answer>>)(() => user.Pay(order, coupon))));

        Exactly(1, 200, answers, otherwise: "coupon_used");
        var receipt = answers.Single(answer => answer.IsSuccess);
        Assert.Equal((3_000, 7_000, 93_000), (receipt.Number("discount"), receipt.Number("paid"), receipt.Number("balance")));
        Assert.Equal(93_000, await user.Balance());
        Assert.Equal(7, (await user.Orders()).Items().Count(order => order.Text("status") == "awaiting_payment"));
        await Shop.ShowsStock(product, 99);
        await Shop.BooksAreRight();
    }

    [Fact]
    public async Task One_charge_retried_16_times_at_once_counts_once()
    {
        var user = await Shop.NewUser();
        var key = Some.Key();

        var answers = await AtOnce(16, () => user.Charge(5_000, key));

        Assert.All(answers, answer => Assert.Equal(5_000, answer.Expect(201).Number("balance")));
        Assert.Single(answers.Select(answer => answer.Text("id")).Distinct());
        Assert.Equal(15, answers.Count(answer => answer.Header("Idempotent-Replayed") == "true"));
        Assert.Equal(5_000, await user.Balance());
        Assert.Single((await user.Entries()).Items());
        await Shop.BooksAreRight();
    }

    [Fact]
    public async Task Sixteen_cancellations_at_once_refund_once()
    {
        var campaign = await Shop.Runs(Some.Campaign());
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();
        var coupon = await user.Claimed(campaign.Id);
        (await user.Charge(50_000)).Expect(201);
        var order = await user.Ordered(product.Sku, 2);
        (await user.Pay(order, coupon)).Expect(200);

        var answers = await AtOnce(16, () => user.Cancel(order));

        Assert.All(answers, answer => Assert.Equal("cancelled", answer.Expect(200).Text("status")));
        Assert.Equal(50_000, await user.Balance());
        Assert.Single((await user.Entries()).Items(), entry => entry.Text("kind") == "refund");
        Assert.Equal("usable", (await user.Coupons()).Items().Single().Text("status"));
        await Shop.ShowsStock(product, 100);
        await Shop.BooksAreRight();
    }

    [Fact]
    public async Task Sixteen_cancellations_of_an_unpaid_order_at_once_move_nothing()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser(balance: 50_000);
        var order = await user.Ordered(product.Sku, 2);

        var answers = await AtOnce(16, () => user.Cancel(order));

        Assert.Single(answers.Select(answer => answer.Expect(200).Text).Distinct());
        Assert.Equal(15, answers.Count(answer => answer.Header("Idempotent-Replayed") == "true"));
        Assert.Equal(["charge"], (await user.Entries()).Items().Select(entry => entry.Text("kind")));
        await Shop.ShowsStock(product, 100);
        await Shop.BooksAreRight();
    }

    [Fact]
    public async Task Twenty_orders_that_are_paid_and_cancelled_at_once_are_taken_back_where_the_payment_was_first_and_never_paid_elsewhere()
    {
        var product = await Shop.Sells(Some.Product());
        var users = await Shop.NewUsers(20, balance: 10_000);
        var orders = await EachOrders(users, product.Sku);

        var answers = await AtOnce(users.SelectMany((user, i) => new Func<Task<Answer>>[]
        {
            () => user.Pay(orders[i]),
            () => user.Cancel(orders[i]),
        }));

        for (var i = 0; i < users.Count; i++)
        {
            var (payment, cancellation) = (answers[2 * i], answers[2 * i + 1].Expect(200));
            string[] moved = payment.IsSuccess ? ["refund", "payment", "charge"] : ["charge"];
            if (!payment.IsSuccess)
            {
                payment.Expect(409, "order_not_payable");
            }

            Assert.Equal(moved, (await users[i].Entries()).Items().Select(entry => entry.Text("kind")));
            Assert.Equal(payment.IsSuccess ? 10_000 : 0, cancellation.Number("refunded"));
            Assert.Equal("cancelled", (await users[i].OrderOf(orders[i])).Expect(200).Text("status"));
            Assert.Equal(10_000, await users[i].Balance());
        }

        await Shop.ShowsStock(product, 100);
        await Shop.BooksAreRight();
    }

    [Fact]
    public async Task A_cart_that_changes_during_payment_loses_what_was_ordered_and_nothing_else()
    {
        var product = await Shop.Sells(Some.Product() with { Colors = ["Black", "White"] });
        var users = await Shop.NewUsers(8, balance: 50_000);
        var orders = new List<string>();
        foreach (var user in users)
        {
            (await user.AddToCart(product.Sku, 2)).Expect(200);
            orders.Add((await user.OrderCart()).Expect(201).Text("id"));
        }

        var answers = await AtOnce(users.SelectMany((user, i) => new Func<Task<Answer>>[]
        {
            () => user.Pay(orders[i]),
            () => user.AddToCart(product.Sku, 1),
            () => user.AddToCart(product.SkuOf(1), 1),
        }));

        Assert.All(answers, answer => answer.Expect(200));
        foreach (var user in users)
        {
            await Eventually.Holds(
                async () =>
                {
                    var left = (await user.Cart()).Items().Select(item => (item.Text("sku"), item.Number("quantity"))).Order();
                    Assert.Equal([(product.Sku, 1), (product.SkuOf(1), 1)], left);
                },
                Bounds.Freshness);
        }

        await Shop.BooksAreRight();
    }
}
