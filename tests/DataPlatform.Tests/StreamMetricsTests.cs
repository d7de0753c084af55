using System.Diagnostics.Metrics;
using ECommerce.DataPlatform;
using Microsoft.Extensions.Logging.Abstractions;

namespace ECommerce.DataPlatform.Tests;

/// <summary>The meter, as a collector sees it.</summary>
public sealed class StreamMetricsTests
{
    private readonly StepTime _time = new();
    private readonly FakeOutbox _outbox;
    private readonly FakePublisher _platform = new();
    private readonly IMeterFactory _meters = Some.Meters();
    private readonly StreamMetrics _metrics;

    public StreamMetricsTests() => (_outbox, _metrics) = (new(_time), new(_meters));

    [Fact]
    public async Task Published_and_parked_rows_are_counted_by_partition_with_their_delay()
    {
        using var collector = new Collector(_meters);
        foreach (var partition in (int[])[2, 5, 5, 7])
        {
            _outbox.Pay(partition: partition);
        }

        _platform.Poison[4] = "too large";
        var forwarder = Some.Forwarder(_outbox, _platform, _time, metrics: _metrics);
        _time.SetUtcNow(Some.At + TimeSpan.FromSeconds(3));
        await forwarder.TakeTurn(default);
        await forwarder.TakeTurn(default);

        Assert.Equal([(1, 2), (1, 5), (1, 5)], collector.Of("ecommerce.payments.published"));
        Assert.Equal([(3, 2), (3, 5), (3, 5)], collector.Of("ecommerce.payments.delay"));
        Assert.Equal([(3, null)], collector.Of("ecommerce.payments.batch"));
        Assert.Equal([(1, 7)], collector.Of("ecommerce.payments.parked"));
    }

    [Fact]
    public async Task Failed_attempts_are_counted()
    {
        using var collector = new Collector(_meters);
        _platform.IsDown = true;
        _outbox.Pay();
        using var stream = new PaymentStream(
            Some.Forwarder(_outbox, _platform, _time, metrics: _metrics), _outbox, _time, _metrics, NullLogger<PaymentStream>.Instance);
        await stream.StartAsync(default);
        Assert.Equal(PaymentStream.FirstBackoff, await _time.NextPause());
        Assert.Equal([(1, null)], collector.Of("ecommerce.payments.failures"));
        await stream.StopAsync(default);
    }

    [Fact]
    public async Task The_gauges_show_the_database_while_somebody_collects_them_and_stay_while_it_is_away()
    {
        using var watch = new StreamWatch(_outbox, _time, _metrics, NullLogger<StreamWatch>.Instance);
        await watch.StartAsync(default);
        await _time.NextPause();
        await NextRefresh();
        Assert.Equal(0, _outbox.FigureReads);

        using (var collector = new Collector(_meters))
        {
            _outbox.Pay(partition: 3);
            await NextRefresh();
            collector.Collect();
            Assert.Equal([(1, 3)], collector.Of("ecommerce.payments.pending"));
            Assert.Equal([(1.5, 3)], collector.Of("ecommerce.payments.oldest"));
            Assert.Equal([(0, 3)], collector.Of("ecommerce.payments.aside"));

            _outbox.IsDown = true;
            _outbox.Pay(partition: 3);
            await NextRefresh();
            collector.Collect();
            Assert.Equal([(1, 3), (1, 3)], collector.Of("ecommerce.payments.pending"));

            (_outbox.IsDown, _outbox.IsBroken) = (false, true);
            await NextRefresh();
            _outbox.IsBroken = false;
            await NextRefresh();
            collector.Collect();
            Assert.Equal((2, 3), collector.Of("ecommerce.payments.pending")[^1]);
        }

        var reads = _outbox.FigureReads;
        await NextRefresh();
        Assert.Equal(reads, _outbox.FigureReads);
        await watch.StopAsync(default);
    }

    [Fact]
    public async Task Reading_the_gauges_takes_a_twentieth_of_the_time_at_most()
    {
        using var collector = new Collector(_meters);
        using var watch = new StreamWatch(_outbox, _time, _metrics, NullLogger<StreamWatch>.Instance);
        _outbox.ReadTakes = TimeSpan.FromSeconds(1);
        await watch.StartAsync(default);
        Assert.Equal(TimeSpan.FromSeconds(20), await _time.NextPause());
        await watch.StopAsync(default);
    }

    // Returns when the watch has refreshed the gauges, or found that nobody collects them, and waits again.
    private async Task NextRefresh()
    {
        _time.Advance(StreamWatch.Interval);
        Assert.Equal(StreamWatch.Interval, await _time.NextPause());
    }

    /// <summary>Collects the meters of one factory, because those of other tests have the same names.</summary>
    private sealed class Collector : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly List<(string Name, double Value, int? Partition)> _all = [];

        public Collector(IMeterFactory meters)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, meters))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.Start();
        }

        public void Collect() => _listener.RecordObservableInstruments();

        public IReadOnlyList<(double Value, int? Partition)> Of(string name)
        {
            lock (_all)
            {
                return [.. _all.Where(one => one.Name == name).Select(one => (one.Value, one.Partition))];
            }
        }

        public void Dispose() => _listener.Dispose();

        private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var partition = tags is [("partition", int number)] ? number : (int?)null;
            lock (_all)
            {
                _all.Add((instrument.Name, value, partition));
            }
        }
    }
}
