namespace ECommerce.GrainInterfaces;

/// <summary>What an operator asks of the ledger and the payment stream. Key: <see cref="Key"/>.</summary>
[Alias("IOperationsGrain")]
public interface IOperationsGrain : IGrainWithStringKey
{
    /// <summary>The one key.</summary>
    const string Key = "operations";

    /// <summary>Checks the books in one snapshot of the ledger.</summary>
    [AlwaysInterleave, ResponseTimeout("00:05:00"), Alias("Audit"), Repeatable]
    Task<AuditView> Audit();

    /// <summary>Checks what came into the books since an earlier audit.</summary>
    /// <param name="since">The text of its <see cref="AuditMark"/>.</param>
    [AlwaysInterleave, ResponseTimeout("00:05:00"), Alias("AuditSince"), Repeatable]
    Task<AuditView> AuditSince(string since);

    /// <summary>How far the payment stream is.</summary>
    [AlwaysInterleave, Alias("PaymentStream"), Repeatable]
    Task<PaymentStreamView> PaymentStream();

    /// <summary>Publishes the events of that time again, with the same ids. Returns how many.</summary>
    /// <param name="from">Inclusive, UTC.</param>
    /// <param name="to">Exclusive, UTC.</param>
    [AlwaysInterleave, ResponseTimeout("00:05:00"), Alias("ReplayPayments")]
    Task<ReplayView> ReplayPayments(DateTimeOffset from, DateTimeOffset to);

    /// <summary>Puts the parked events back into the stream, once what ailed them is mended. Returns how many.</summary>
    [AlwaysInterleave, Alias("RetryParkedPayments")]
    Task<ReplayView> RetryParkedPayments();

    /// <summary>Throws <see cref="UnavailableException"/> unless the ledger answers and its migrations are applied.</summary>
    [AlwaysInterleave, Alias("Ready"), Repeatable]
    Task Ready();
}

/// <summary>The result of an audit.</summary>
/// <param name="Mark">The text of an <see cref="AuditMark"/>, for an audit of what comes since; absent when an older process answers.</param>
[GenerateSerializer, Immutable, Alias("AuditView")]
public sealed record AuditView(bool Ok, IReadOnlyList<AuditCheck> Checks, string? Mark = null);

/// <summary>One check: its name, whether it holds, and what was counted or found wrong.</summary>
[GenerateSerializer, Immutable, Alias("AuditCheck")]
public sealed record AuditCheck(string Name, bool Ok, string Detail);

/// <summary>The state of the payment stream.</summary>
/// <param name="Pending">Events not yet acknowledged by the data platform.</param>
/// <param name="OldestSeconds">Age of the oldest of them, in seconds; 0 when there is none.</param>
/// <param name="Parked">Events that could not be published and wait for an operator.</param>
/// <param name="Published">Events acknowledged since the shop was opened, replays included.</param>
/// <param name="PublishedPerSecond">Over the last ten seconds, by all processes.</param>
/// <param name="Partitions">Each partition, in order; absent when an older process answers.</param>
/// <param name="ParkedEvents">The newest of the parked events, newest first; absent when an older process answers.</param>
[GenerateSerializer, Immutable, Alias("PaymentStreamView")]
public sealed record PaymentStreamView(
    long Pending,
    double OldestSeconds,
    long Parked,
    long Published,
    double PublishedPerSecond = 0,
    IReadOnlyList<PartitionStreamView>? Partitions = null,
    IReadOnlyList<ParkedPaymentView>? ParkedEvents = null);

/// <summary>One partition of the payment stream: the events of some of the users.</summary>
/// <param name="Pending">Events in line; what a replay has yet to put there is counted only in the whole.</param>
/// <param name="Published">Partition 0 counts as well what was published before there were partitions.</param>
/// <param name="Owner">The process that publishes it; absent while none does.</param>
[GenerateSerializer, Immutable, Alias("PartitionStreamView")]
public sealed record PartitionStreamView(int Partition, long Pending, double OldestSeconds, long Parked, long Published, string? Owner = null);

/// <summary>An event that could not be published.</summary>
/// <param name="Reason">Why, as the publisher put it.</param>
/// <param name="AgeSeconds">Since the payment or cancellation that it tells.</param>
[GenerateSerializer, Immutable, Alias("ParkedPaymentView")]
public sealed record ParkedPaymentView(string EventId, int Partition, string Reason, double AgeSeconds);

/// <summary>How many events will be published again.</summary>
[GenerateSerializer, Immutable, Alias("ReplayView")]
public sealed record ReplayView(long Events);
