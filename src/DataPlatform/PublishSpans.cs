using System.Diagnostics;

namespace ECommerce.DataPlatform;

/// <summary>
/// The spans of an attempt to publish rows: one for each whose trace is recorded, in that trace. Of attempts that follow one that failed only the
/// one that succeeds has spans: a data platform that is away for hours does not fill the traces. What is sent does not name them: an event that is
/// published again has the same id and data, and its consumers go on where the payment was committed.
/// </summary>
internal sealed class PublishSpans : IDisposable
{
    private static readonly ActivitySource Source = new(StreamMetrics.Name);
    private readonly IReadOnlyList<OutboxRow> _rows;
    private List<Activity> _spans;
    private bool _hasSucceeded;

    private PublishSpans(IReadOnlyList<OutboxRow> rows, List<Activity> spans) => (_rows, _spans) = (rows, spans);

    /// <summary>Begins them; nobody's are current.</summary>
    /// <param name="isRepeat">The attempt before failed.</param>
    public static PublishSpans Begin(IReadOnlyList<OutboxRow> rows, bool isRepeat) => new(rows, isRepeat ? [] : Started(rows));

    /// <summary>To be called when the data platform has all rows; otherwise they are said to have failed.</summary>
    public void Succeeded()
    {
        _hasSucceeded = true;
        if (_spans.Count == 0)
        {
            _spans = Started(_rows);
        }
    }

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

    private static List<Activity> Started(IReadOnlyList<OutboxRow> rows)
    {
        var spans = new List<Activity>();
        if (!Source.HasListeners())
        {
            return spans;
        }

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

        return spans;
    }
}
