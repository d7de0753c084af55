namespace ECommerce.Grains;

// Moved, it would forget what payments under way hold.
[Immovable]
internal sealed class ProductGrain : Grain, IProductGrain
{
    private readonly ILedger _ledger;
    private readonly GroupCommit _commits;
    private readonly TimeProvider _clock;
    private readonly ProductStock _stock = new();
    private readonly HoldRequests _requests;

    public ProductGrain(ILedger ledger, GroupCommit commits, TimeProvider clock)
    {
        (_ledger, _commits, _clock) = (ledger, commits, clock);
        _requests = new HoldRequests(clock, CommittedState.Freshness, Load);
    }

    private string ProductId => this.GetPrimaryKeyString();

    public Task<ProductView?> Get() => _requests.Committed.Decide(() => (NeedsFreshState: true, _stock.View()));

    public Task<Outcome<SavedProduct, ProductRefusal>> Save(SaveProduct command) => Save(command, null);

    public async Task<Outcome<SavedProduct, ProductRefusal>> SaveIf(SaveProduct command, Precondition precondition)
    {
        var found = await _ledger.Product(ProductId, []);
        return precondition.Holds(found is null ? null : DefinitionTag.Of(found.Product.ToView(found.Variants)))
            ? await Save(command, new Replaced<ProductSnapshot>(found))
            : Outcome<SavedProduct, ProductRefusal>.Refused(ProductRefusal.PreconditionFailed);
    }

    private async Task<Outcome<SavedProduct, ProductRefusal>> Save(SaveProduct command, Replaced<ProductSnapshot>? replaced)
    {
        command = ProductRules.Normal(command);
        if (ProductRules.Of(ProductId, command) is [var fault, ..])
        {
            return Outcome<SavedProduct, ProductRefusal>.Refused(ProductRefusal.Invalid, Facts(fault));
        }

        var now = _clock.Now();
        var verdict = await _commits.Commit(
            command.ToEvent(ProductId, now) with { Replaces = replaced, By = Acts.Of("product.save", now) });
        _requests.Committed.Invalidate();
        return verdict.Guard == Guard.Replaced ? Outcome<SavedProduct, ProductRefusal>.Refused(ProductRefusal.PreconditionFailed)
            : verdict.Kind == VerdictKind.Refused
            ? Outcome<SavedProduct, ProductRefusal>.Refused(ProductRefusal.SkuTaken, new RefusalFacts(Sku: verdict.Sku))
            : Outcome<SavedProduct, ProductRefusal>.Done(
                new SavedProduct(verdict.Result!.Product.ToView(verdict.Result.Variants), verdict.Result.Created));
    }

    public async Task<Outcome<MergedProduct, ProductRefusal>> Merge(MergeProduct command)
    {
        var product = ProductRules.Normal(command.Product);
        if (ProductRules.Of(ProductId, product) is [var fault, ..])
        {
            return Outcome<MergedProduct, ProductRefusal>.Refused(ProductRefusal.Invalid, Facts(fault));
        }

        var now = _clock.Now();
        var change = product.ToEvent(ProductId, now) with
        {
            By = Acts.Of("product.import", now),
            KeepsOthers = true,
            DerivedSkus = [.. command.DerivedSkus.Select(sku => sku.ToNormalForm())],
            Unsaid = command.Unsaid,
        };
        if (command.IsDryRun)
        {
            return await TakenSku(change) is { } taken
                ? Outcome<MergedProduct, ProductRefusal>.Refused(ProductRefusal.SkuTaken, new RefusalFacts(Sku: taken))
                : Outcome<MergedProduct, ProductRefusal>.Done(new MergedProduct(product.Status ?? ProductStatus.Active, []));
        }

        var verdict = await _commits.Commit(change);
        _requests.Committed.Invalidate();
        return verdict.Kind == VerdictKind.Refused
            ? Outcome<MergedProduct, ProductRefusal>.Refused(ProductRefusal.SkuTaken, new RefusalFacts(Sku: verdict.Sku))
            : Outcome<MergedProduct, ProductRefusal>.Done(
                new MergedProduct(verdict.Result!.Product.Status, [.. verdict.Result.Others.Select(other => other.Sku)]));
    }

    public async Task<Outcome<ProductView, ProductRefusal>> Withdraw(WithdrawProduct command)
    {
        var verdict = await _commits.Commit(new ProductWithdrawn(ProductId, command.Skus, command.Archives)
        {
            By = Acts.Of(command.Archives ? "product.archive" : "product.withdraw", _clock.Now()),
        });
        _requests.Committed.Invalidate();
        return verdict.Kind == VerdictKind.Refused
            ? Outcome<ProductView, ProductRefusal>.Refused(ProductRefusal.UnknownProduct)
            : Outcome<ProductView, ProductRefusal>.Done(verdict.Result!.Product.ToView(verdict.Result.Variants));
    }

    public async Task<Outcome<StockView, ProductRefusal>> AdjustStock(AdjustStock command)
    {
        var now = _clock.Now();
        var verdict = await _commits.Commit(
            new StockAdjusted(command.AdjustmentId, command.Sku, command.Delta, now) { By = Acts.Of("stock.adjust", now) });
        _requests.Committed.Invalidate();
        if (verdict.Result is { } first)
        {
            return first.Sku != command.Sku || first.Delta != command.Delta
                ? Outcome<StockView, ProductRefusal>.Refused(ProductRefusal.IdempotencyKeyReused)
                : Outcome<StockView, ProductRefusal>.Done(
                    new StockView(first.Sku, first.Stock), verdict.Kind == VerdictKind.Duplicate);
        }

        return verdict.Guard == Guard.UnknownSku
            ? Outcome<StockView, ProductRefusal>.Refused(ProductRefusal.UnknownSku, new RefusalFacts(Sku: command.Sku))
            : Outcome<StockView, ProductRefusal>.Refused(
                command.Delta < 0 ? ProductRefusal.NegativeStock : ProductRefusal.Invalid,
                new RefusalFacts(
                    Sku: command.Sku, Available: verdict.Available, Field: "delta", Reason: $"The stock would exceed {Bounds.MaximumStock}."));
    }

    public Task<IReadOnlyList<OrderLine>> Price(IReadOnlyList<StockLine> lines) =>
        _requests.Committed.Decide(() => (NeedsFreshState: false, _stock.Price(lines)));

    public Task<HoldStockAnswer> Hold(HoldStock command) => _requests.Hold(_stock.Holds.AnyExpired, now => _stock.Hold(command, now));

    public Task Settle(SettleHold outcome) => _requests.Settle(() => _stock.Settle(outcome));

    public Task Refresh() => Invalidate();

    public Task Invalidate()
    {
        _requests.Committed.Invalidate();
        return Task.CompletedTask;
    }

    private async Task<string?> TakenSku(ProductSaved change)
    {
        var variants = change.Resolved((await _ledger.Product(ProductId, []))?.Variants ?? []);
        var rows = (await _ledger.Skus([.. variants.Select(variant => variant.Sku)])).ToDictionary(row => row.Sku, StringComparer.Ordinal);
        return variants
            .Select(variant => variant.Sku)
            .FirstOrDefault(sku => rows.TryGetValue(sku, out var row) && row.ProductId != ProductId && !row.IsFree);
    }

    private static RefusalFacts Facts(Fault fault) => new(Field: fault.Field, Reason: fault.Reason);

    private async Task Load()
    {
        var product = await _ledger.Product(ProductId, _stock.Holds.Orders);
        _stock.Load(product, _clock.Now());
        if (product is null)
        {
            // Callers who make up ids would fill the memory with grains.
            DeactivateOnIdle();
        }
    }
}
