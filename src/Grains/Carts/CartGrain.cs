using Orleans.Storage;

namespace ECommerce.Grains;

// Called by one user at a time, and read from storage on each call: best where the call comes in.
[PreferLocalPlacement]
[CollectionAgeLimit(Minutes = 2)]
internal sealed class CartGrain(
    [PersistentState("cart", "carts")] IPersistentState<Cart> state,
    ILedger ledger) : Grain, ICartGrain
{
    /// <summary>How often a change is tried again after another device's change came between.</summary>
    private const int Retries = 10;

    private string UserId => this.GetPrimaryKeyString();

    public async Task<CartView> Get()
    {
        await Change(_ => false);
        return await View();
    }

    public Task<Outcome<CartView, CartRefusal>> SetQuantity(string sku, int quantity) => Put(sku, _ => quantity, null);

    public Task<Outcome<CartView, CartRefusal>> Add(string sku, int quantity) => Put(sku, cart => cart.Quantity(sku) + quantity, null);

    public Task Clear() => Change(cart => cart.Clear());

    public Task<Outcome<CartView, CartRefusal>> Change(ChangeCart command) => command.Kind switch
    {
        CartChange.SetQuantity => Put(command.Sku, _ => command.Quantity, command.Precondition),
        CartChange.Add => Put(command.Sku, cart => cart.Quantity(command.Sku) + command.Quantity, command.Precondition),
        CartChange.Clear => Clear(command.Precondition),
    };

    public async Task<IReadOnlyList<StockLine>> Lines()
    {
        await Change(_ => false);
        return [.. state.State.Lines];
    }

    private async Task<Outcome<CartView, CartRefusal>> Clear(Precondition precondition)
    {
        var holds = false;
        await Change(cart => (holds = IsMet(precondition, cart)) && cart.Clear());
        return holds
            ? Outcome<CartView, CartRefusal>.Done(await View())
            : Outcome<CartView, CartRefusal>.Refused(CartRefusal.PreconditionFailed, new RefusalFacts());
    }

    private async Task<Outcome<CartView, CartRefusal>> Put(string sku, Func<Cart, int> quantity, Precondition? precondition)
    {
        var isSold = (await ledger.Variants([sku])).Count > 0;
        CartRefusal? refusal = null;
        await Change(cart =>
        {
            refusal = !IsMet(precondition, cart) ? CartRefusal.PreconditionFailed
                : !isSold && quantity(cart) > 0 ? CartRefusal.UnknownSku : cart.Refuse(sku, quantity(cart));
            return refusal is null && cart.Set(sku, quantity(cart));
        });
        return refusal is { } refused
            ? Outcome<CartView, CartRefusal>.Refused(refused, new RefusalFacts(Sku: sku))
            : Outcome<CartView, CartRefusal>.Done(await View());
    }

    /// <summary>
    /// Reads the cart, takes out what was paid, makes a change and writes it. Another activation may have written in between
    /// (two shops on one database): the change is then made again on what that one wrote.
    /// </summary>
    /// <param name="change">Returns whether it changed anything.</param>
    private async Task Change(Func<Cart, bool> change)
    {
        for (var attempt = 1; ; attempt++)
        {
            // Asked before the cart is read: what was paid until now is named, or has left the cart that is read next.
            var named = await ledger.PaidFromCart(UserId);
            await state.ReadStateAsync();
            var mended = state.State.Mend();

            // Asked again after it, so that none is taken out twice: one that another activation takes out meanwhile makes the write fail.
            var paid = named.Count == 0 ? named : await ledger.PaidFromCart(UserId);
            var taken = named.Count > 0 && state.State.Take(paid);
            if (!(change(state.State) | taken | mended))
            {
                // One that is no longer named was taken out between the reads, and may still be in the cart as it was read.
                if (named.All(order => paid.Any(still => still.Id == order.Id)))
                {
                    await Forget(paid);
                    return;
                }

                if (attempt == Retries)
                {
                    throw new UnavailableException("The cart changes faster than it can be read.");
                }

                continue;
            }

            try
            {
                await state.WriteStateAsync();
                await Forget(paid);
                return;
            }
            catch (InconsistentStateException) when (attempt < Retries)
            {
            }
        }
    }

    private static bool IsMet(Precondition? precondition, Cart cart) => precondition?.Holds(DefinitionTag.OfCart(cart.Version)) ?? true;

    private Task Forget(IReadOnlyList<Order> paid) =>
        paid.Count == 0 ? Task.CompletedTask : ledger.TakenFromCart([.. paid.Select(order => order.Id)]);

    private async Task<CartView> View()
    {
        var cart = state.State;
        // One read for all: a product that is saved between two would be shown as it never was.
        var known = (await ledger.VariantsEverSold([.. cart.Lines.Select(line => line.Sku)])).ToDictionary(row => row.Variant.Sku);
        var items = cart.Lines.Select(line => known.TryGetValue(line.Sku, out var row)
            ? Item(line, row)
            : new CartItemView(line.Sku, "", line.Sku, new Dictionary<string, string>(), line.Quantity, 0, 0, Sold: false)).ToList();
        return new CartView(items, items.Where(item => item.Sold).Sum(item => item.Quantity * item.Price), cart.Version);
    }

    private static CartItemView Item(StockLine line, SoldVariant row) => new(
        line.Sku, row.Variant.ProductId, row.ProductName, row.Variant.Options, line.Quantity, row.Variant.Price,
        row.Variant.IsSold ? row.Variant.Stock : 0, row.Variant.IsSold);
}
