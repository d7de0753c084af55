using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;

namespace ECommerce.DataPlatform.Tests;

/// <summary>Publishing is shown in the traces of the payments.</summary>
public sealed class PublishSpansTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeOutbox _outbox;
    private readonly FakePublisher _platform = new();
    private readonly ConcurrentQueue<Activity> _ended = [];
    private readonly ActivityListener _spans;
    private readonly string _trace = $"00-{ActivityTraceId.CreateRandom()}-00f067aa0ba902b7-01";

    public PublishSpansTests()
    {
        _outbox = new(_time);
        _spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name == StreamMetrics.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_spans);
    }

    public void Dispose() => _spans.Dispose();

    [Fact]
    public async Task An_event_with_a_trace_has_a_span_for_the_first_attempt_and_for_the_one_that_succeeds_and_the_others_have_none()
    {
        var forwarder = Some.Forwarder(_outbox, _platform, _time);
        _outbox.Pay(order: "traced", traceParent: _trace);
        _outbox.Pay(order: "untraced");
        Activity? current = new("none");
        _platform.Work = _ =>
        {
            current = Activity.Current;
            throw new IOException("down");
        };
        await Assert.ThrowsAsync<IOException>(() => forwarder.TakeTurn(default));
        await Assert.ThrowsAsync<IOException>(() => forwarder.TakeTurn(default));
        _platform.Work = _ => Task.CompletedTask;
        await forwarder.TakeTurn(default);

        Assert.Null(current);
        var spans = _ended.Where(span => span.ParentId == _trace).ToList();
        Assert.Equal([ActivityStatusCode.Error, ActivityStatusCode.Unset], spans.Select(span => span.Status));
        Assert.All(spans, span => Assert.Equal("Producer traced.completed", $"{span.Kind} {span.GetTagItem("ecommerce.payment.id")}"));
    }
}
