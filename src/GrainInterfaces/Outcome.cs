namespace ECommerce.GrainInterfaces;

/// <summary>What a command came to: a value, or a refusal. A refusal is a value, never an exception.</summary>
/// <typeparam name="TValue">What the caller gets when it was done.</typeparam>
/// <typeparam name="TRefusal">The noun's refusals, declared in order of precedence.</typeparam>
/// <param name="Value">Set when it was done; what it tells is durable.</param>
/// <param name="Refusal">Set when it was refused; nothing was changed.</param>
/// <param name="Facts">What a refused caller needs to know.</param>
/// <param name="Replayed">True when the same operation was done before and this is the first one's answer again.</param>
[GenerateSerializer, Immutable, Alias("Outcome`2")]
public sealed record Outcome<TValue, TRefusal>(TValue? Value, TRefusal? Refusal, RefusalFacts? Facts, bool Replayed)
    where TValue : class
    where TRefusal : struct, Enum
{
    /// <summary>It was done.</summary>
    public static Outcome<TValue, TRefusal> Done(TValue value, bool replayed = false) => new(value, null, null, replayed);

    /// <summary>It was refused.</summary>
    public static Outcome<TValue, TRefusal> Refused(TRefusal refusal, RefusalFacts? facts = null) => new(null, refusal, facts, false);
}

/// <summary>The facts behind a refusal; only those that its code promises are set. Money in won.</summary>
[GenerateSerializer, Immutable, Alias("RefusalFacts")]
public sealed record RefusalFacts(
    string? Sku = null,
    long? Available = null,
    long? Balance = null,
    long? Due = null,
    long? Total = null,
    string? CouponId = null,
    DateTimeOffset? StartsAt = null,
    DateTimeOffset? EndsAt = null,
    string? Field = null,
    string? Reason = null,
    DateTimeOffset? SoldOutAt = null);

/// <summary>A part of a list, newest first unless its method says otherwise.</summary>
/// <param name="Items">At most as many as asked for.</param>
/// <param name="Next">Where the next page starts; null on the last page. Opaque to callers of HTTP.</param>
[GenerateSerializer, Immutable, Alias("Page`1")]
public sealed record Page<T>(IReadOnlyList<T> Items, long? Next);

/// <summary>
/// A dependency is away, or the outcome of a write is not known yet. Nothing that was acknowledged is lost;
/// repeating the same operation with the same id tells what happened.
/// </summary>
[GenerateSerializer, Alias("UnavailableException")]
public class UnavailableException : Exception
{
    /// <summary>With a message for the log; callers of HTTP see only the code.</summary>
    public UnavailableException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}

/// <summary>A queue is at its bound: the request was not begun and may be repeated later.</summary>
[GenerateSerializer, Alias("OverloadedException")]
public class OverloadedException : Exception
{
    /// <summary>With a message for the log.</summary>
    public OverloadedException(string message) : base(message)
    {
    }
}
