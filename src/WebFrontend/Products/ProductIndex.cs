using System.Collections.Concurrent;

namespace ECommerce.WebFrontend;

/// <summary>
/// Takes in what changed, and makes lists of it that share all that did not. One thread at a time. A product keeps its slot for good:
/// its bits and its places are found by it.
/// </summary>
internal sealed class ProductIndex
{
    /// <summary>Products whose text may change before outdated bits are cleared, which only make searches look at more; or half of all.</summary>
    private const int MaximumOutdated = 2_000;

    private readonly ConcurrentDictionary<string, int> _slots = new(StringComparer.Ordinal);
    private readonly RecentBytes _recent = new(MemoryBounds.ProductJson);
    private readonly List<ListedProduct?[]> _products = [];
    private readonly int[][] _orders = [.. Enum.GetValues<ProductSort>().Select(_ => Array.Empty<int>())];
    private List<SignatureBlock> _signatures = [];
    private int _outdated;

    // Blocks that no list shares, and slots whose places in the orders are to be found anew.
    private readonly HashSet<int> _ownBlocks = [];
    private readonly HashSet<int> _moved = [];
    private SalesRanking? _ranked;

    /// <summary>Takes in a product as it is now.</summary>
    public void Put(long ordinal, ProductView view)
    {
        var isListed = view.Status == ProductStatus.Active;
        if (!_slots.TryGetValue(view.Id, out var slot))
        {
            if (!isListed)
            {
                return;
            }

            slot = NewSlot(view.Id);
        }

        ref var place = ref Own(slot);
        var (before, now) = (place, isListed ? new ListedProduct(ordinal, view, _recent, place) : null);
        place = now;
        if (before is null != now is null || before?.View.Price != now?.View.Price)
        {
            _moved.Add(slot);
        }

        if (now is { IsSameToSearch: false })
        {
            _outdated += before is null ? 0 : 1;
            Sign(slot, now);
        }
    }

    /// <summary>The products as they are now.</summary>
    public ProductList ToList(SalesRanking ranking)
    {
        if (_outdated > Math.Max(MaximumOutdated, _slots.Count / 2))
        {
            SignAll();
        }

        if (_moved.Count > 0)
        {
            foreach (var sort in new[] { ProductSort.Newest, ProductSort.CheapestFirst, ProductSort.DearestFirst })
            {
                _orders[(int)sort] = Reordered(_orders[(int)sort], sort);
            }
        }

        if (_moved.Count > 0 || !ReferenceEquals(_ranked, ranking))
        {
            _orders[(int)ProductSort.Best] = Ranked(ranking);
        }

        _moved.Clear();
        _ownBlocks.Clear();
        _ranked = ranking;
        return new ProductList(_slots, [.. _products], [.. _signatures], [.. _orders], ranking);
    }

    private int NewSlot(string id)
    {
        var slot = _slots.Count;
        if (slot % SignatureBlock.Size == 0)
        {
            _products.Add(new ListedProduct?[SignatureBlock.Size]);
            _signatures.Add(new SignatureBlock());
        }

        _slots[id] = slot;
        return slot;
    }

    // A block that a list shares is copied before it changes.
    private ref ListedProduct? Own(int slot)
    {
        var block = slot / SignatureBlock.Size;
        if (_ownBlocks.Add(block))
        {
            _products[block] = [.. _products[block]];
        }

        return ref _products[block][slot % SignatureBlock.Size];
    }

    private ListedProduct? At(int slot) => _products[slot / SignatureBlock.Size][slot % SignatureBlock.Size];

    private void Sign(int slot, ListedProduct product)
    {
        var block = _signatures[slot / SignatureBlock.Size];
        foreach (var bit in product.SignatureBits())
        {
            block.Set(slot % SignatureBlock.Size, bit);
        }
    }

    private void SignAll()
    {
        _signatures = [.. _products.Select(_ => new SignatureBlock())];
        foreach (var slot in _slots.Values.Where(slot => At(slot) is not null))
        {
            Sign(slot, At(slot)!);
        }

        _outdated = 0;
    }

    // All that did not move stays in order; what moved is put between.
    private int[] Reordered(int[] order, ProductSort sort)
    {
        var staying = Array.FindAll(order, slot => !_moved.Contains(slot));
        var moved = _moved.Where(slot => At(slot) is not null).Select(slot => (Place: Place(slot, sort), Slot: slot)).Order().ToArray();
        var result = new int[staying.Length + moved.Length];
        var (taken, written) = (0, 0);
        foreach (var (place, slot) in moved)
        {
            var before = place.FirstBehind(staying.AsSpan(taken), other => Place(other, sort));
            staying.AsSpan(taken, before).CopyTo(result.AsSpan(written));
            (taken, written) = (taken + before, written + before + 1);
            result[written - 1] = slot;
        }

        staying.AsSpan(taken).CopyTo(result.AsSpan(written));
        return result;
    }

    private ProductPlace Place(int slot, ProductSort sort) => ProductPlace.Of(At(slot)!, sort);

    private int[] Ranked(SalesRanking ranking)
    {
        var best = new List<int>(_slots.Count);
        foreach (var sales in ranking.Products)
        {
            if (_slots.TryGetValue(sales.ProductId, out var slot) && At(slot) is not null)
            {
                best.Add(slot);
            }
        }

        var isRanked = new bool[_slots.Count];
        best.ForEach(slot => isRanked[slot] = true);
        best.AddRange(Array.FindAll(_orders[(int)ProductSort.Newest], slot => !isRanked[slot]));
        return [.. best];
    }
}
