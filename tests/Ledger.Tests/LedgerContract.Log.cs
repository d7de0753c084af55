namespace ECommerce.Ledger.Tests;

public abstract partial class LedgerContract
{
    private static Act By(string action, string actor = "op", string? reason = null) => new(actor, action, Given.Now, reason);

    [Fact]
    public async Task What_an_operator_changes_is_in_the_log_with_what_was_and_what_is()
    {
        await Commits(Given.SavedCampaign() with { By = By("campaign.save") });
        await Commits(Given.SavedCampaign(quantity: 200) with { By = By("campaign.save") });
        await Commits(Given.SavedProduct(stock: 10) with { By = By("product.save") });
        await Commits(new StockAdjusted("a1", "coat-S", -3, Given.Now) { By = By("stock.adjust", reason: "Damaged.") });
        await Commits(Given.SavedProduct() with { Variants = [Given.Variant("coat-S", price: 900)], By = By("product.import") });
        await Commits(new ProductWithdrawn("coat", [], Archives: true) { By = By("product.archive") });

        var lines = (await Lines()).Reverse().ToList();

        Assert.Equal(
            ["campaign.save campaigns/spring", "campaign.save campaigns/spring", "product.save products/coat", "stock.adjust stock/coat-S", "product.import products/coat", "product.archive products/coat"],
            lines.Select(line => $"{line.Action} {line.Subject}"));
        Assert.All(lines, line => Assert.Equal(("op", Given.Now), (line.Actor, line.At)));
        Assert.Equal([null, null, null, "Damaged.", null, null], lines.Select(line => line.Reason));
        LogGolden.Holds(lines);
    }

    [Fact]
    public async Task What_changes_nothing_and_what_is_no_operators_is_not_in_the_log()
    {
        await Ledger.Shop();
        var by = By("any");

        await Repeats(Given.SavedProduct() with { By = by });
        await Repeats(Given.SavedCampaign() with { By = by });
        await Refuses(Given.SavedProduct("hat") with { Variants = [Given.Variant("coat-S")], By = by }, Guard.SkuTaken, "coat-S");
        await Refuses(new ProductWithdrawn("hat", [], Archives: true) { By = by }, Guard.UnknownProduct);
        await Refuses(new StockAdjusted("a1", "coat-S", -11, Given.Now) { By = by }, Guard.Stock, "coat-S", 10);
        Assert.Equal(0, await Outbox.Replay(Given.Now, Given.Now.AddDays(1), by));
        Assert.Equal(0, await Outbox.RetryParked(by));

        Assert.Empty(await Lines());
    }

    [Fact]
    public async Task An_act_is_logged_once_however_often_it_is_repeated()
    {
        await Ledger.Shop();
        var adjusted = new StockAdjusted("a1", "coat-S", 1, Given.Now) { By = By("stock.adjust") };

        await Commits(adjusted);
        await Repeats(adjusted);

        Assert.Single(await Lines());
    }

    [Fact]
    public async Task What_becomes_of_the_payment_stream_is_in_the_log()
    {
        await PaidOrders(3);
        await Outbox.Park([.. (await Outbox.AllPending()).Take(2).Select(row => (row, "too large"))]);

        await Outbox.RetryParked(By("payments.retry"));
        await Outbox.Replay(Given.Now, Given.Now.AddDays(1), By("payments.replay"));

        Assert.Equal(
            [
                """payments.replay payment-stream {"events":3,"from":"2026-03-14T15:09:26.535Z","to":"2026-03-15T15:09:26.535Z"}""",
                """payments.retry payment-stream {"events":2}""",
            ],
            (await Lines()).Select(line => $"{line.Action} {line.Subject} {line.After}"));
    }

    [Fact]
    public async Task The_log_is_read_newest_first_by_actor_action_or_subject()
    {
        await Ledger.Shop();
        foreach (var (actor, sku) in new[] { ("mina", "coat-S"), ("jun", "coat-M"), ("mina", "coat-M"), ("mina", "coat-S") })
        {
            await Commits(new StockAdjusted($"{actor}-{sku}-{(await Lines()).Count}", sku, 1, Given.Now) { By = By("stock.adjust", actor) });
        }

        var all = await Ledger.Log(new LogSearch(), null, 3);
        Assert.Equal(["stock/coat-S", "stock/coat-M", "stock/coat-M"], all.Select(line => line.Row.Subject));
        Assert.Equal(["stock/coat-S"], (await Ledger.Log(new LogSearch(), all[^1].Number, 3)).Select(line => line.Row.Subject));
        Assert.Equal(3, (await Ledger.Log(new LogSearch(Actor: "mina"), null, 9)).Count);
        Assert.Equal(2, (await Ledger.Log(new LogSearch(Subject: "stock/coat-M"), null, 9)).Count);
        Assert.Single(await Ledger.Log(new LogSearch("mina", "stock.adjust", "stock/coat-M"), null, 9));
        Assert.Empty(await Ledger.Log(new LogSearch(Action: "product.save"), null, 9));
    }

    [Fact]
    public async Task A_page_of_the_log_ends_with_the_line_after_those_that_reach_its_size()
    {
        // A line holds the product before and after: the third one begins beyond the bound.
        var description = new string('d', LedgerBounds.LogPageCharacters / 3);
        foreach (var i in Enumerable.Range(0, 5))
        {
            await Commits(new ProductSaved(Given.Product() with { Description = $"{i}{description}" }, [Given.Variant("coat-S")], Given.Now) { By = By("product.save") });
        }

        var lines = await Ledger.Log(new LogSearch(), null, 100);

        Assert.Equal(3, lines.Count);
        Assert.Equal(2, LogPage.CountOf(lines, 100));
        Assert.Equal(1, LogPage.CountOf(lines, 1));
        Assert.Equal(3, (await Ledger.Log(new LogSearch(), lines[1].Number, 100)).Count);
        Assert.Empty(await Ledger.Log(new LogSearch("nobody"), null, 100));
    }

    [Fact]
    public async Task Orders_and_entries_of_all_users_come_oldest_first_each_on_one_page_only()
    {
        await Ledger.Shop();
        var later = Given.Now.AddHours(1);
        var orders = Enumerable.Range(0, 5).Select(i => Given.Order("o" + i, i % 2 == 0 ? "mina" : "jun") with { PlacedAt = i == 3 ? later : Given.Now, ExpiresAt = (i == 3 ? later : Given.Now) + Bounds.OrderAge }).ToList();
        await Ledger.Commit([.. orders.Select(order => order.Placed()), Given.Charge("c1", "jun"), Given.Charge("c2") with { At = later }]);

        var first = await Ledger.Orders(Given.Now, later, 0, 2);
        var second = await Ledger.Orders(Given.Now, later, first[^1].Number, 9);
        Assert.Equal(["o0", "o1", "o2", "o4"], first.Concat(second).Select(order => order.Row.Id));
        Assert.All(first.Concat(second), order => Assert.Single(order.Row.Lines));
        Assert.Equal(["o3"], (await Ledger.Orders(later, later.AddMinutes(1), 0, 9)).Select(order => order.Row.Id));

        var entry = Assert.Single(await Ledger.WalletEntries(Given.Now, later, 0, 1));
        Assert.Equal(["c1"], (await Ledger.WalletEntries(Given.Now, later, entry.Number, 9)).Select(next => next.Row.Id));
        Assert.Equal(["c2"], (await Ledger.WalletEntries(later, later.AddMinutes(1), 0, 9)).Select(next => next.Row.Id));
    }

    private async Task<IReadOnlyList<LogEntry>> Lines() => [.. (await Ledger.Log(new LogSearch(), null, 100)).Select(line => line.Row)];
}
