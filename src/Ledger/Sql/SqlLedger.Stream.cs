namespace ECommerce.Ledger;

public abstract partial class SqlLedger
{
    private readonly PublishedRate _rate;

    /// <inheritdoc/>
    public async Task<PaymentStreamView> Stream(DateTimeOffset now)
    {
        var figures = new StreamFigures(now);
        await Query(
            Statement.Query(
                "SELECT o.partition, count(*), min(e.at) FROM outbox o JOIN payment_events e ON e.id = o.event_id GROUP BY o.partition",
                at => figures.Pending((int)at.Number(), at.Number(), at.Time())),
            Statement.Query(
                "SELECT partition, count(*) FROM parked_payments GROUP BY partition", at => figures.Parked((int)at.Number(), at.Number())),
            Statement.Query(
                $"SELECT partition, published, CASE WHEN NOT {LeaseEnded("owned_until", Sql.Now("$1"))} THEN owner END FROM payment_partitions",
                at => figures.Published((int)at.Number(), at.Number(), at.TextOrNull()),
                _clock.GetUtcNow()),
            Statement.Query("SELECT CAST(coalesce(sum(remaining), 0) AS bigint) FROM payment_replays", at => figures.Replaying(at.Number())),
            Statement.Query(
                "SELECT e.id, p.partition, p.reason, e.at FROM parked_payments p JOIN payment_events e ON e.id = p.event_id " +
                $"ORDER BY p.number DESC LIMIT {LedgerBounds.ParkedShown}",
                at => figures.ParkedEvent(at.Text(), (int)at.Number(), at.Text(), at.Time()))).ConfigureAwait(false);
        return figures.View(_rate);
    }
}
