using ECommerce.Grains;

namespace ECommerce.Simulation.Shop;

/// <summary>The grains of the shop on two hosts over one ledger in memory, with all that a seed decides.</summary>
internal sealed class SimulatedShop
{
    public const string Campaign = "spring";

    /// <summary>What is sold; there is less of it than is asked for.</summary>
    public static readonly IReadOnlyList<string> Skus = ["shirt-m", "shirt-l", "scarf"];

    private readonly Random _random;
    private readonly MemoryStorage _carts;
    private readonly Host[] _hosts;

    public SimulatedShop(int seed)
    {
        _random = new(seed);
        Scheduler = new(seed);
        Faults = new(seed);
        Ledger = new(Scheduler.Clock);
        _carts = new(Scheduler);
        _hosts = [NewHost("one"), NewHost("two")];
    }

    public Scheduler Scheduler { get; }

    public SeededFaults Faults { get; }

    /// <summary>The truth, without a network before it.</summary>
    public MemoryLedger Ledger { get; }

    /// <summary>A host of the seed's choice.</summary>
    public IGrainFactory AnyHost() => Pick(_hosts);

    public bool Chance(int percent) => _random.Next(100) < percent;

    public T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    /// <summary>Puts the products and the campaign there before anybody comes.</summary>
    public async Task OpenAsync()
    {
        await SaveAsync("shirt", ("shirt-m", 20_000, 3), ("shirt-l", 20_000, 2));
        await SaveAsync("scarf", ("scarf", 15_000, 4));
        var now = Scheduler.Clock.GetUtcNow();
        var saved = await AnyHost().GetGrain<ICampaignGrain>(Campaign).Save(new SaveCampaign(
            "Spring", new Discount(DiscountType.Fixed, 5_000, null), 0, Quantity: 2, ValidDays: 7, now.AddDays(-1), now.AddDays(1)));
        Assert.Null(saved.Refusal);
    }

    private async Task SaveAsync(string id, params (string Sku, long Price, long Stock)[] variants)
    {
        var saved = await AnyHost().GetGrain<IProductGrain>(id).Save(new SaveProduct(
            id, null, null, null,
            [new ProductOption("Sku", [.. variants.Select(variant => variant.Sku)])],
            [.. variants.Select(variant => new SaveVariant(
                variant.Sku, new Dictionary<string, string> { ["Sku"] = variant.Sku }, variant.Price, variant.Stock))]));
        Assert.Null(saved.Refusal);
    }

    private Host NewHost(string name)
    {
        var ledger = SimulatedLedger.Over(Ledger, Scheduler, Faults);
        return new(name, Scheduler, _carts, new Dictionary<Type, object>
        {
            [typeof(TimeProvider)] = Scheduler.Clock,
            [typeof(ILedger)] = ledger,
            [typeof(GroupCommit)] = new GroupCommit(ledger, Scheduler, name),
            [typeof(GroupedReads)] = new GroupedReads(ledger),
            [typeof(LinePrices)] = new LinePrices(ledger),
            [typeof(OpenOrders)] = new OpenOrders(),
            [typeof(OrderTurns)] = new OrderTurns(),
        }, Faults);
    }
}
