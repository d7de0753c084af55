using ECommerce.EngineTests.Contract;
using ECommerce.LocalEngine.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ECommerce.EngineTests.Local;

/// <summary>The local engine with the test grains; a second engine over the same services when a test wants one.</summary>
public sealed class LocalFixture : IEngineFixture
{
    private readonly ServiceProvider _services;

    public LocalFixture(Action<LocalEngineOptions>? configure = null)
    {
        _services = new ServiceCollection()
            .AddSingleton(Probe)
            .AddLocalEngine(engine =>
            {
                configure?.Invoke(engine.Options);
                engine.AddGrains(typeof(TurnGrain).Assembly).AddGrainStorage("notes", _ => new MemoryGrainStorage());
            })
            .BuildServiceProvider();
        Engine = _services.GetRequiredService<Engine>();
    }

    public Engine Engine { get; private set; }

    public IGrainFactory Grains => Engine;

    public Probe Probe { get; } = new();

    public Engine NewEngine() => new(_services);

    public Task StartAsync() => Task.CompletedTask;

    public async Task RestartAsync()
    {
        await Engine.StopAsync(CancellationToken.None);
        Engine = NewEngine();
    }

    public Task ArrivalAsync() => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        Engine.Crash();
        await _services.DisposeAsync();
    }
}
