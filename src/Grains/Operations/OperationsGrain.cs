namespace ECommerce.Grains;

// Keeps nothing; and whether a frontend is ready must not hang on a silo that it does not call.
[StatelessWorker(1)]
internal sealed class OperationsGrain(ILedger ledger, IOutbox outbox, TimeProvider clock) : Grain, IOperationsGrain
{
    private readonly Audits _audits = new(ledger.Audit);

    public Task<AuditView> Audit() => _audits.Get(since: null);

    public Task<AuditView> AuditSince(string since) =>
        _audits.Get(AuditMark.Parse(since) ?? throw new ArgumentException("This is not the mark of an audit.", nameof(since)));

    public Task<PaymentStreamView> PaymentStream() => outbox.Stream(clock.Now());

    public async Task<ReplayView> ReplayPayments(DateTimeOffset from, DateTimeOffset to) =>
        new(await outbox.Replay(from, to, Acts.Of("payments.replay", clock.Now())));

    public async Task<ReplayView> RetryParkedPayments() => new(await outbox.RetryParked(Acts.Of("payments.retry", clock.Now())));

    public Task Ready() => ledger.Probe();
}
