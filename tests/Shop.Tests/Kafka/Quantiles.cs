namespace ECommerce.ShopTests.Kafka;

/// <summary>Times in a few figures.</summary>
public static class Quantiles
{
    public static TimeSpan Median(IReadOnlyList<TimeSpan> ordered) => At(ordered, 0.5);

    public static string Of(IReadOnlyList<TimeSpan> ordered) =>
        $"median {Median(ordered).TotalMilliseconds:0.0} ms, 99 of 100 within {At(ordered, 0.99).TotalMilliseconds:0.0} ms, all within {ordered[^1].TotalMilliseconds:0.0} ms";

    private static TimeSpan At(IReadOnlyList<TimeSpan> ordered, double share) => ordered[(int)((ordered.Count - 1) * share)];
}
