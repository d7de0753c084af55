using System.Diagnostics.Metrics;
using ECommerce.GrainInterfaces;

namespace ECommerce.DataPlatform;

/// <summary>
/// The payment stream's metrics, under the meter <see cref="Name"/>. Counters and histograms count what this process did. The gauges
/// show the whole stream as the database has it, so they are the same in every process.
/// </summary>
public sealed class StreamMetrics
{
    /// <summary>The meter's name.</summary>
    public const string Name = "ECommerce.DataPlatform";

    private static readonly KeyValuePair<string, object?>[] Tags =
        [.. Enumerable.Range(0, LedgerBounds.Partitions).Select(partition => KeyValuePair.Create("partition", (object?)partition))];

    private readonly Counter<long> _published;
    private readonly Histogram<int> _batch;
    private readonly Histogram<double> _delay;
    private readonly Counter<long> _parked;
    private readonly Counter<long> _failures;
    private readonly Instrument[] _gauges;
    private volatile IReadOnlyList<PartitionStreamView> _partitions = [];

    /// <summary>Creates the instruments.</summary>
    public StreamMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _published = meter.CreateCounter<long>("ecommerce.payments.published", "{event}", "Events acknowledged by the data platform");
        _batch = meter.CreateHistogram<int>("ecommerce.payments.batch", "{event}", "Events published at once");
        _delay = meter.CreateHistogram<double>("ecommerce.payments.delay", "s", "From the payment to its acknowledgement; replays included");
        _parked = meter.CreateCounter<long>("ecommerce.payments.parked", "{event}", "Events set aside");
        _failures = meter.CreateCounter<long>("ecommerce.payments.failures", "{attempt}", "Attempts that failed and are repeated");
        _gauges =
        [
            meter.CreateObservableGauge("ecommerce.payments.pending", () => Each(view => view.Pending), "{event}", "Events in line"),
            meter.CreateObservableGauge("ecommerce.payments.oldest", () => Each(view => view.OldestSeconds), "s", "Age of the oldest in line"),
            meter.CreateObservableGauge("ecommerce.payments.aside", () => Each(view => view.Parked), "{event}", "Events that wait for an operator"),
        ];
    }

    internal bool AreGaugesCollected => Array.Exists(_gauges, gauge => gauge.Enabled);

    internal void Update(PaymentStreamView stream) => _partitions = stream.Partitions ?? [];

    internal void Published(IReadOnlyList<OutboxRow> rows, DateTimeOffset now)
    {
        _batch.Record(rows.Count);
        foreach (var row in rows)
        {
            var tag = Tags[row.Event.Partition];
            _published.Add(1, tag);
            _delay.Record((now - row.Event.At).TotalSeconds, tag);
        }
    }

    internal void Parked(OutboxRow row) => _parked.Add(1, Tags[row.Event.Partition]);

    internal void Failed() => _failures.Add(1);

    private IEnumerable<Measurement<T>> Each<T>(Func<PartitionStreamView, T> figure)
        where T : struct => _partitions.Select(view => new Measurement<T>(figure(view), Tags[view.Partition]));
}
