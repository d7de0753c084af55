using System.Collections.Immutable;

namespace ECommerce.Simulation.Hunting;

/// <summary>Explains each written cart by what its user has asked for.</summary>
internal sealed class CartWatch(string userId)
{
    private readonly List<ImmutableArray<ModelLine>> _paid = [];
    private ImmutableSortedDictionary<string, int> _last = ModelCart.Empty;

    /// <summary>Changes that were asked for. Each may come late, and so at any time.</summary>
    public List<CartAsk> Asked { get; } = [];

    /// <summary>An order from the cart was paid since the last write.</summary>
    public void Paid(ImmutableArray<ModelLine> lines) => _paid.Add(lines);

    /// <summary>The contents that the cart may have had in between, and at last the written one.</summary>
    public IReadOnlyList<ImmutableSortedDictionary<string, int>> Explain(ImmutableSortedDictionary<string, int> written)
    {
        var between = new List<ImmutableSortedDictionary<string, int>>();
        var seen = _last;
        for (var position = 0; position <= _paid.Count; position++)
        {
            // A change is decided on what the cart was before some of the payments that came since the last write.
            between.AddRange(Asked.Select(ask => ask.On(seen)).Prepend(seen).Select(changed => After(changed, position)).Where(contents => ModelCart.AreEqual(contents[^1], written))
                .SelectMany(contents => contents));
            seen = position < _paid.Count ? ModelCart.Without(seen, _paid[position]) : seen;
        }

        if (between.Count > 0)
        {
            _last = written;
            _paid.Clear();
            return between;
        }

        throw new Violation(
            $"The cart of {userId} held {ModelCart.Tell(_last)} and now holds {ModelCart.Tell(written)}; neither a change that was asked for nor a payment explains it.");
    }

    // A changed cart, and what it is after each payment from that position on.
    private List<ImmutableSortedDictionary<string, int>> After(ImmutableSortedDictionary<string, int> changed, int position)
    {
        List<ImmutableSortedDictionary<string, int>> contents = [changed];
        foreach (var lines in _paid.Skip(position))
        {
            contents.Add(ModelCart.Without(contents[^1], lines));
        }

        return contents;
    }
}
