using System.Net;
using System.Text;

namespace ECommerce.Testing.Otlp;

/// <summary>
/// Takes traces, metrics and logs as a collector of OpenTelemetry does: by HTTP, in protobuf. It shares no code with the exporters but the
/// reader of protobuf's wire format.
/// </summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Lock _lock = new();
    private readonly List<(string Path, byte[] Body)> _requests = [];
    private readonly bool _keeps;
    private readonly Task _loop;
    private readonly string _address = $"http://127.0.0.1:{FreePort.Next()}/";
    private long _bytes;

    private OtlpReceiver(bool keeps)
    {
        _keeps = keeps;
        _listener.Prefixes.Add(_address);
        _listener.Start();
        _loop = Receive();
    }

    /// <summary>How much was received, in bytes.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>The spans so far, in the order in which they came.</summary>
    public IReadOnlyList<OtlpSpan> Spans => [.. Requests("/v1/traces").SelectMany(body => OtlpReading.Spans(body))];

    /// <summary>The lines of logs so far.</summary>
    public IReadOnlyList<OtlpLog> Logs => [.. Requests("/v1/logs").SelectMany(body => OtlpReading.Logs(body))];

    /// <summary>The metrics of each process, with all points that came so far.</summary>
    public IReadOnlyList<OtlpMetric> Metrics =>
    [
        .. Requests("/v1/metrics").SelectMany(body => OtlpReading.Metrics(body))
            .GroupBy(metric => (metric.Service, metric.Instance, metric.Name))
            .Select(sent => sent.Last() with { Points = [.. sent.SelectMany(metric => metric.Points)] }),
    ];

    /// <summary>Starts one.</summary>
    /// <param name="keeps">False: it counts what it gets and forgets it.</param>
    public static OtlpReceiver Start(bool keeps = true) => new(keeps);

    /// <summary>The settings with which a shop sends everything here, for <see cref="ShopSettings.More"/>.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _address,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
    };

    /// <summary>The same, and all traces are recorded, and nothing is kept back for long.</summary>
    public IReadOnlyDictionary<string, string> EagerSettings => Settings.With(
        ("OTEL_TRACES_SAMPLER", "parentbased_always_on"),
        ("OTEL_BSP_SCHEDULE_DELAY", "100"),
        ("OTEL_BLRP_SCHEDULE_DELAY", "100"),
        ("OTEL_METRIC_EXPORT_INTERVAL", "500"));

    /// <summary>Whether a text was anywhere in what was received.</summary>
    public bool HasReceived(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        lock (_lock)
        {
            return _requests.Exists(request => request.Body.AsSpan().IndexOf(bytes) >= 0);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _loop;
        _listener.Close();
    }

    private List<byte[]> Requests(string path)
    {
        lock (_lock)
        {
            return [.. _requests.Where(request => request.Path == path).Select(request => request.Body)];
        }
    }

    private async Task Receive()
    {
        while (true)
        {
            HttpListenerContext call;
            try
            {
                call = await _listener.GetContextAsync();
            }
            catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            try
            {
                await Take(call);
            }
            catch (Exception gone) when (gone is IOException or HttpListenerException)
            {
                // The program that sent it was killed meanwhile.
            }
        }
    }

    private async Task Take(HttpListenerContext call)
    {
        var body = new MemoryStream();
        await call.Request.InputStream.CopyToAsync(body);
        Interlocked.Add(ref _bytes, body.Length);
        if (_keeps)
        {
            lock (_lock)
            {
                _requests.Add((call.Request.Url!.AbsolutePath, body.ToArray()));
            }
        }

        // An answer without fields is an empty message: all was accepted.
        call.Response.ContentType = "application/x-protobuf";
        call.Response.Close();
    }
}
