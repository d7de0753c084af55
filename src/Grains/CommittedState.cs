namespace ECommerce.Grains;

/// <summary>
/// A grain's copy of what the ledger says, and how old that copy is. One load runs at a time, and nobody decides while it
/// runs: what is decided during a load could be in the snapshot already, and would then be counted twice.
/// </summary>
/// <param name="freshness">The age up to which a request may be refused on the copy.</param>
/// <param name="load">Reads the ledger and takes over what it says.</param>
internal sealed class CommittedState(TimeProvider clock, TimeSpan freshness, Func<Task> load)
{
    /// <summary>
    /// The age up to which products and campaigns refuse. A frontend keeps an answer a little longer: together they stay under
    /// <see cref="Bounds.Freshness"/>.
    /// </summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromMilliseconds(700);

    private readonly List<Action> _afterLoad = [];
    private Task _loading = Task.CompletedTask;
    private long _loads;
    private long? _readAt;
    private bool _isOutdated;

    /// <summary>Decides a request, in one turn, on a state that is good enough for its answer.</summary>
    /// <param name="decide">
    /// Decides on the state as it is, and says whether that answer needs fresh state, as a refusal does. It is asked again on newer
    /// state when the state was not fresh.
    /// </param>
    public async Task<TAnswer> Decide<TAnswer>(Func<(bool NeedsFreshState, TAnswer Answer)> decide)
    {
        var earlierLoads = _loads;
        while (true)
        {
            // State that was asked for after the request began is good enough for it even when it is outdated by now.
            // Without this, changes that come faster than loads would keep the request waiting for ever.
            var isReadForRequest = _readAt is not null && _loads > earlierLoads;
            if (isReadForRequest || (_readAt is not null && !_isOutdated))
            {
                var (needsFreshState, answer) = decide();
                if (!needsFreshState || isReadForRequest || clock.GetElapsedTime(_readAt!.Value) < freshness)
                {
                    return answer;
                }
            }

            await Load();
        }
    }

    /// <summary>The ledger has changed in a way that this copy does not follow. Requests that begin after this point see reloaded state.</summary>
    public void Invalidate() => _isOutdated = true;

    /// <summary>
    /// Changes the copy at once or, when a load is under way, right after it and before anybody decides. A change made during a
    /// load would be lost when the snapshot replaces the copy.
    /// </summary>
    public void Change(Action change)
    {
        if (_loading.IsCompleted)
        {
            change();
        }
        else
        {
            _afterLoad.Add(change);
        }
    }

    /// <summary>Loads, or joins the load that is under way.</summary>
    private Task Load()
    {
        if (_loading.IsCompleted)
        {
            _loading = LoadOnce();
        }

        return _loading;
    }

    private async Task LoadOnce()
    {
        _loads++;
        _readAt = null;
        _isOutdated = false;
        var asked = clock.GetTimestamp();
        try
        {
            await load();
            _readAt = asked;
        }
        finally
        {
            _afterLoad.ForEach(change => change());
            _afterLoad.Clear();
        }
    }
}
