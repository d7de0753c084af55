namespace ECommerce.Telemetry.Tests;

/// <summary>What happens to a payment is shown in one trace, through all processes.</summary>
[Collection(OneObservedCluster.Name)]
public sealed class Trace_of_a_payment(ObservedCluster observed, ITestOutputHelper output)
{
    [Fact]
    public async Task One_trace_leads_from_the_HTTP_call_to_the_header_of_the_record()
    {
        await observed.Told();
        var record = (await Kcat.Read(observed.Broker)).First(record => record["ce_type"] == "com.ecommerce.payment.completed.v1");
        var (traceId, committed) = (record["traceparent"].Split('-')[1], record["traceparent"].Split('-')[2]);
        var spans = await Eventually.Ask(() => Task.FromResult(Trace(traceId)), trace => trace.Any(span => span.Name.StartsWith("POST", StringComparison.Ordinal)), Bounds.Publication);
        output.WriteLine(string.Join('\n', spans.Select(span => $"{span.Service} {span.Scope}: {span.Name} {span.Id} < {span.ParentId}")));

        var call = Assert.Single(spans, span => span.ParentId == "");
        Assert.Equal(("ecommerce-frontend", "POST /v1/orders/{id}/payment"), (call.Service, call.Name));
        var commit = Assert.Single(spans, span => span.Id == committed);
        Assert.Equal(("ecommerce-silo", "ledger.commit", "OrderPaid"), (commit.Service, commit.Name, commit.Attributes["ledger.event"]));
        var flush = Assert.Single(spans, span => span.Name == "ledger.flush");
        var statement = Assert.Single(spans, span => span.Scope == "Npgsql" && span.ParentId == flush.Id);
        var publish = Assert.Single(spans, span => span.Name == "payments publish");
        Assert.Equal((commit.Id, commit.Id, record["ce_id"]), (flush.ParentId, publish.ParentId, publish.Attributes["ecommerce.payment.id"]));
        Assert.Equal(record["traceparent"], record["ce_traceparent"]);

        // The call of the grain leaves the frontend and arrives in the silo.
        var path = Ancestors(statement, spans);
        var grainCalls = path.Where(span => span.Scope == "Microsoft.Orleans.Application").ToList();
        Assert.Equal(["ecommerce-silo", "ecommerce-frontend"], grainCalls.Select(span => span.Service));
        Assert.All(grainCalls, span => Assert.EndsWith("Pay", span.Name));
        Assert.Equal(call, path[^1]);
    }

    private List<OtlpSpan> Trace(string traceId) => [.. observed.Receiver.Spans.Where(span => span.TraceId == traceId)];

    private static List<OtlpSpan> Ancestors(OtlpSpan span, IReadOnlyList<OtlpSpan> trace)
    {
        var ancestors = new List<OtlpSpan>();
        for (var parent = span; parent.ParentId != "";)
        {
            parent = trace.Single(other => other.Id == parent.ParentId);
            ancestors.Add(parent);
        }

        return ancestors;
    }
}
