using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ECommerce.WebFrontend;

/// <summary>
/// Counts what this process answers, second by second, from the framework's own instrument and the counter of problems. It listens only while
/// somebody looks: an instrument that nobody listens to costs a call nothing.
/// </summary>
internal sealed class CallFigures(IMeterFactory meters, EventStreams streams)
{
    /// <summary>The seconds that the figures are of.</summary>
    private const int Seconds = 10;

    private static readonly string Process = $"{Environment.MachineName}-{Environment.ProcessId}";

    private readonly Counter<long> _problems = meters.Create(RefusedCalls.Meter).CreateCounter<long>("ecommerce.calls.problems", "{call}", "Problems answered, by code");
    private readonly Queue<Second> _past = [];
    private Second _now = new();
    private volatile MeterListener? _listener;

    /// <summary>Takes note of a problem that is answered.</summary>
    public void Note(string code)
    {
        if (_problems.Enabled)
        {
            _problems.Add(1, KeyValuePair.Create("code", (object?)code));
        }
    }

    /// <summary>Takes note of a problem that is answered before the framework measures the call.</summary>
    public void NoteEarly(int status, string code)
    {
        Note(code);
        if (_listener is not null)
        {
            _now.Answered(status);
        }
    }

    /// <summary>Begins to count.</summary>
    public void Start()
    {
        if (_listener is not null)
        {
            return;
        }

        _listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                // Of this process's services: several hosts of one test each have instruments of the same names.
                if (ReferenceEquals(instrument, _problems)
                    || (instrument is Histogram<double> { Name: "http.server.request.duration" } && ReferenceEquals(instrument.Meter.Scope, meters)))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        _listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) => _now.Answered(seconds, tags));
        _listener.SetMeasurementEventCallback<long>((_, _, tags, _) => _now.Refused((string)tags[0].Value!));
        _listener.Start();
    }

    /// <summary>Ends to count, and forgets.</summary>
    public void Stop()
    {
        _listener?.Dispose();
        (_listener, _now) = (null, new Second());
        _past.Clear();
    }

    /// <summary>The figures of the last seconds. Called once a second.</summary>
    public FrontendFigures Read()
    {
        _past.Enqueue(Interlocked.Exchange(ref _now, new Second()).Ended());
        if (_past.Count > Seconds)
        {
            _past.Dequeue();
        }

        var length = _past.Sum(second => second.Length);
        double Rate(long count) => Math.Round(count / length, 2);
        var times = new long[Second.Times];
        foreach (var second in _past)
        {
            second.AddTimesTo(times);
        }

        return new(
            Process, Rate(_past.Sum(second => second.ByStatus.Values.Sum())), Rate(_past.Sum(second => second.Claims)), Quantile(times, 0.50), Quantile(times, 0.99),
            [.. _past.SelectMany(second => second.ByStatus).GroupBy(it => it.Key, it => it.Value).OrderBy(it => it.Key).Select(it => new StatusRate(it.Key, Rate(it.Sum())))],
            [.. _past.SelectMany(second => second.ByCode).GroupBy(it => it.Key, it => it.Value).OrderByDescending(it => it.Sum()).Select(it => new CodeRate(it.Key, Rate(it.Sum())))],
            streams.Count);
    }

    private static double? Quantile(long[] times, double share)
    {
        var left = (long)Math.Ceiling(times.Sum() * share);
        for (var i = 0; i < times.Length && left > 0; i++)
        {
            left -= times[i];
            if (left <= 0)
            {
                return Math.Round(Second.MillisecondsOf(i), 2);
            }
        }

        return null;
    }

    /// <summary>One second. Calls write to it from many threads.</summary>
    private sealed class Second
    {
        /// <summary>Times from ten microseconds on, each a fourteenth of a power of two longer than the one before: up to a minute and a half.</summary>
        public const int Times = 14 * 23;

        private const double Shortest = 1e-5;
        private readonly long _began = Stopwatch.GetTimestamp();
        private readonly long[] _times = new long[Times];
        private long _claims;

        /// <summary>How long it was, in seconds; set when it is over.</summary>
        public double Length { get; private set; }

        public long Claims => Volatile.Read(ref _claims);

        public ConcurrentDictionary<int, long> ByStatus { get; } = new();

        public ConcurrentDictionary<string, long> ByCode { get; } = new();

        public static double MillisecondsOf(int time) => Shortest * 1_000 * Math.Pow(2, (time + 0.5) / 14);

        public void Answered(double seconds, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var (status, route) = (0, "");
            foreach (var (name, value) in tags)
            {
                (status, route) = (name, value) switch
                {
                    ("http.response.status_code", int code) => (code, route),
                    ("http.route", string path) => (status, path),
                    _ => (status, route),
                };
            }

            if (route.EndsWith("/live", StringComparison.Ordinal) || route is Health.Liveness or Health.Readiness)
            {
                return;
            }

            Interlocked.Increment(ref _times[Math.Clamp((int)(Math.Log2(seconds / Shortest) * 14), 0, Times - 1)]);
            Answered(status);
            if (status == StatusCodes.Status201Created && route.EndsWith("/claim", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref _claims);
            }
        }

        public void Answered(int status) => ByStatus.AddOrUpdate(status, 1, static (_, count) => count + 1);

        public void Refused(string code) => ByCode.AddOrUpdate(code, 1, static (_, count) => count + 1);

        /// <summary>Adds what it counted.</summary>
        public void AddTimesTo(long[] times)
        {
            for (var i = 0; i < Times; i++)
            {
                times[i] += Volatile.Read(ref _times[i]);
            }
        }

        /// <summary>It is over.</summary>
        public Second Ended()
        {
            Length = Math.Max(0.1, Stopwatch.GetElapsedTime(_began).TotalSeconds);
            return this;
        }
    }
}
