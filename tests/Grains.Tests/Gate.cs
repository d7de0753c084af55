namespace ECommerce.Grains.Tests;

/// <summary>What becomes of a commit whose caller learns nothing.</summary>
internal enum Loss
{
    None,

    /// <summary>It did not happen.</summary>
    Before,

    /// <summary>It happened.</summary>
    After,
}

/// <summary>A barrier: who passes says that it is there, and waits to be let through.</summary>
internal sealed class Gate(Func<IReadOnlyList<LedgerEvent>, bool> isFor)
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a commit stands at the gate.</summary>
    public Task Reached => _reached.Task;

    public bool IsFor(IReadOnlyList<LedgerEvent> batch) => isFor(batch);

    public void Open() => _opened.TrySetResult();

    /// <summary>Lets the commit go, and has it fail without having happened.</summary>
    public void Fail() => _opened.TrySetException(new LedgerUnavailableException("The database went away; nothing has happened."));

    internal Task Pass()
    {
        _reached.TrySetResult();
        return _opened.Task;
    }
}
