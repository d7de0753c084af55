namespace ECommerce.WebFrontend;

/// <summary>What of an order is cancelled, and why.</summary>
/// <param name="Items">Units to be taken back of a paid order; without them all that is left.</param>
/// <param name="Reason">In the user's words, if they say.</param>
internal sealed record CancellationRequest(
    [property: Count(1, Bounds.MaximumLines)] IReadOnlyList<OrderItem>? Items,
    [property: Text(0, Bounds.MaximumReasonLength, HasLines = true)] string? Reason);

/// <summary>What of an order an operator cancels, and why.</summary>
/// <param name="Items">Units to be taken back of a paid order; without them all that is left.</param>
/// <param name="Reason">For the log and for other operators.</param>
internal sealed record OperatorsCancellationRequest(
    [property: Count(1, Bounds.MaximumLines)] IReadOnlyList<OrderItem>? Items,
    [property: Text(1, Bounds.MaximumReasonLength, HasLines = true)] string Reason);
