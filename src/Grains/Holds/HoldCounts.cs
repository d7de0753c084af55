namespace ECommerce.Grains;

/// <summary>How much of each thing is set aside; what is not set aside takes no memory.</summary>
internal sealed class HoldCounts
{
    private readonly Dictionary<string, long> _counts = [];

    /// <summary>How much of a thing is set aside.</summary>
    public long Of(string id) => _counts.GetValueOrDefault(id);

    /// <summary>Sets so much more of it aside, or less when negative.</summary>
    public void Add(string id, long count)
    {
        var sum = Of(id) + count;
        if (sum == 0)
        {
            _counts.Remove(id);
        }
        else
        {
            _counts[id] = sum;
        }
    }
}
