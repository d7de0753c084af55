namespace ECommerce.Ledger.Tests;

public abstract partial class LedgerContract
{
    [Fact]
    public async Task The_outbox_remembers_in_which_trace_an_event_came_about()
    {
        await Ledger.Shop(stock: 10, balance: 50_000);
        var (paid, untraced) = (Given.Order("o1"), Given.Order("o2"));
        using var placing = Given.Span();
        await Ledger.Commit([paid.Placed() with { Span = placing }, untraced.Placed()]);
        using var payment = Given.Span();
        using var purchase = Given.Span();
        await Ledger.Commit([paid.Paid() with { Span = payment }, untraced.Paid(), Given.Order("o3").Bought() with { Span = purchase }]);
        using var refund = Given.Span();
        await Ledger.Commit([paid.Cancelled() with { Span = refund }]);

        Assert.Equal(
            [("o1.completed", payment.Id), ("o2.completed", null), ("o3.completed", purchase.Id), ("o1.cancelled", refund.Id)],
            (await Outbox.AllPending()).Select(row => (row.Event.Id, row.Event.TraceParent)));
    }

    // Their traces are over.
    [Fact]
    public async Task What_is_published_again_is_in_no_trace()
    {
        await Ledger.Shop(stock: 10, balance: 50_000);
        using var span = Given.Span();
        await Ledger.Commit([Given.Order("o1").Bought() with { Span = span }]);
        var rows = await Outbox.AllPending();
        await Outbox.Park([(rows[0], "too large")]);
        await Outbox.RetryParked();
        await Outbox.Replay(Given.Now, Given.Now.AddDays(1));
        await Outbox.ContinueReplay();

        Assert.Equal([("o1.completed", null), ("o1.completed", null)], (await Outbox.AllPending()).Select(row => (row.Event.Id, row.Event.TraceParent)));
    }
}
