using System.Collections.Concurrent;
using System.Diagnostics;

namespace ECommerce.Testing.Crashes;

/// <summary>One operation as its user saw it: what was sent, when, and the answer if one came.</summary>
public sealed record Operation(string Kind, Caller User, Func<Task<Answer>> Repeat, Answer? Acknowledged)
{
    /// <summary>When it was sent, as <see cref="Stopwatch.GetTimestamp"/> counts.</summary>
    public required long Began { get; init; }

    /// <summary>When the answer came, or when it was clear that none would come.</summary>
    public required long Ended { get; init; }

    /// <summary>What came instead of an answer.</summary>
    public string? Failure { get; init; }
}

/// <summary>Every call of the users and its answer, if one came, to be checked after a crash.</summary>
public sealed class Journal
{
    private readonly ConcurrentQueue<Operation> _operations = new();

    /// <summary>Every operation so far.</summary>
    public IReadOnlyCollection<Operation> Operations => _operations;

    /// <summary>The same as it was then: what was not over by that moment has no answer.</summary>
    /// <param name="moment">As <see cref="Stopwatch.GetTimestamp"/> counts.</param>
    public Journal AsOf(long moment)
    {
        var then = new Journal();
        foreach (var operation in _operations)
        {
            then._operations.Enqueue(operation.Ended <= moment ? operation : operation with { Acknowledged = null });
        }

        return then;
    }

    /// <summary>Sends it once and records the answer; null when no answer settled the matter.</summary>
    public async Task<Answer?> Do(string kind, Caller user, Func<Task<Answer>> send)
    {
        var began = Stopwatch.GetTimestamp();
        var (answer, failure) = await Try(send);
        _operations.Enqueue(new Operation(kind, user, send, answer) { Began = began, Ended = Stopwatch.GetTimestamp(), Failure = failure });
        return answer;
    }

    /// <summary>An answer that settles the matter; null when the connection broke or the shop said to come again.</summary>
    private static async Task<(Answer? Answer, string? Failure)> Try(Func<Task<Answer>> send)
    {
        try
        {
            var answer = await send();
            return answer.Status is 429 or 503 ? (null, Refusal(answer)) : (answer, null);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
        {
            return (null, error.Message);
        }
    }

    private static string Refusal(Answer answer) =>
        $"{answer.Status} {answer.Code}" + (answer.Header("Retry-After") is null ? " without Retry-After" : "");
}
