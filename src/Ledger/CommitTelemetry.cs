using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ECommerce.Ledger;

/// <summary>
/// What commits tell those who watch: metrics of the meter <see cref="Name"/> and spans of the source with the same name. While nobody
/// records them, an event costs a few comparisons and no memory.
/// </summary>
public sealed class CommitTelemetry : IDisposable
{
    /// <summary>The name of the meter and of the source of spans.</summary>
    public const string Name = "ECommerce.Ledger";

    private static readonly ActivitySource Source = new(Name);

    // In seconds: a commit takes a round trip and a write to disk, and is given up after five seconds.
    private static readonly InstrumentAdvice<double> Durations = new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5] };

    private static readonly InstrumentAdvice<int> Sizes = new() { HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] };

    private readonly Meter _meter = new(Name);
    private readonly Histogram<int> _batchSize;
    private readonly Histogram<double> _flushDuration;
    private readonly Counter<long> _placed;
    private readonly Counter<long> _paid;
    private readonly Counter<long> _revenue;
    private readonly Counter<long> _refunded;
    private readonly Counter<long> _issued;

    internal CommitTelemetry(Func<int> queue)
    {
        _batchSize = _meter.CreateHistogram("ledger.batch.size", "{event}", "Events in one commit.", tags: null, Sizes);
        _flushDuration = _meter.CreateHistogram("ledger.flush.duration", "s", "How long one commit took.", tags: null, Durations);
        _meter.CreateObservableGauge("ledger.queue.length", queue, "{event}", "Events waiting for a commit.");
        _placed = _meter.CreateCounter<long>("ecommerce.orders.placed", "{order}", "Orders placed, those that are paid in the same call included");
        _paid = _meter.CreateCounter<long>("ecommerce.orders.paid", "{order}", "Orders paid");
        _revenue = _meter.CreateCounter<long>("ecommerce.orders.revenue", "{won}", "Paid for orders, before refunds");
        _refunded = _meter.CreateCounter<long>("ecommerce.orders.refunded", "{won}", "Given back for orders");
        _issued = _meter.CreateCounter<long>("ecommerce.coupons.issued", "{coupon}", "Coupons claimed, and given by operators");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    // The span of one event, from its queue to its verdict. Null: the caller's trace is not recorded. A commit begins no trace of its own.
    internal static Activity? Begin(LedgerEvent change)
    {
        if (!Source.HasListeners() || Activity.Current is not { Recorded: true })
        {
            return null;
        }

        var span = Source.StartActivity("ledger.commit");
        span?.SetTag("ledger.event", change.GetType().Name);
        return span;
    }

    // The span of a commit of many events. It is in the trace of the first of them that has one, whose commit it follows from in the batcher; it
    // and the commits of all others point at each other.
    internal static Activity? BeginFlush(IReadOnlyList<LedgerEvent> batch)
    {
        if (!Source.HasListeners() || Activity.Current is not { Recorded: true } || Source.StartActivity("ledger.flush") is not { } flush)
        {
            return null;
        }

        flush.SetTag("ledger.batch.size", batch.Count);
        foreach (var other in batch)
        {
            if (other.Span is { } span && span.SpanId != flush.ParentSpanId)
            {
                flush.AddLink(new(span.Context));
                span.AddLink(new(flush.Context));
            }
        }

        return flush;
    }

    // To be called within the event's span, so that examples of the metrics lead to it.
    internal void Decided(LedgerEvent change, Verdict verdict, Activity? span)
    {
        span?.SetTag("ledger.verdict", verdict.Guard?.ToString() ?? verdict.Kind.ToString());
        if (verdict.Kind != VerdictKind.Committed)
        {
            return;
        }

        switch (change)
        {
            case OrderPlaced:
                _placed.Add(1);
                break;
            case OrderBought:
                _placed.Add(1);
                AddPaid((Order)verdict.Result!);
                break;
            case OrderPaid:
                AddPaid((Order)verdict.Result!);
                break;
            case CouponIssued:
                _issued.Add(1);
                break;
            case OrderCancelled:
                _refunded.Add(((CancelledOrder)verdict.Result!).Refunds[^1].Amount);
                break;
            default:
                break;
        }
    }

    // To be called within the span of the flush. Failure: the kind of exception that it ended with; null: it ended well.
    internal void Flushed(int events, TimeSpan duration, string? failure)
    {
        _batchSize.Record(events);
        if (failure is null)
        {
            _flushDuration.Record(duration.TotalSeconds);
        }
        else
        {
            _flushDuration.Record(duration.TotalSeconds, KeyValuePair.Create("error.type", (object?)failure));
        }
    }

    private void AddPaid(Order order)
    {
        _paid.Add(1);
        _revenue.Add(order.Paid);
    }
}
