using System.Collections.Concurrent;

namespace ECommerce.WebFrontend;

/// <summary>
/// Takes in what changed, and makes lists of it that share all that did not. One thread at a time. A product keeps its slot for good:
/// its bits and its places are found by it.
/// </summary>
internal sealed class ProductIndex
{
    /// <summary>Products whose text may change before their outdated bits are cleared; they only make searches look at more.</summary>
    private const int MaximumOutdated = 4 * SignatureBlock.Size;

    private readonly ConcurrentDictionary<string, int> _slots = new(StringComparer.Ordinal);
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
        var (before, now) = (place, isListed ? new ListedProduct(ordinal, view, place) : null);
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
        if (_outdated > MaximumOutdated)
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

    /// <summary>The place of a product in an order that depends on nothing but itself.</summary>
    public static ProductPlace Place(ListedProduct product, ProductSort sort) => new(
        sort switch
        {
            ProductSort.CheapestFirst => product.View.Price,
            ProductSort.DearestFirst => -product.View.Price,
            _ => 0,
        },
        -product.Ordinal);

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

    // One pass: all that did not move stays in order.
    private int[] Reordered(int[] order, ProductSort sort)
    {
        var arriving = _moved.Where(slot => At(slot) is not null).Select(slot => (Place: Place(At(slot)!, sort), Slot: slot)).Order().ToArray();
        var result = new List<int>(order.Length + arriving.Length);
        var next = 0;
        foreach (var slot in order.Where(slot => !_moved.Contains(slot)))
        {
            for (; next < arriving.Length && arriving[next].Place.CompareTo(Place(At(slot)!, sort)) < 0; next++)
            {
                result.Add(arriving[next].Slot);
            }

            result.Add(slot);
        }

        result.AddRange(arriving.Skip(next).Select(it => it.Slot));
        return [.. result];
    }

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

        var ranked = best.ToHashSet();
        best.AddRange(_orders[(int)ProductSort.Newest].Where(slot => !ranked.Contains(slot)));
        return [.. best];
    }
}
