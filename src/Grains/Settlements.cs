namespace ECommerce.Grains;

/// <summary>Wakes the payments that wait for others to settle: all at once, and once for a burst of settlements.</summary>
internal sealed class Settlements
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isRaised;

    /// <summary>Completes after the next settlement.</summary>
    public Task Next => _next.Task;

    /// <summary>Something settled. Those that wait in the mailbox to say the same are heard before anybody wakes.</summary>
    public async Task Raise()
    {
        if (_isRaised)
        {
            return;
        }

        _isRaised = true;
        await Task.Yield();
        _isRaised = false;
        var waiting = _next;
        _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting.SetResult();
    }
}
