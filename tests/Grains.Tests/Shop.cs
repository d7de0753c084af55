using ECommerce.LocalEngine;
using ECommerce.LocalEngine.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ECommerce.Grains.Tests;

/// <summary>The grains on the local engine, over a ledger in memory behind a gate, and a clock that the test moves.</summary>
internal sealed class Shop : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly List<Engine> _engines = [];

    /// <param name="commitsFromGrain">The group commit is made where the first grain asks for it, and not at the start.</param>
    public Shop(bool commitsFromGrain = false)
    {
        Ledger = new GatedLedger(new MemoryLedger(Clock));
        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton<ILedger>(Ledger)
            .AddSingleton<IOutbox>(Ledger.Inner)
            .AddSingleton<GroupCommit>()
            .AddLocalEngine(engine =>
            {
                // Virtual too, so that nothing but the test makes time pass.
                engine.Options.Clock = Clock;
                engine.AddGrains(typeof(GrainsAssembly).Assembly).AddGrainStorage("carts", _ => Carts);
            })
            .BuildServiceProvider();
        Engine = NewEngine();
        if (!commitsFromGrain)
        {
            _services.GetRequiredService<GroupCommit>();
        }
    }

    public WatchedClock Clock { get; } = new(Some.Now);

    public GatedLedger Ledger { get; }

    public MemoryGrainStorage Carts { get; } = new();

    public Engine Engine { get; }

    /// <summary>Another process over the same ledger: its activations know nothing of the others.</summary>
    public Engine NewEngine()
    {
        var engine = new Engine(_services);
        _engines.Add(engine);
        return engine;
    }

    public IWalletGrain Wallet(string userId = Some.User, Engine? on = null) => (on ?? Engine).GetGrain<IWalletGrain>(userId);

    public IProductGrain Product(string id = "shirt", Engine? on = null) => (on ?? Engine).GetGrain<IProductGrain>(id);

    public ICampaignGrain Campaign(string id = "spring", Engine? on = null) => (on ?? Engine).GetGrain<ICampaignGrain>(id);

    public ICartGrain Cart(string userId = Some.User, Engine? on = null) => (on ?? Engine).GetGrain<ICartGrain>(userId);

    public IOrderGrain Order(string id, Engine? on = null) => (on ?? Engine).GetGrain<IOrderGrain>(id);

    /// <summary>A product of 10,000 won in one or more variants.</summary>
    public Task Sells(params (string Sku, long Stock)[] variants) => Sells("shirt", variants);

    public async Task Sells(string id, params (string Sku, long Stock)[] variants) =>
        Assert.Null((await Product(id).Save(Some.SaveProduct(variants))).Refusal);

    public async Task Charges(long won, string userId = Some.User, string id = "first charge") =>
        Assert.Null((await Wallet(userId).Charge(new ChargeWallet(userId + id, won))).Refusal);

    /// <summary>The coupon of 1,000 won that a user claimed.</summary>
    public async Task<string> Claims(string userId = Some.User) => (await Campaign().Claim([userId]))[0].Value!.Id;

    public Task Runs(long quantity = 100, int validDays = 7) => Campaign().Save(Some.SaveCampaign(quantity, validDays));

    public async Task<OrderView> Places(string id, string sku, int quantity = 1, string userId = Some.User)
    {
        var outcome = await Order(id).Place(new PlaceOrder(userId, [new StockLine(sku, quantity)]));
        Assert.Null(outcome.Refusal);
        return outcome.Value!;
    }

    public Task<Outcome<OrderView, OrderRefusal>> Pays(
        string id, string? couponId = null, string userId = Some.User, long? expected = null, Engine? on = null) =>
        Order(id, on).Pay(new PayOrder(userId, couponId, expected));

    public void Advance(TimeSpan time) => Clock.Advance(time);

    /// <summary>The stock that the ledger has.</summary>
    public async Task<long> Stock(string sku) => (await Ledger.Inner.Variants([sku]))[0].Variant.Stock;

    public async Task<long> Balance(string userId = Some.User) => (await Ledger.Inner.Wallet(userId, [])).Balance;

    /// <summary>Lets time pass in small steps until it is done; for those who wait on the clock.</summary>
    public async Task<T> While<T>(Task<T> waiting)
    {
        for (var steps = 0; !waiting.IsCompleted; steps++)
        {
            Assert.True(steps < 100_000, "It never completes.");
            Clock.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }

        return await waiting;
    }

    public async ValueTask DisposeAsync()
    {
        var audit = await Ledger.Inner.Audit();
        _engines.ForEach(engine => engine.Crash());
        Ledger.OpenAll();
        await _services.DisposeAsync();
        Assert.True(audit.Ok, string.Join("; ", audit.Checks.Where(check => !check.Ok)));
    }
}
