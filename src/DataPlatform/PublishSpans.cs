using System.Diagnostics;

namespace ECommerce.DataPlatform;

/// <summary>
/// The spans of an attempt to publish rows: one for each whose trace is recorded, in that trace. What is sent does not name them: an event that is
/// published again is the same to the last byte, and its consumers go on where the payment was committed.
/// </summary>
internal sealed class PublishSpans : IDisposable
{
    private static readonly ActivitySource Source = new(StreamMetrics.Name);
    private readonly IReadOnlyList<Activity> _spans;
    private bool _hasSucceeded;

    private PublishSpans(IReadOnlyList<Activity> spans) => _spans = spans;

    /// <summary>Begins them; nobody's are current.</summary>
    public static PublishSpans Begin(IReadOnlyList<OutboxRow> rows)
    {
        if (!Source.HasListeners())
        {
            return new([]);
        }

        var spans = new List<Activity>();
        foreach (var payment in rows.Select(row => row.Event))
        {
            if (payment.TraceParent is { } parent
                && ActivityContext.TryParse(parent, null, isRemote: true, out var context)
                && Source.StartActivity("payments publish", ActivityKind.Producer, context, [new("ecommerce.payment.id", payment.Id)]) is { } span)
            {
                spans.Add(span);
                Activity.Current = null;
            }
        }

        return new(spans);
    }

    /// <summary>To be called when the data platform has all rows; otherwise they are said to have failed.</summary>
    public void Succeeded() => _hasSucceeded = true;

    public void Dispose()
    {
        foreach (var span in _spans)
        {
            if (!_hasSucceeded)
            {
                span.SetStatus(ActivityStatusCode.Error);
            }

            span.Dispose();
        }
    }
}
