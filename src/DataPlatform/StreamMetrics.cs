using System.Diagnostics.Metrics;

namespace ECommerce.DataPlatform;

/// <summary>What the payment stream counts, under the meter <see cref="Name"/>.</summary>
public sealed class StreamMetrics
{
    /// <summary>The meter's name.</summary>
    public const string Name = "ECommerce.DataPlatform";

    private readonly Counter<long> _published;
    private readonly Histogram<int> _batch;
    private readonly Counter<long> _parked;
    private readonly Counter<long> _failures;

    /// <summary>Creates the instruments.</summary>
    public StreamMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _published = meter.CreateCounter<long>("ecommerce.payments.published", "{event}", "Events acknowledged by the data platform");
        _batch = meter.CreateHistogram<int>("ecommerce.payments.batch", "{event}", "Events published at once");
        _parked = meter.CreateCounter<long>("ecommerce.payments.parked", "{event}", "Events set aside");
        _failures = meter.CreateCounter<long>("ecommerce.payments.failures", "{attempt}", "Attempts that failed and are repeated");
    }

    internal void Published(int rows)
    {
        _published.Add(rows);
        _batch.Record(rows);
    }

    internal void Parked() => _parked.Add(1);

    internal void Failed() => _failures.Add(1);
}
