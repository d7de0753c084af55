namespace ECommerce.Load;

/// <summary>What users do at a target, again and again.</summary>
internal abstract class Workload
{
    /// <summary>How many operations a round can have at most.</summary>
    public virtual long Operations => Limits.Operations;

    /// <summary>What has to be there before the first round.</summary>
    public virtual Task Prepare() => Task.CompletedTask;

    /// <summary>What has to be there before each round; not measured.</summary>
    /// <param name="length">How long the round will be.</param>
    public virtual Task Begin(TimeSpan length) => Task.CompletedTask;

    /// <summary>One operation.</summary>
    /// <param name="number">Counts the operations of a round from 0.</param>
    public abstract Task<Operation> Once(long number);

    /// <summary>After a round: throws when the target did something else than it answered.</summary>
    public virtual Task Check(Recording round) => Task.CompletedTask;
}

/// <summary>A server that answered fast and wrong.</summary>
internal sealed class WrongBooksException(string message) : Exception(message)
{
    /// <summary>Throws unless a count is the expected one.</summary>
    /// <param name="unsettled">How many more there may be, because nobody was told whether they happened.</param>
    public static void ThrowUnless(Target target, string what, long expected, long actual, long unsettled = 0)
    {
        if (actual < expected || actual > expected + unsettled)
        {
            throw new WrongBooksException($"{target.Name}: {what} should be {expected} and is {actual}.");
        }
    }
}
