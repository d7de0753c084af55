using System.Collections.Concurrent;

namespace ECommerce.LocalEngine.Calls;

/// <summary>Fails calls that nobody answers in time. The request itself is not stopped.</summary>
internal sealed class Deadlines : IDisposable
{
    private readonly DeadlineList[] _parts = [.. Enumerable.Range(0, 16).Select(_ => new DeadlineList())];

    // Methods with a timeout of their own are few, and rarely called.
    private readonly ConcurrentDictionary<TimeSpan, DeadlineList> _own = new();
    private readonly TimeProvider _clock;
    private readonly TimeSpan _timeout;
    private readonly ITimer _sweep;

    public Deadlines(LocalEngineOptions options)
    {
        _clock = options.Clock;
        _timeout = options.ResponseTimeout;
        _sweep = _clock.CreateTimer(static self => ((Deadlines)self!).Expire(), this, options.ResponseSweep, options.ResponseSweep);
    }

    public void Watch(Request request)
    {
        var list = request.Method.ResponseTimeout is { } own
            ? _own.GetOrAdd(own, static _ => new DeadlineList())
            : _parts[Environment.CurrentManagedThreadId % _parts.Length];
        list.Add(request, _clock.GetTimestamp());
    }

    public void FailAll(Func<Exception> failure)
    {
        foreach (var request in _parts.Concat(_own.Values).SelectMany(list => SentUntil(list, long.MaxValue)))
        {
            request.Fail(failure());
        }
    }

    public void Dispose() => _sweep.Dispose();

    private void Expire()
    {
        foreach (var list in _parts)
        {
            Expire(list, _timeout);
        }

        foreach (var (timeout, list) in _own)
        {
            Expire(list, timeout);
        }
    }

    private void Expire(DeadlineList list, TimeSpan timeout)
    {
        foreach (var request in SentUntil(list, _clock.GetTimestamp() - (long)(timeout.TotalSeconds * _clock.TimestampFrequency)))
        {
            request.Fail(new TimeoutException($"No response to {request} within {timeout}; whether it had an effect is unknown."));
        }
    }

    private static IEnumerable<Request> SentUntil(DeadlineList list, long time)
    {
        while (list.TakeSentUntil(time) is { } request)
        {
            yield return request;
        }
    }
}
