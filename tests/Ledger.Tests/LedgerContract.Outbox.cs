namespace ECommerce.Ledger.Tests;

public abstract partial class LedgerContract
{
    [Fact]
    public async Task The_outbox_gives_its_rows_in_order_until_they_are_acknowledged()
    {
        await PaidOrders(5);
        var rows = await Outbox.AllPending();
        Assert.Equal(["o0.completed", "o1.completed", "o2.completed", "o3.completed", "o4.completed"], rows.Select(row => row.Event.Id));

        await Outbox.Acknowledge([rows[0], rows[1]]);
        await Outbox.Acknowledge([rows[0]]);
        await Outbox.Acknowledge([]);

        Assert.Equal(["o2.completed", "o3.completed", "o4.completed"], (await Outbox.AllPending()).Select(row => row.Event.Id));
        var stream = await Outbox.Stream(Given.Now.AddMinutes(1));
        Assert.Equal((3, 60, 0, 2), (stream.Pending, stream.OldestSeconds, stream.Parked, stream.Published));
    }

    [Fact]
    public async Task Events_are_the_same_for_the_process_that_committed_them_and_for_one_that_started_since()
    {
        await Ledger.Shop();
        var coupon = await Commits(Given.Claim());
        var line = Given.Line("coat-S", 3) with { Name = "한정판 \"핀\" \\ <b>&amp;</b> 🧥\u2028" };
        var paid = Given.Order("paid", lines: line);
        var bought = Given.Order("bought", "jun", lines: Given.Line("coat-M", 2));
        await Ledger.Commit([Given.Charge("c", "jun"), paid.Placed()]);
        await Ledger.Commit([paid.Paid(coupon.Id, 300), bought.Bought()]);
        await Ledger.Commit([paid.TakenBack("r1", ("coat-S", 1)), bought.Cancelled(Given.Now.AddHours(1), "All of it.")]);
        var own = await Outbox.AllPending();

        (Ledger, Outbox) = await Restarted(Clock);

        Assert.Equal(own, await Outbox.AllPending());
        Assert.Equal(
            ["bought.cancelled", "bought.completed", "paid.completed", "paid.refunded.1"],
            own.Select(row => row.Event.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Pending_rows_are_limited_for_each_partition_and_come_in_order_of_number()
    {
        await PaidOrders(12, users: 3);
        var partitions = (await Outbox.AllPending()).GroupBy(row => row.Event.Partition).ToDictionary(rows => rows.Key, rows => rows.ToList());
        Assert.True(partitions.Count > 1);

        foreach (var (partition, rows) in partitions)
        {
            Assert.Equal(rows.Take(3), await Outbox.Pending([partition], 3));
        }

        var heads = await Outbox.Pending([.. partitions.Keys], 2);
        Assert.Equal(partitions.Values.SelectMany(rows => rows.Take(2)).OrderBy(row => row.Number), heads);
        Assert.Empty(await Outbox.Pending([.. Given.AllPartitions.Except(partitions.Keys)], 9));
        Assert.Empty(await Outbox.Pending([], 9));
    }

    [Fact]
    public async Task The_figures_of_the_stream_are_given_by_partition_and_add_up()
    {
        await PaidOrders(12, users: 3);
        await Outbox.Lease("a", [0, 1, 2]);
        var rows = await Outbox.AllPending();
        await Outbox.Acknowledge([.. rows.Take(4)]);
        await Outbox.Park([(rows[4], "too large"), (rows[5], "no JSON")]);

        var stream = await Outbox.Stream(Given.Now.AddSeconds(5));
        Assert.Equal((6, 5, 2, 4), (stream.Pending, stream.OldestSeconds, stream.Parked, stream.Published));
        foreach (var view in stream.Partitions!)
        {
            bool Is(OutboxRow row) => row.Event.Partition == view.Partition;
            var pending = rows.Skip(6).Count(Is);
            Assert.Equal(
                new PartitionStreamView(
                    view.Partition, pending, pending > 0 ? 5 : 0, rows.Skip(4).Take(2).Count(Is), rows.Take(4).Count(Is), view.Partition < 3 ? "a" : null),
                view);
        }

        Assert.Equal(Given.AllPartitions, stream.Partitions.Select(view => view.Partition));
        Assert.Equal(
            [new(rows[5].Event.Id, rows[5].Event.Partition, "no JSON", 5), new(rows[4].Event.Id, rows[4].Event.Partition, "too large", 5)],
            stream.ParkedEvents!);
    }

    [Fact]
    public async Task The_publishing_rate_is_measured_over_the_last_ten_seconds()
    {
        await PaidOrders(9);
        await Outbox.Lease("a", []);
        Assert.Equal(0, (await Outbox.Stream(Given.Now)).PublishedPerSecond);

        Clock.Advance(TimeSpan.FromSeconds(2));
        await Outbox.Acknowledge([.. (await Outbox.AllPending()).Take(8)]);
        Assert.Equal(4, (await Outbox.Stream(Given.Now)).PublishedPerSecond);
        Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(1, (await Outbox.Stream(Given.Now)).PublishedPerSecond);
        Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(0, (await Outbox.Stream(Given.Now)).PublishedPerSecond);
    }

    [Fact]
    public async Task Parked_rows_come_back_behind_the_others_when_they_are_to_be_tried_again()
    {
        await PaidOrders(3);
        var rows = await Outbox.AllPending();
        await Outbox.Park([(rows[0], "too large"), (rows[1], "too large")]);
        await Outbox.Park([(rows[0], "twice")]);
        Assert.Equal(["o2.completed"], (await Outbox.AllPending()).Select(row => row.Event.Id));

        Assert.Equal(2, await Outbox.RetryParked());
        Assert.Equal(0, await Outbox.RetryParked());
        var back = await Outbox.AllPending();
        Assert.Equal(["o2.completed", "o0.completed", "o1.completed"], back.Select(row => row.Event.Id));
        Assert.Equal(rows[0].Event, back[1].Event);

        await Outbox.Park([(back[1], "still too large")]);
        var stream = await Outbox.Stream(Given.Now);
        Assert.Equal((2, 1, 0), (stream.Pending, stream.Parked, stream.Published));
        Assert.Equal("still too large", Assert.Single(stream.ParkedEvents!).Reason);
    }

    [Fact]
    public async Task More_parked_rows_than_fit_a_part_all_come_back_in_order()
    {
        await PaidOrders(LedgerBounds.ReplayChunk + 10, users: 50);
        var rows = await Outbox.AllPending();
        await Outbox.Park([.. rows.Select(row => (row, "down"))]);

        Assert.Equal(LedgerBounds.ReplayChunk + 10, await Outbox.RetryParked());
        Assert.Equal(rows.Select(row => row.Event), (await Outbox.AllPending()).Select(row => row.Event));
    }

    [Fact]
    public async Task Rows_that_are_parked_again_during_a_retry_stay_parked()
    {
        await PaidOrders(2);
        await ParkAll();
        var raised = 0;
        Outbox.Filled += () =>
        {
            // With an end, so that a retry without one fails instead of going on for ever.
            if (raised++ < 3)
            {
                ParkAtOnce();
            }
        };

        Assert.Equal(2, await Outbox.RetryParked());
        Assert.Equal((1, 2), (raised, (await Outbox.Stream(Given.Now)).Parked));
    }

    [Fact]
    public async Task Filled_is_raised_when_a_payment_has_put_rows_in_and_only_then()
    {
        var raised = 0;
        Outbox.Filled += () => raised++;
        await Ledger.Shop();
        var order = Given.Order("o");
        await Ledger.Commit([order.Placed()]);
        Assert.Equal(0, raised);

        await Ledger.Commit([order.Paid()]);
        Assert.Equal(1, raised);
        await Ledger.Commit([order.Paid()]);
        Assert.Equal(1, raised);
        await Outbox.Park([((await Outbox.AllPending())[0], "too large")]);
        await Outbox.RetryParked();
        Assert.Equal(2, raised);
    }

    private async Task ParkAll() => await Outbox.Park([.. (await Outbox.AllPending()).Select(row => (row, "too large"))]);

    private void ParkAtOnce() => ParkAll().GetAwaiter().GetResult();

    private async Task PaidOrders(int count, int users = 1)
    {
        await Ledger.Shop(stock: count);
        var orders = Enumerable.Range(0, count).Select(i => Given.Order("o" + i, users == 1 ? "mina" : "user" + i % users)).ToList();
        await Ledger.Commit([.. orders.Select(order => order.UserId).Distinct().Select(LedgerEvent (user) => Given.Charge("money of " + user, user, 10_000_000))]);
        foreach (var part in orders.Chunk(LedgerBounds.Batch / 2))
        {
            await Ledger.Commit([.. part.Select(LedgerEvent (order) => order.Placed()), .. part.Select(LedgerEvent (order) => order.Paid())]);
        }
    }
}
