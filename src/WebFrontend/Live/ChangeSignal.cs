namespace ECommerce.WebFrontend;

/// <summary>Wakes one reader when something has changed. Changes until it looks are one.</summary>
internal sealed class ChangeSignal : IDisposable
{
    private readonly SemaphoreSlim _changed = new(0, 1);

    /// <summary>Something has changed. Called by one thread at a time.</summary>
    public void Set()
    {
        if (_changed.CurrentCount == 0)
        {
            _changed.Release();
        }
    }

    /// <summary>True: something has changed, or the reader's time is over. False: it was silent for so long.</summary>
    public async Task<bool> Wait(TimeSpan silence, CancellationToken end)
    {
        var changed = _changed.WaitAsync(silence, end);
        await ((Task)changed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return end.IsCancellationRequested || await changed;
    }

    public void Dispose() => _changed.Dispose();
}
