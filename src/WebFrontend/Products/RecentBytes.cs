namespace ECommerce.WebFrontend;

/// <summary>Holds what was made lately, so that it is not collected. When it is full, the older half is let go.</summary>
/// <param name="maximum">The most bytes.</param>
internal sealed class RecentBytes(long maximum)
{
    private readonly Lock _lock = new();
    private List<byte[]> _newer = [];
    private List<byte[]> _older = [];
    private long _size;

    /// <summary>Holds these. What alone would take half of the room is not held.</summary>
    public void Hold(byte[] bytes)
    {
        if (bytes.Length > maximum / 2)
        {
            return;
        }

        lock (_lock)
        {
            if (_size + bytes.Length > maximum / 2)
            {
                (_older, _newer, _size) = (_newer, [], 0);
            }

            _newer.Add(bytes);
            _size += bytes.Length;
        }
    }
}
