using System.Collections.Immutable;
using System.Text.Json;

namespace ECommerce.Simulation.Hunting;

/// <summary>
/// Sees each commit and each written cart at the moment when it is done, and holds it against the model. So the order of commits is
/// known, and what remains to be asked of an answer is whether it was true at some moment between question and answer.
/// </summary>
internal sealed partial class Auditor(History history) : ILedgerWatch
{
    private readonly ShopModel _model = new();
    private readonly Dictionary<string, CartWatch> _carts = [];
    private readonly HashSet<string> _taken = [];
    private readonly Dictionary<string, (Moment Since, List<PlaceOrder> Commands)> _asked = [];

    /// <summary>How often something was seen.</summary>
    public SortedDictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);

    public void Count(string what) => Counts[what] = Counts.GetValueOrDefault(what) + 1;

    public void Committed(IReadOnlyList<LedgerEvent> batch, IReadOnlyList<Verdict> verdicts)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            var before = _model.Now;
            var expected = _model.Apply(batch[i]);
            expected.Check(batch[i], verdicts[i]);
            if (verdicts[i].Kind == VerdictKind.Committed)
            {
                CheckCommitted(batch[i]);
            }

            if (before != _model.Now)
            {
                history.Add(_model.Now);
            }
        }
    }

    public void TakenFromCart(IReadOnlyCollection<string> orderIds) => _taken.UnionWith(orderIds);

    /// <summary>A user is about to ask for an order under this id.</summary>
    public void Asked(string orderId, PlaceOrder command)
    {
        if (!_asked.TryGetValue(orderId, out var asked))
        {
            _asked[orderId] = asked = (history.Mark(), []);
        }

        asked.Commands.Add(command);
    }

    /// <summary>A user is about to ask for a change of the cart, which may happen at any time from now on.</summary>
    public void Asked(string userId, CartAsk ask) => CartOf(userId).Asked.Add(ask);

    /// <summary>A cart was written: it may only differ by what its user has asked for and by what was paid.</summary>
    public void CartWritten(string userId, string json)
    {
        using var document = JsonDocument.Parse(json);
        var cart = ModelCart.Empty;
        foreach (var line in document.RootElement.GetProperty("Lines").EnumerateArray())
        {
            cart = cart.SetItem(line.GetProperty("Sku").GetString()!, line.GetProperty("Quantity").GetInt32());
        }

        var taken = document.RootElement.GetProperty("Taken").EnumerateArray().Select(id => id.GetString()!).ToHashSet(StringComparer.Ordinal);
        foreach (var order in PaidFromCart(userId).Where(order => !taken.Contains(order.Id)))
        {
            cart = ModelCart.Without(cart, order.Lines);
        }

        foreach (var seen in CartOf(userId).Explain(cart))
        {
            _model.SetCart(userId, seen);
            history.Add(_model.Now);
        }
    }

    private IEnumerable<ModelOrder> PaidFromCart(string userId) =>
        _model.Now.Placed.Select(id => _model.Now.Orders[id]).Where(order => order.UserId == userId && order.FromCart && order.PaidAt is not null && !_taken.Contains(order.Id));

    private CartWatch CartOf(string userId) => _carts.TryGetValue(userId, out var watch) ? watch : _carts[userId] = new(userId);

    private void CheckCommitted(LedgerEvent change)
    {
        Count(change.GetType().Name);
        var order = change is OrderPlaced placed ? placed.Order : (change as OrderBought)?.Order;
        if (order is not null)
        {
            CheckLines(order);
        }

        if (change is OrderBought or OrderPaid)
        {
            var paid = _model.Now.Orders[change.Id];
            if (paid.FromCart)
            {
                CartOf(paid.UserId).Paid(paid.Lines);
            }
        }
    }

    // What is ordered is what somebody asked for under that id: lines, or what was in the cart at some moment since.
    private void CheckLines(Order order)
    {
        var (since, commands) = _asked[order.Id];
        var lines = order.Lines.ToImmutableSortedDictionary(line => line.Sku, line => line.Quantity, StringComparer.Ordinal);
        var window = new Window(history, since, history.Mark());
        var isRight = commands.Exists(command => command.Lines is null) && order.FromCart
            ? window.Ever(state => ModelCart.AreEqual(state.Cart(order.UserId), lines))
            : commands.Exists(command => command.Lines is { } asked && ModelCart.AreEqual(Summed(asked), lines));
        if (!isRight)
        {
            throw new Violation($"The order {order.Id} is placed with {ModelCart.Tell(lines)}, which was not asked for{(order.FromCart ? " and not in the cart" : "")}.");
        }
    }

    private static ImmutableSortedDictionary<string, int> Summed(IReadOnlyList<StockLine> lines) => lines
        .GroupBy(line => line.Sku)
        .ToImmutableSortedDictionary(sku => sku.Key, sku => sku.Sum(line => line.Quantity), StringComparer.Ordinal);
}
