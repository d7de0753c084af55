using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Runtime.Hosting;

namespace ECommerce.Grains.Tests;

/// <summary>The grains on Orleans, over a ledger in memory behind a gate, and a clock that the test moves.</summary>
internal sealed class Shop : IAsyncDisposable
{
    private readonly OneWayCalls _oneWayCalls = new();
    private readonly List<GrainCluster> _clusters = [];

    public Shop() => Ledger = new GatedLedger(new MemoryLedger(Clock));

    /// <summary>Where the carts are stored.</summary>
    public KeptStorage Carts { get; } = new();

    /// <summary>Where the waiting rooms are stored.</summary>
    public KeptStorage WaitingRooms { get; } = new();

    public WatchedClock Clock { get; } = new(Some.Now);

    public GatedLedger Ledger { get; }

    public IGrainFactory Grains => _clusters[0].Grains;

    public Task Start() => AnotherCluster();

    /// <summary>
    /// Another process over the same ledger and carts. Its activations know nothing of the first cluster's, so each grain has two
    /// activations then.
    /// </summary>
    public async Task<IGrainFactory> AnotherCluster()
    {
        var cluster = await GrainCluster.Start(Clock, silo =>
        {
            silo.Services.AddSingleton<ILedger>(Ledger).AddSingleton<IOutbox>(Ledger.Inner).AddSingleton<GroupCommit>().AddSingleton<GroupedReads>().AddGrainServices();
            silo.Services.AddGrainStorage("carts", (_, _) => Carts);
            silo.Services.AddGrainStorage("waiting-rooms", (_, _) => WaitingRooms);
            silo.AddOutgoingGrainCallFilter(_oneWayCalls).AddIncomingGrainCallFilter(_oneWayCalls);
        });
        _clusters.Add(cluster);
        return cluster.Grains;
    }

    public IWalletGrain Wallet(string userId = Some.User, IGrainFactory? on = null) => (on ?? Grains).GetGrain<IWalletGrain>(userId);

    public IProductGrain Product(string id = "shirt", IGrainFactory? on = null) => (on ?? Grains).GetGrain<IProductGrain>(id);

    public ICampaignGrain Campaign(string id = "spring", IGrainFactory? on = null) => (on ?? Grains).GetGrain<ICampaignGrain>(id);

    public IWaitingRoomGrain WaitingRoom(string id = "spring", IGrainFactory? on = null) => (on ?? Grains).GetGrain<IWaitingRoomGrain>(id);

    public ICartGrain Cart(string userId = Some.User, IGrainFactory? on = null) => (on ?? Grains).GetGrain<ICartGrain>(userId);

    public OrderCalls Order(string id, IGrainFactory? on = null) => new((on ?? Grains).GetGrain<ICheckoutGrain>(ICheckoutGrain.Key), id);

    /// <summary>A product of 10,000 won in one or more variants.</summary>
    public Task Sells(params (string Sku, long Stock)[] variants) => Sells("shirt", variants);

    public async Task Sells(string id, params (string Sku, long Stock)[] variants) =>
        Assert.Null((await Product(id).Save(Some.SaveProduct(variants))).Refusal);

    /// <summary>One variant of that product at another price, saved by any process.</summary>
    public async Task Prices(string sku, long price, IGrainFactory on)
    {
        var product = Some.SaveProduct((sku, 10));
        Assert.Null((await Product(on: on).Save(product with { Variants = [product.Variants[0] with { Price = price }] })).Refusal);
    }

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

    /// <summary>Places and pays in one call; returns when the wallet and the products know how it ended.</summary>
    public Task<Outcome<OrderView, OrderRefusal>> Buys(
        string id, string sku, int quantity = 1, string? couponId = null, long? expected = null, string userId = Some.User, IGrainFactory? on = null) =>
        ThenOneWayCalls(Order(id, on).Place(new PlaceOrder(userId, [new StockLine(sku, quantity)], new PayOrder(userId, couponId, expected))));

    /// <summary>Pays; returns when the wallet and the products know how it ended.</summary>
    public Task<Outcome<OrderView, OrderRefusal>> Pays(
        string id, string? couponId = null, string userId = Some.User, long? expected = null, IGrainFactory? on = null) =>
        ThenOneWayCalls(Order(id, on).Pay(new PayOrder(userId, couponId, expected)));

    /// <summary>Cancels; returns when the products know of it.</summary>
    public Task<Outcome<OrderView, OrderRefusal>> Cancels(string id, string userId = Some.User) => ThenOneWayCalls(Order(id).Cancel(userId));

    /// <summary>Tells a product to look at the ledger again; returns when it has heard it.</summary>
    public async Task Refreshes(string id = "shirt")
    {
        await Product(id).Refresh();
        await _oneWayCalls.AllDone;
    }

    /// <summary>Ends the activation of a grain.</summary>
    public Task Deactivates(IAddressable grain) => _clusters[0].Deactivate(grain);

    public void Advance(TimeSpan time) => Clock.Advance(time);

    /// <summary>The stock that the ledger has.</summary>
    public async Task<long> Stock(string sku) => (await Ledger.Inner.Variants([sku]))[0].Variant.Stock;

    public async Task<long> Balance(string userId = Some.User) => (await Ledger.Inner.Wallet(userId, [])).Balance;

    public async ValueTask DisposeAsync()
    {
        Ledger.OpenAll();
        foreach (var cluster in _clusters)
        {
            await cluster.DisposeAsync();
        }

        var audit = await Ledger.Inner.Audit();
        Assert.True(audit.Ok, string.Join("; ", audit.Checks.Where(check => !check.Ok)));
    }

    private async Task<T> ThenOneWayCalls<T>(Task<T> call)
    {
        try
        {
            return await call;
        }
        finally
        {
            await _oneWayCalls.AllDone;
        }
    }
}

/// <summary>The commands to one order.</summary>
internal sealed record OrderCalls(ICheckoutGrain Checkout, string Id)
{
    public Task<Outcome<OrderView, OrderRefusal>> Place(PlaceOrder command) => Checkout.Place(Id, command);

    public Task<OrderView?> Get(string userId) => Checkout.Get(Id, userId);

    public Task<Outcome<OrderView, OrderRefusal>> Pay(PayOrder command) => Checkout.Pay(Id, command);

    public Task<Outcome<OrderView, OrderRefusal>> Cancel(string userId) => CancelAs(new CancelOrder(userId, "Too dear.", Ids.Refund(Id)));

    public Task<Outcome<OrderView, OrderRefusal>> CancelAs(CancelOrder command) => Checkout.Cancel(Id, command);
}
