namespace ECommerce.Grains;

internal sealed class ProductGrain : Grain, IProductGrain
{
    private readonly ILedger _ledger;
    private readonly GroupCommit _commits;
    private readonly TimeProvider _clock;
    private readonly ProductStock _stock = new();
    private readonly CommittedState _committed;
    private readonly Settlements _settlements = new();

    public ProductGrain(ILedger ledger, GroupCommit commits, TimeProvider clock)
    {
        (_ledger, _commits, _clock) = (ledger, commits, clock);
        _committed = new CommittedState(clock, Load);
    }

    private string ProductId => this.GetPrimaryKeyString();

    public async Task<ProductView?> Get()
    {
        var began = _clock.GetTimestamp();
        while (_committed.IsLoading || !(_committed.IsYoungerThan(GrainBounds.Freshness) || _committed.IsSince(began)))
        {
            await _committed.Load();
        }

        return _stock.View();
    }

    public async Task<Outcome<SavedProduct, ProductRefusal>> Save(SaveProduct command)
    {
        if (ProductRules.Check(ProductId, command) is { } facts)
        {
            return Outcome<SavedProduct, ProductRefusal>.Refused(ProductRefusal.Invalid, facts);
        }

        var product = new Product(ProductId, command.Name, command.Description, command.Vendor, command.ImageUrl, command.Options);
        var variants = command.Variants.Select(variant => new NewVariant(variant.Sku, variant.Options, variant.Price, variant.Stock ?? 0));
        var verdict = await _commits.Commit(new ProductSaved(product, [.. variants], _clock.Now()));
        _committed.Invalidate();
        return verdict.Kind == VerdictKind.Refused
            ? Outcome<SavedProduct, ProductRefusal>.Refused(ProductRefusal.SkuTaken, new RefusalFacts(Sku: verdict.Sku))
            : Outcome<SavedProduct, ProductRefusal>.Done(
                new SavedProduct(verdict.Result!.Product.ToView(verdict.Result.Variants), verdict.Result.Created));
    }

    public async Task<Outcome<StockView, ProductRefusal>> AdjustStock(AdjustStock command)
    {
        var verdict = await _commits.Commit(new StockAdjusted(command.AdjustmentId, command.Sku, command.Delta, _clock.Now()));
        _committed.Invalidate();
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

    public async Task<StockHold> Hold(HoldStock command)
    {
        var began = _clock.GetTimestamp();
        while (true)
        {
            if (_committed.IsLoading || !(_committed.IsLoaded || _committed.IsSince(began)) || _stock.Holds.AnyExpired(_clock.Now()))
            {
                await _committed.Load();
                continue;
            }

            var (decision, answer) = _stock.Hold(command, _clock.Now());
            var isFresh = _committed.IsYoungerThan(GrainBounds.Freshness) || _committed.IsSince(began);
            if (decision == Decision.Held || (decision == Decision.Refused && isFresh))
            {
                return answer;
            }

            if (decision == Decision.Refused)
            {
                await _committed.Load();
            }
            else if (!await _settlements.Next.Within(GrainBounds.HoldWait - _clock.GetElapsedTime(began), _clock))
            {
                return answer;
            }
        }
    }

    public async Task Settle(SettleHold outcome)
    {
        await _committed.Idle;
        if (!_stock.Settle(outcome))
        {
            _committed.Invalidate();
        }

        await _settlements.Raise();
    }

    public Task Refresh()
    {
        _committed.Invalidate();
        return Task.CompletedTask;
    }

    private async Task Load()
    {
        _stock.Load(await _ledger.Product(ProductId, _stock.Holds.Orders), _clock.Now());
        await _settlements.Raise();
    }
}
