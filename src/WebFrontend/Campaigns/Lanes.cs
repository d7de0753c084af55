namespace ECommerce.WebFrontend;

/// <summary>
/// Joins what is asked of the same campaign: while one grain call is in flight, the next one fills. What is asked of different campaigns does not
/// wait for each other.
/// </summary>
/// <param name="call">Asks the campaign's grain for many, and answers with one result for each, in the same order.</param>
internal sealed class Lanes<TItem, TResult>(Func<string, IReadOnlyList<TItem>, Task<IReadOnlyList<TResult>>> call)
{
    /// <summary>Callers who wait for one campaign; one more is refused as overloaded.</summary>
    private const int MaximumWaiting = 20_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Lane> _lanes = [];

    /// <summary>Completes with the item's result.</summary>
    public async Task<TResult> Join(string campaignId, TItem item)
    {
        var lane = Enter(campaignId);
        try
        {
            return await lane.Items.Add(item);
        }
        finally
        {
            Leave(campaignId, lane);
        }
    }

    private Lane Enter(string campaignId)
    {
        lock (_lock)
        {
            if (!_lanes.TryGetValue(campaignId, out var lane))
            {
                lane = new(new(items => call(campaignId, items), Bounds.MaximumClaimsPerCall, MaximumWaiting));
                _lanes.Add(campaignId, lane);
            }

            lane.Callers++;
            return lane;
        }
    }

    // The last caller takes the lane away. Without that, callers who make up campaign ids would fill the memory.
    private void Leave(string campaignId, Lane lane)
    {
        lock (_lock)
        {
            if (--lane.Callers == 0)
            {
                _lanes.Remove(campaignId);
            }
        }
    }

    private sealed class Lane(Batcher<TItem, TResult> items)
    {
        public Batcher<TItem, TResult> Items { get; } = items;

        public int Callers { get; set; }
    }
}
