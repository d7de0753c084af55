using System.Diagnostics.Metrics;
using ECommerce.DataPlatform;
using Microsoft.Extensions.Logging.Abstractions;

namespace ECommerce.DataPlatform.Tests;

/// <summary>What somebody who collects the meter sees.</summary>
public sealed class StreamMetricsTests
{
    private readonly StepTime _time = new();
    private readonly FakeOutbox _outbox;
    private readonly FakePublisher _platform = new();
    private readonly IMeterFactory _meters = Some.Meters();
    private readonly StreamMetrics _metrics;

    public StreamMetricsTests() => (_outbox, _metrics) = (new(_time), new(_meters));

    [Fact]
    public async Task What_is_published_and_parked_is_counted_by_partition_with_its_delay()
    {
        using var seen = new Seen(_meters);
        foreach (var partition in (int[])[2, 5, 5, 7])
        {
            _outbox.Pay(partition: partition);
        }

        _platform.Poison[4] = "too large";
        var reader = Some.Reader(_outbox, _platform, _time, metrics: _metrics);
        _time.SetUtcNow(Some.At + TimeSpan.FromSeconds(3));
        await reader.Take(default);
        await reader.Take(default);

        Assert.Equal([(1, 2), (1, 5), (1, 5)], seen.Of("ecommerce.payments.published"));
        Assert.Equal([(3, 2), (3, 5), (3, 5)], seen.Of("ecommerce.payments.delay"));
        Assert.Equal([(3, null)], seen.Of("ecommerce.payments.batch"));
        Assert.Equal([(1, 7)], seen.Of("ecommerce.payments.parked"));
    }

    [Fact]
    public async Task Attempts_that_fail_are_counted()
    {
        using var seen = new Seen(_meters);
        _platform.IsDown = true;
        _outbox.Pay();
        using var stream = new PaymentStream(
            Some.Reader(_outbox, _platform, _time, metrics: _metrics), _outbox, _time, _metrics, NullLogger<PaymentStream>.Instance);
        await stream.StartAsync(default);
        Assert.Equal(StreamBounds.FirstBackoff, await _time.NextPause());
        Assert.Equal([(1, null)], seen.Of("ecommerce.payments.failures"));
        await stream.StopAsync(default);
    }

    [Fact]
    public async Task The_gauges_are_the_databases_while_somebody_collects_them_and_stay_while_it_is_away()
    {
        using var watch = new StreamWatch(_outbox, _time, _metrics, NullLogger<StreamWatch>.Instance);
        await watch.StartAsync(default);
        await _time.NextPause();
        await NextLook();
        Assert.Equal(0, _outbox.Looks);

        using (var seen = new Seen(_meters))
        {
            _outbox.Pay(partition: 3);
            await NextLook();
            seen.Collect();
            Assert.Equal([(1, 3)], seen.Of("ecommerce.payments.pending"));
            Assert.Equal([(1.5, 3)], seen.Of("ecommerce.payments.oldest"));
            Assert.Equal([(0, 3)], seen.Of("ecommerce.payments.aside"));

            _outbox.IsDown = true;
            _outbox.Pay(partition: 3);
            await NextLook();
            seen.Collect();
            Assert.Equal([(1, 3), (1, 3)], seen.Of("ecommerce.payments.pending"));

            (_outbox.IsDown, _outbox.IsBroken) = (false, true);
            await NextLook();
            _outbox.IsBroken = false;
            await NextLook();
            seen.Collect();
            Assert.Equal((2, 3), seen.Of("ecommerce.payments.pending")[^1]);
        }

        var looks = _outbox.Looks;
        await NextLook();
        Assert.Equal(looks, _outbox.Looks);
        await watch.StopAsync(default);
    }

    // Returns when the watch has looked, or has found that nobody wants to know, and waits again.
    private async Task NextLook()
    {
        _time.Advance(StreamBounds.Watch);
        Assert.Equal(StreamBounds.Watch, await _time.NextPause());
    }

    /// <summary>Collects the meters of one factory: other tests have theirs.</summary>
    private sealed class Seen : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly List<(string Name, double Value, int? Partition)> _all = [];

        public Seen(IMeterFactory meters)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, meters))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
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

        private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var partition = tags is [("partition", int number)] ? number : (int?)null;
            lock (_all)
            {
                _all.Add((instrument.Name, value, partition));
            }
        }
    }
}
