namespace ECommerce.Ledger;

// What a batch came to, with the payment events that it put into the outbox.
internal sealed record CommittedBatch(IReadOnlyList<Verdict> Verdicts, IReadOnlyList<PaymentEvent> PaymentEvents);
