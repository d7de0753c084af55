namespace ECommerce.Grains;

/// <summary>Wakes the payments that wait for other payments to settle.</summary>
internal sealed class SettlementSignal
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isRaised;

    /// <summary>Completes after the next settlement.</summary>
    public Task Next => _next.Task;

    /// <summary>
    /// Wakes everybody who waits, one turn later. Settlements that come in between join in: a burst of them wakes the waiting
    /// payments once. Without this, a thousand settlements would have a thousand payments decide a thousand times.
    /// </summary>
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
