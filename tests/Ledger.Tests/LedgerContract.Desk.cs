namespace ECommerce.Ledger.Tests;

// What operators do and read.
public abstract partial class LedgerContract
{
    private static readonly OrderFilter Any = new(null, null, null, null, null);

    [Fact]
    public async Task An_adjustment_moves_money_once_and_never_below_zero()
    {
        var begun = await Commits(Given.Adjustment("a", 700));
        Assert.Equal((WalletEntryKind.Adjustment, 700, 700, "Sorry."), (begun.Kind, begun.Amount, begun.Balance, begun.Reason));
        Assert.Equal(begun, await Repeats(Given.Adjustment("a", 900)));
        Assert.Equal("mina", (await Repeats(Given.Adjustment("a", 700, "jun"))).UserId);

        await Refuses(Given.Adjustment("b", -701), Guard.Balance, available: 700);
        await Refuses(Given.Adjustment("c", -1, "nobody"), Guard.Balance);
        Assert.Equal(0, (await Commits(Given.Adjustment("b", -700))).Balance);
        Assert.Equal([-700L, 700L], (await Ledger.WalletEntries("mina", null, 10)).Select(entry => entry.Row.Amount));
    }

    [Fact]
    public async Task An_adjustment_out_of_bounds_or_of_nobody_is_a_bug()
    {
        WalletAdjusted[] bugs =
        [
            Given.Adjustment("a", 0), Given.Adjustment("b", Bounds.MaximumCharge + 1), Given.Adjustment("c", long.MinValue), Given.Adjustment("d", 1) with { By = null },
        ];
        Assert.All(await Ledger.Commit(bugs), verdict => Assert.Equal(VerdictKind.Faulted, verdict.Kind));

        await Commits(Given.Charge("full", amount: long.MaxValue));
        Assert.Equal(VerdictKind.Faulted, (await Ledger.One(Given.Adjustment("e", 1))).Kind);
        Assert.Equal(long.MaxValue - 1, (await Commits(Given.Adjustment("f", -1))).Balance);
    }

    [Fact]
    public async Task A_payment_and_an_adjustment_do_not_spend_the_same_money()
    {
        await Ledger.Shop(balance: 1_000);
        var order = Given.Order("o1");

        var verdicts = await Ledger.Commit([order.Placed(), order.Paid(), Given.Adjustment("a", -1_000)]);

        Assert.Equal([VerdictKind.Committed, VerdictKind.Committed, VerdictKind.Refused], verdicts.Select(verdict => verdict.Kind));
        Assert.Equal(0, await Ledger.Balance("mina"));
    }

    [Fact]
    public async Task A_paused_campaign_issues_nothing_but_gifts_and_a_save_leaves_it_paused()
    {
        await Ledger.Shop(quantity: 3);
        var claim = Given.Claim() with { Campaign = (await Ledger.Campaign("spring", 0))!.Campaign };
        Assert.True((await Commits(Given.Paused())).Paused);
        Assert.True((await Repeats(Given.Paused())).Paused);
        await Refuses(Given.Paused(campaignId: "autumn"), Guard.UnknownCampaign);
        await Refuses(claim, Guard.CampaignNotOpen);

        await Commits(Given.Gift("jun"));
        Assert.True((await Commits(Given.SavedCampaign(quantity: 2))).Campaign is { Paused: true, Issued: 1, Given: 1 });
        await Refuses(claim, Guard.CampaignNotOpen);

        Assert.False((await Commits(Given.Paused(false))).Paused);
        await Commits(claim);
        await Refuses(Given.Gift("sora"), Guard.Quantity, available: 2);
    }

    [Fact]
    public async Task A_campaign_read_before_it_was_paused_is_replaced_all_the_same()
    {
        await Ledger.Shop();
        var read = (await Ledger.Campaign("spring", 0))!.Campaign;
        await Ledger.Commit([Given.Paused(), Given.Gift()]);

        Assert.True((await Commits(Given.SavedCampaign(quantity: 200) with { Replaces = new(read) })).Campaign.Paused);
    }

    [Fact]
    public async Task A_coupon_is_given_at_any_time_and_once()
    {
        await Ledger.Shop();
        var campaign = Given.Campaign();
        await Commits(Given.Gift("early") with { At = campaign.StartsAt.AddDays(-1) });
        var coupon = await Commits(Given.Gift() with { At = campaign.EndsAt });

        Assert.Equal(campaign.EndsAt.AddDays(7), coupon.ExpiresAt);
        Assert.Equal(coupon, await Repeats(Given.Gift()));
        Assert.Equal(coupon, await Repeats(Given.Claim()));
        await Refuses(Given.Gift(campaignId: "autumn"), Guard.UnknownCampaign);
    }

    [Fact]
    public async Task Campaigns_come_newest_first_with_what_became_of_their_coupons()
    {
        await Ledger.Shop();
        await Ledger.Commit([new CampaignSaved(Given.Campaign("past") with { EndsAt = Given.Now.AddDays(-1) }), Given.SavedCampaign("last")]);
        await Ledger.Commit([Given.Claim(), Given.Gift("jun"), Given.Claim("sora"), Given.Charge("j", "jun"), Given.Charge("s", "sora")]);
        var (minas, juns, soras) = (Given.Order("o1"), Given.Order("o2", "jun"), Given.Order("o3", "sora"));
        await Ledger.Commit(
        [
            minas.Bought(Ids.Coupon("spring", "mina"), 100), juns.Bought(Ids.Coupon("spring", "jun"), 100), soras.Bought(Ids.Coupon("spring", "sora"), 100),
        ]);

        // The coupon comes back with the first cancellation; it has expired at the second, and stays spent.
        await Ledger.Commit([minas.Cancelled(), juns.Cancelled(Given.Now.AddDays(8))]);

        var all = await Ledger.Campaigns(null, 10);
        Assert.Equal(["last", "past", "spring"], all.Select(campaign => campaign.Row.Campaign.Id));
        Assert.Equal((3, 1, 2, 100), (all[2].Row.Campaign.Issued, all[2].Row.Campaign.Given, all[2].Row.Used, all[2].Row.DiscountGiven));
        Assert.Equal((0, 0), (all[0].Row.Used, all[0].Row.DiscountGiven));
        Assert.Equal(["past"], (await Ledger.Campaigns(all[0].Number, 1)).Select(campaign => campaign.Row.Campaign.Id));
        Assert.Equal(all[2].Row, await Ledger.CampaignFigures("spring"));
        Assert.Null(await Ledger.CampaignFigures("autumn"));
    }

    [Fact]
    public async Task A_user_has_a_balance_orders_and_coupons_and_nobody_has_nothing()
    {
        await Ledger.Shop();
        await Ledger.Commit([Given.Claim(), Given.Order("o1").Placed(), Given.Order("o2").Bought(), Given.Order("o3", "jun").Placed()]);

        Assert.Equal(new UserFigures(49_000, 2, 1), await Ledger.User("mina"));
        Assert.Equal(new UserFigures(0, 0, 0), await Ledger.User("nobody"));
    }

    [Fact]
    public async Task Sales_are_what_paid_orders_of_a_time_brought_in_and_what_was_given_back_in_part()
    {
        await Ledger.Shop();
        var (kept, parts, whole) = (Given.Order("o1"), Given.Order("o2", lines: [Given.Line(quantity: 3)]), Given.Order("o3"));
        await Ledger.Commit([kept.Bought(), parts.Bought(), whole.Bought(), Given.Order("o4").Placed()]);
        Assert.Equal(new SalesFigures(3, 5_000, 0), await Ledger.Sales(Given.Now));

        await Ledger.Commit([parts.TakenBack("r1", ("coat-S", 1)), whole.Cancelled()]);
        Assert.Equal(new SalesFigures(2, 4_000, 1_000), await Ledger.Sales(Given.Now));
        Assert.Equal(new SalesFigures(0, 0, 0), await Ledger.Sales(Given.Now.AddDays(1)));
    }

    [Theory]
    [InlineData(20_000)]
    [InlineData(1)]
    public async Task Orders_are_found_by_user_state_sku_and_time_in_any_combination_page_by_page(int manyLines)
    {
        CountAsMany(manyLines);
        await ManyOrders();
        string?[] users = [null, "mina", "nobody"];
        OrderState?[] states = [null, OrderState.Open, OrderState.Paid, OrderState.Cancelled];
        string?[] skus = [null, "coat-S", "hat-M", "none-S"];
        DateTimeOffset?[] times = [null, Given.Now.AddSeconds(3)];
        var all = await Ledger.Orders(Any, null, 100);
        Assert.Equal(12, all.Count);
        foreach (var filter in
            from user in users
            from state in states
            from sku in skus
            from begin in times
            from end in times
            select new OrderFilter(user, state, sku, begin, end?.AddSeconds(4)))
        {
            var meant = all.OrderByDescending(order => filter.UserId is null ? 0 : order.Number).Select(order => order.Row).Where(order =>
                (filter.UserId is null || order.UserId == filter.UserId) && (filter.State is null || order.State == filter.State)
                && (filter.Sku is null || order.Lines.Any(line => line.Sku == filter.Sku))
                && (filter.From is null || order.PlacedAt >= filter.From) && (filter.To is null || order.PlacedAt < filter.To));

            var found = new List<Numbered<Order>>();
            while (await Ledger.Orders(filter, found.LastOrDefault()?.Number, 2) is { Count: > 0 } page)
            {
                Assert.InRange(page.Count, 1, 2);
                found.AddRange(page);
            }

            Assert.Equal(meant.Select(order => order.Id), found.Select(order => order.Row.Id));
            Assert.All(found, order => Assert.NotEmpty(order.Row.Lines));
        }
    }

    [Fact]
    public async Task Orders_placed_at_the_same_time_come_in_order_of_their_commits_and_new_ones_disturb_no_page()
    {
        await Ledger.Shop();
        await Ledger.Commit([.. Enumerable.Range(1, 5).Select(LedgerEvent (i) => Given.Order("o" + i).Placed())]);
        OrderFilter[] filters = [Any, Any with { State = OrderState.Open }, Any with { Sku = "coat-S" }, Any with { UserId = "mina" }];
        var first = await Task.WhenAll(filters.Select(filter => Ledger.Orders(filter, null, 2)));
        Assert.All(first, page => Assert.Equal(["o5", "o4"], page.Select(order => order.Row.Id)));

        await Ledger.Commit([Given.Order("new").Placed()]);

        var second = await Task.WhenAll(filters.Zip(first, (filter, page) => Ledger.Orders(filter, page[^1].Number, 3)));
        Assert.All(second, page => Assert.Equal(["o3", "o2", "o1"], page.Select(order => order.Row.Id)));

        // An order that is not there counts as placed with the one before it.
        Assert.Equal(["new", "o5", "o4"], (await Ledger.Orders(Any, 1_000_000, 3)).Select(order => order.Row.Id));
        Assert.Empty(await Ledger.Orders(Any, 0, 3));
    }

    // From so many lines of a sku on, a database searches for its orders in another way.
    private protected virtual void CountAsMany(int lines)
    {
    }

    // Twelve orders of two users, a second apart, half of them committed in the other order: clocks differ.
    private async Task ManyOrders()
    {
        await Ledger.Shop(stock: 100);
        await Ledger.Commit([Given.SavedProduct("hat", 100), Given.Charge("j", "jun")]);
        var orders = Enumerable.Range(0, 12).Select(i =>
        {
            var at = Given.Now.AddSeconds(i < 6 ? i : 17 - i);
            OrderLine[] lines = i % 3 == 0 ? [Given.Line(), Given.Line("hat-M")] : i % 3 == 1 ? [Given.Line("hat-M"), Given.Line("hat-M")] : [Given.Line("coat-M")];
            return Given.Order("o" + i, i % 2 == 0 ? "mina" : "jun", lines: lines) with { PlacedAt = at, ExpiresAt = at + Bounds.OrderAge };
        }).ToList();
        await Ledger.Commit([.. orders.Select(LedgerEvent (order) => order.Placed())]);
        await Ledger.Commit([.. orders.Where((_, i) => i % 4 > 0).Select(LedgerEvent (order) => order.Paid(at: Given.Now.AddMinutes(1)))]);
        await Ledger.Commit([.. orders.Where((_, i) => i % 5 == 0).Select(LedgerEvent (order) => order.Cancelled())]);
    }
}
