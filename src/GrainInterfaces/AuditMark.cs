using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ECommerce.GrainInterfaces;

/// <summary>
/// How far an audit has come. An audit since a mark looks at what came behind these numbers, and relies on the rows up to them. On PostgreSQL
/// the numbers lie <see cref="InFlight"/> behind the newest ones, so that rows of commits that were at work meanwhile are looked at again.
/// </summary>
/// <param name="Entry">Number of a wallet entry.</param>
/// <param name="Order">Number of an order.</param>
/// <param name="Event">Number of a payment event.</param>
/// <param name="Line">Number of a line of the operators' log.</param>
[GenerateSerializer, Immutable, Alias("AuditMark")]
public sealed record AuditMark(long Entry, long Order, long Event, long Line)
{
    /// <summary>More numbers than are given to commits while one of them is at work.</summary>
    public const long InFlight = 100_000;

    /// <summary>The longest text of a mark, in characters.</summary>
    public const int MaximumLength = 79;

    /// <summary>Reads the text of a mark; null: there is none, or it is not of that form.</summary>
    public static AuditMark? Parse(string? text) =>
        text?.Split('.') is [var entry, var order, var paymentEvent, var line]
        && TryNumber(entry, out var e) && TryNumber(order, out var o) && TryNumber(paymentEvent, out var p) && TryNumber(line, out var l)
            ? new(e, o, p, l)
            : null;

    /// <summary>Four numbers with dots between them.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Entry}.{Order}.{Event}.{Line}");

    private static bool TryNumber([NotNullWhen(true)] string? text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
