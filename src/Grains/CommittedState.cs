namespace ECommerce.Grains;

/// <summary>
/// How old a grain's copy of committed state is. One load at a time; who decides waits for the load that is under way,
/// so that a hold or a settlement is never counted both in the snapshot and on top of it.
/// </summary>
internal sealed class CommittedState(TimeProvider clock, Func<Task> load)
{
    private Task _loading = Task.CompletedTask;
    private long? _asOf;
    private bool _isOutdated;

    /// <summary>True while a snapshot is on its way.</summary>
    public bool IsLoading => !_loading.IsCompleted;

    /// <summary>True when there is a snapshot and nothing is known to have passed it by.</summary>
    public bool IsLoaded => _asOf is not null && !_isOutdated;

    /// <summary>Completes, never fails, when no load is under way.</summary>
    public Task Idle => IsLoading ? Task.WhenAny(_loading) : Task.CompletedTask;

    /// <summary>Loads, or joins the load that is under way.</summary>
    public Task Load()
    {
        if (!IsLoading)
        {
            _loading = LoadOnce();
        }

        return _loading;
    }

    /// <summary>Who asks from now on is told what the ledger says from now on, whatever load is under way.</summary>
    public void Invalidate() => _isOutdated = true;

    /// <summary>
    /// True when the snapshot was asked for at or after that timestamp: good enough for who began then, though something
    /// may have passed it by since. Without this, changes that come faster than loads would keep everybody waiting.
    /// </summary>
    public bool IsSince(long timestamp) => _asOf >= timestamp;

    /// <summary>True when the snapshot is younger than that.</summary>
    public bool IsYoungerThan(TimeSpan age) => !_isOutdated && _asOf is { } asOf && clock.GetElapsedTime(asOf) < age;

    private async Task LoadOnce()
    {
        _asOf = null;
        _isOutdated = false;
        var asked = clock.GetTimestamp();
        await load();
        _asOf = asked;
    }
}
