using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ECommerce.Ledger.Tests;

// What commits tell those who watch.
public sealed class CommitTelemetryTests : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = [];
    private readonly ActivityListener _spans;

    public CommitTelemetryTests()
    {
        _spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name == CommitTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_spans);
    }

    public void Dispose() => _spans.Dispose();

    [Fact]
    public async Task A_flush_is_in_the_trace_of_its_first_event_and_points_at_all_others()
    {
        var ledger = new HeldLedger();
        await using var group = new GroupCommit(ledger);
        var blocking = group.Commit(Given.Charge("blocking"));
        await ledger.Begun();
        var untraced = group.Commit(Given.Charge("untraced"));
        var (first, firstCaller) = Traced(group, "first");
        var (second, secondCaller) = Traced(group, "second");
        ledger.LetGo();
        await Task.WhenAll(blocking, untraced, first, second);

        var (firstCommit, secondCommit) = (Of(firstCaller, "ledger.commit"), Of(secondCaller, "ledger.commit"));
        var flush = Of(firstCaller, "ledger.flush");
        Assert.Equal((firstCommit.SpanId, firstCaller.SpanId, secondCaller.SpanId), (flush.ParentSpanId, firstCommit.ParentSpanId, secondCommit.ParentSpanId));
        Assert.Equal([secondCommit.Context], flush.Links.Select(link => link.Context));
        Assert.Equal([flush.Context], secondCommit.Links.Select(link => link.Context));
        Assert.Equal(3, flush.GetTagItem("ledger.batch.size"));
        Assert.Equal("WalletCharged Committed", $"{firstCommit.GetTagItem("ledger.event")} {firstCommit.GetTagItem("ledger.verdict")}");
    }

    [Fact]
    public async Task Nothing_is_shown_of_commits_whose_callers_are_in_no_recorded_trace()
    {
        await using var group = new GroupCommit(new MemoryLedger());
        await group.Commit(Given.Charge("untraced"));
        using var caller = new Activity("not recorded").Start();
        await group.Commit(Given.Charge("not recorded"));

        Assert.DoesNotContain(_ended, span => span.TraceId == caller.TraceId || span.ParentSpanId == default);
    }

    [Fact]
    public async Task A_flush_that_fails_says_so()
    {
        var ledger = new HeldLedger { Failure = new LedgerUncertainException("cut") };
        await using var group = new GroupCommit(ledger);
        var (commit, caller) = Traced(group, "lost");
        ledger.LetGo();
        await Assert.ThrowsAsync<LedgerUncertainException>(() => commit);

        Assert.Equal((ActivityStatusCode.Error, nameof(LedgerUncertainException)), (Of(caller, "ledger.flush").Status, Of(caller, "ledger.flush").StatusDescription));
    }

    [Fact]
    public async Task Orders_revenue_refunds_and_coupons_count_once_when_they_are_committed()
    {
        var ledger = new MemoryLedger();
        await ledger.Shop(stock: 10, balance: 50_000);
        await using var group = new GroupCommit(ledger);
        var counted = new ConcurrentDictionary<string, long>();
        using var meter = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == CommitTelemetry.Name && instrument is Counter<long>)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        var caller = new AsyncLocal<bool> { Value = true };
        meter.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
        {
            // Other tests commit meanwhile.
            if (caller.Value)
            {
                counted.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value);
            }
        });
        meter.Start();

        var order = Given.Order("o1");
        await group.Commit(order.Placed());
        await group.Commit(order.Paid());
        await group.Commit(order.Paid());
        await group.Commit(Given.Order("o2", lines: Given.Line(quantity: 2)).Bought());
        await group.Commit(Given.Order("o3", lines: Given.Line(quantity: 1_000)).Bought());
        await group.Commit(order.Cancelled());
        await group.Commit(Given.Claim());
        await group.Commit(Given.Claim());

        Assert.Equal(
            [("ecommerce.coupons.issued", 1), ("ecommerce.orders.paid", 2), ("ecommerce.orders.placed", 2), ("ecommerce.orders.refunded", 1_000), ("ecommerce.orders.revenue", 3_000)],
            counted.Select(sum => (sum.Key, sum.Value)).Order());
    }

    // A commit by a caller in a trace of its own that is recorded.
    private static (Task Commit, Activity Caller) Traced(GroupCommit group, string id)
    {
        var caller = Given.Span();
        var commit = group.Commit(Given.Charge(id));
        Activity.Current = null;
        return (commit, caller);
    }

    private Activity Of(Activity caller, string name) => Assert.Single(_ended, span => span.TraceId == caller.TraceId && span.OperationName == name);
}
