namespace ECommerce.EngineTests.Contract;

/// <summary>An engine with the test grains, the storage "notes" and the shared <see cref="Contract.Probe"/>.</summary>
public interface IEngineFixture : IAsyncDisposable
{
    IGrainFactory Grains { get; }

    Probe Probe { get; }

    /// <summary>Starts the engine.</summary>
    Task StartAsync();

    /// <summary>Stops the engine in order and starts another over the same storage.</summary>
    Task RestartAsync();

    /// <summary>Returns when calls made before have come to where they wait.</summary>
    Task ArrivalAsync();
}

/// <summary>What every engine that runs our grains keeps. Each engine derives its own tests from these.</summary>
public abstract class EngineContract(IEngineFixture engine) : IAsyncLifetime
{
    protected Probe Probe => engine.Probe;

    public async ValueTask InitializeAsync() => await engine.StartAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return engine.DisposeAsync();
    }

    protected Task RestartAsync() => engine.RestartAsync();

    protected Task ArrivalAsync() => engine.ArrivalAsync();

    protected ITurnGrain Turns(string key) => engine.Grains.GetGrain<ITurnGrain>(key);

    protected INoteGrain Notes(string key) => engine.Grains.GetGrain<INoteGrain>(key);

    protected IReentrantGrain Reentrant(string key) => engine.Grains.GetGrain<IReentrantGrain>(key);

    protected IFragileGrain Fragile(string key) => engine.Grains.GetGrain<IFragileGrain>(key);
}
