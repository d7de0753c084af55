namespace ECommerce.WebFrontend;

/// <summary>Counts the bytes of answers that are kept to be sent again. A part that several answers have counts once.</summary>
/// <param name="maximum">The most bytes of all parts together.</param>
internal sealed class KeptAnswers(long maximum)
{
    private readonly Lock _lock = new();
    private readonly HashSet<byte[]> _parts = [];

    private volatile bool _isFull;
    private long _size;

    /// <summary>True once something had no room.</summary>
    public bool IsFull => _isFull;

    /// <summary>True: they may be kept, and are counted. False: there is no room for them.</summary>
    public bool TryKeep(params IReadOnlyList<byte[]> parts)
    {
        lock (_lock)
        {
            var added = parts.Where(part => !_parts.Contains(part)).ToHashSet();
            var size = _size + added.Sum(part => (long)part.Length);
            _isFull |= size > maximum;
            if (size > maximum)
            {
                return false;
            }

            _parts.UnionWith(added);
            _size = size;
            return true;
        }
    }
}
