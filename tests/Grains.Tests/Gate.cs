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

/// <summary>A barrier: a call that comes to it says so, and waits until the test lets it go on.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a call stands at the gate.</summary>
    public Task Reached => _reached.Task;

    public void Open() => _opened.TrySetResult();

    /// <summary>Lets the call go, and has it fail without having happened.</summary>
    public void Fail() => _opened.TrySetException(new LedgerUnavailableException("The database went away; nothing has happened."));

    public Task Pass()
    {
        _reached.TrySetResult();
        return _opened.Task;
    }
}
