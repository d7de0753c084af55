namespace ECommerce.LocalEngine.Calls;

/// <summary>Fails calls that nobody answers in time. The request itself is not stopped.</summary>
internal sealed class Deadlines : IDisposable
{
    private readonly DeadlineList[] _parts = [.. Enumerable.Range(0, 16).Select(_ => new DeadlineList())];
    private readonly TimeProvider _clock;
    private readonly TimeSpan _timeout;
    private readonly long _timeoutTicks;
    private readonly ITimer _sweep;

    public Deadlines(LocalEngineOptions options)
    {
        _clock = options.Clock;
        _timeout = options.ResponseTimeout;
        _timeoutTicks = (long)(_timeout.TotalSeconds * _clock.TimestampFrequency);
        _sweep = _clock.CreateTimer(static self => ((Deadlines)self!).Expire(), this, options.ResponseSweep, options.ResponseSweep);
    }

    public void Watch(Request request) =>
        _parts[Environment.CurrentManagedThreadId % _parts.Length].Add(request, _clock.GetTimestamp());

    public void FailAll(Func<Exception> failure)
    {
        foreach (var request in SentUntil(long.MaxValue))
        {
            request.Fail(failure());
        }
    }

    public void Dispose() => _sweep.Dispose();

    private void Expire()
    {
        foreach (var request in SentUntil(_clock.GetTimestamp() - _timeoutTicks))
        {
            request.Fail(new TimeoutException($"No response to {request} within {_timeout}; whether it had an effect is unknown."));
        }
    }

    private IEnumerable<Request> SentUntil(long time)
    {
        foreach (var part in _parts)
        {
            while (part.TakeSentUntil(time) is { } request)
            {
                yield return request;
            }
        }
    }
}
