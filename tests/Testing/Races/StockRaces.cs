namespace ECommerce.Testing.Races;

public abstract partial class RaceSuite
{
    [Fact]
    public async Task Stock_of_50_and_150_buyers_sell_50()
    {
        var product = await Shop.Sells(Some.Product() with { Stock = 50 });
        var users = await Shop.NewUsers(150, balance: 25_000);
        var orders = await EachOrders(users, product.Sku);

        var answers = await AtOnce(users.Select((user, i) => (Func<Task<Answer>>)(() => user.Pay(orders[i]))));

        Exactly(50, 200, answers, otherwise: "sold_out");
        Assert.All(answers.Where(answer => answer.Status == 409), answer =>
        {
            Assert.Equal(product.Sku, answer.Text("sku"));
            Assert.Equal(0, answer.Number("available"));
        });
        await Parallel.ForAsync(0, users.Count, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, _) =>
        {
            Assert.Equal(answers[i].IsSuccess ? 15_000 : 25_000, await users[i].Balance());
            Assert.Equal(answers[i].IsSuccess ? "paid" : "awaiting_payment", (await users[i].OrderOf(orders[i])).Text("status"));
        });
        await Shop.ShowsStock(product, 0);
        await Shop.BooksAreRight();
    }

    [Fact]
    public async Task Two_lines_of_one_sku_count_together_against_the_stock()
    {
        var product = await Shop.Sells(Some.Product() with { Stock = 9, Price = 1_000 });
        var users = await Shop.NewUsers(8, balance: 10_000);
        var orders = new List<string>();
        foreach (var user in users)
        {
            orders.Add((await user.Order([(product.Sku, 1), (product.Sku, 1)])).Expect(201).Text("id"));
        }

        var answers = await AtOnce(users.Select((user, i) => (Func<Task<Answer>>)(() => user.Pay(orders[i]))));

        Exactly(4, 200, answers, otherwise: "sold_out");
        await Shop.ShowsStock(product, 1);
        await Shop.BooksAreRight();
    }

    [Fact]
    public async Task Two_lines_of_one_sku_over_the_stock_are_sold_out()
    {
        var product = await Shop.Sells(Some.Product() with { Stock = 5, Price = 1_000 });
        var user = await Shop.NewUser(balance: 10_000);
        var order = (await user.Order([(product.Sku, 3), (product.Sku, 3)])).Expect(201).Text("id");

        var refused = (await user.Pay(order)).Expect(409, "sold_out");

        Assert.Equal(product.Sku, refused.Text("sku"));
        Assert.Equal(5, refused.Number("available"));
        Assert.Equal(10_000, await user.Balance());
        await Shop.ShowsStock(product, 5);
        await Shop.BooksAreRight();
    }

    [Fact]
    public async Task One_sold_out_line_leaves_neither_stock_nor_money_held()
    {
        var plenty = await Shop.Sells(Some.Product() with { Stock = 8 });
        var gone = await Shop.Sells(Some.Product() with { Stock = 0 });
        var users = await Shop.NewUsers(8, balance: 20_000);
        var orders = new List<string>();
        foreach (var user in users)
        {
            orders.Add((await user.Order([(plenty.Sku, 1), (gone.Sku, 1)])).Expect(201).Text("id"));
        }

        var others = await EachOrders(users, plenty.Sku);

        var refused = await AtOnce(users.Select((user, i) => (Func<Task<Answer>>)(() => user.Pay(orders[i]))));
        var paid = await AtOnce(users.Select((user, i) => (Func<Task<Answer>>)(() => user.Pay(others[i]))));

        Assert.All(refused, answer => Assert.Equal(gone.Sku, answer.Expect(409, "sold_out").Text("sku")));
        Assert.All(paid, answer => Assert.Equal(10_000, answer.Expect(200).Number("balance")));
        await Shop.ShowsStock(plenty, 0);
        await Shop.BooksAreRight();
    }
}
