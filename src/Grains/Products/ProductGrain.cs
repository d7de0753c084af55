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

    public async Task<Outcome<SavedProduct, ProductRefusal>> SaveIf(SaveProduct command, Precondition precondition) =>
        await ReadIf(precondition) is { } read
            ? await Save(command, read)
            : Outcome<SavedProduct, ProductRefusal>.Refused(ProductRefusal.PreconditionFailed);

    private async Task<Outcome<SavedProduct, ProductRefusal>> Save(SaveProduct command, Replaced<ProductSnapshot>? replaced)
    {
        command = ProductRules.Normal(command);
        if (ProductRules.Of(ProductId, command) is [var fault, ..])
        {
            return Outcome<SavedProduct, ProductRefusal>.Refused(ProductRefusal.Invalid, Facts(fault));
        }

        var now = _clock.Now();
        var verdict = await _commits.Commit(
            command.WithStock().ToEvent(ProductId, now) with { Replaces = replaced, By = Acts.Of("product.save", now) });
        _requests.Committed.Invalidate();
        return verdict.Guard == Guard.Replaced ? Outcome<SavedProduct, ProductRefusal>.Refused(ProductRefusal.PreconditionFailed)
            : verdict.Kind == VerdictKind.Refused
            ? Outcome<SavedProduct, ProductRefusal>.Refused(ProductRefusal.SkuTaken, new RefusalFacts(Sku: verdict.Sku))
            : Outcome<SavedProduct, ProductRefusal>.Done(
                new SavedProduct(verdict.Result!.Product.ToView(verdict.Result.Variants), verdict.Result.Created));
    }

    public async Task<Outcome<MergedProduct, ProductRefusal>> Merge(MergeProduct command) => Done(await Merge(command, null));

    public async Task<Outcome<MergedProduct, ProductRefusal>> MergeIf(MergeProduct command, Precondition precondition) =>
        await ReadIf(precondition) is { } read
            ? Done(await Merge(command, read))
            : Outcome<MergedProduct, ProductRefusal>.Refused(ProductRefusal.PreconditionFailed);

    private async Task<Outcome<MergedProduct, ProductRefusal>> Merge(MergeProduct command, Replaced<ProductSnapshot>? replaced)
    {
        var product = ProductRules.Normal(command.Product);
        if (command.Unsaid.HasFlag(ProductParts.Options) && (replaced?.Row ?? await _ledger.Product(ProductId, [])) is { } found)
        {
            (product, replaced) = (ProductRules.Normal(product.WithOptionsOf(found)), replaced ?? new Replaced<ProductSnapshot>(found));
        }

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
            LeavesOut = command.LeavesOut,
            Replaces = replaced,
        };
        if (command.IsDryRun)
        {
            return Outcome<MergedProduct, ProductRefusal>.Done(await Foreseen(change));
        }

        var verdict = await _commits.Commit(change);
        _requests.Committed.Invalidate();
        return verdict.Guard == Guard.Replaced ? Outcome<MergedProduct, ProductRefusal>.Refused(ProductRefusal.PreconditionFailed)
            : verdict.Kind == VerdictKind.Refused ? Outcome<MergedProduct, ProductRefusal>.Done(await Foreseen(change) with { IsUnchanged = true })
            : Outcome<MergedProduct, ProductRefusal>.Done(verdict.Result!.ToView());
    }

    public Task<Outcome<ProductView, ProductRefusal>> Withdraw(WithdrawProduct command) => Withdraw(command, null);

    public async Task<Outcome<ProductView, ProductRefusal>> WithdrawIf(WithdrawProduct command, Precondition precondition) =>
        await ReadIf(precondition) is { } read
            ? await Withdraw(command, read)
            : Outcome<ProductView, ProductRefusal>.Refused(ProductRefusal.PreconditionFailed);

    private async Task<Outcome<ProductView, ProductRefusal>> Withdraw(WithdrawProduct command, Replaced<ProductSnapshot>? replaced)
    {
        var verdict = await _commits.Commit(new ProductWithdrawn(ProductId, command.Skus, command.Archives)
        {
            Replaces = replaced,
            By = Acts.Of(command.Archives ? "product.archive" : "product.withdraw", _clock.Now()),
        });
        _requests.Committed.Invalidate();
        return verdict.Kind == VerdictKind.Refused
            ? Outcome<ProductView, ProductRefusal>.Refused(
                verdict.Guard == Guard.Replaced ? ProductRefusal.PreconditionFailed : ProductRefusal.UnknownProduct)
            : Outcome<ProductView, ProductRefusal>.Done(verdict.Result!.Product.ToView(verdict.Result.Variants));
    }

    public async Task<Outcome<StockView, ProductRefusal>> AdjustStock(AdjustStock command)
    {
        var now = _clock.Now();
        var verdict = await _commits.Commit(
            new StockAdjusted(command.AdjustmentId, command.Sku, command.Delta, now) { By = Acts.Of(Act.AdjustsStock, now) });
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

    // An import calls every product of a file: those that nobody else has called would fill the memory with grains.
    private T Done<T>(T outcome)
    {
        if (!_stock.IsLoaded)
        {
            DeactivateOnIdle();
        }

        return outcome;
    }

    // What is there, for a change that depends on it; null when the precondition does not hold.
    private async Task<Replaced<ProductSnapshot>?> ReadIf(Precondition precondition)
    {
        var found = await _ledger.Product(ProductId, []);
        return precondition.Holds(found is null ? null : DefinitionTag.Of(found.Product.ToView(found.Variants))) ? new(found) : null;
    }

    // What a merge would answer, from what the ledger says now.
    private async Task<MergedProduct> Foreseen(ProductSaved change)
    {
        var found = await _ledger.Product(ProductId, []);
        var rows = found?.Variants ?? [];
        var named = change.Resolved(rows).Select(variant => variant.Sku).ToHashSet(StringComparer.Ordinal);
        var skus = (await _ledger.Skus(named)).ToDictionary(row => row.Sku, StringComparer.Ordinal);
        var merge = VariantMerge.Of(change, rows, sku => skus.GetValueOrDefault(sku));
        return new(
            found?.Product.Status ?? change.Product.Status,
            [.. rows.Select(row => row.Sku).Where(sku => !named.Contains(sku))],
            found is null ? null : DefinitionTag.Of(found.Product.ToView(rows)),
            merge.Blocked,
            IsUnchanged: merge.Blocked.Count > 0 && (change.LeavesOut is null || merge.Taken.Count == 0));
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
