using ECommerce.WebFrontend;

namespace ECommerce.Benchmarks;

/// <summary>The count of a call: of a user who calls again, and of one who calls for the first time.</summary>
[MemoryDiagnoser]
public class CallLimits
{
    private static readonly string[] Users = [.. Enumerable.Range(0, 100_000).Select(i => "user-" + i)];

    private readonly RateLimit<string> _known = new("user", permitsPerSecond: 1_000_000, burst: 1_000_000, TimeProvider.System);
    private readonly RateLimit<string> _unknown = new("user", permitsPerSecond: 1, burst: 1_000_000, TimeProvider.System);
    private int _next;

    [Benchmark]
    public object Again()
    {
        _known.TryTake(Users[0], out var state);
        return state;
    }

    [Benchmark]
    public object FirstTime()
    {
        _unknown.TryTake(Users[++_next % Users.Length], out var state);
        return state;
    }
}
